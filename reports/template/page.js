const contents = document.querySelector(".toc details");
const wide = matchMedia("(min-width: 64rem)");
const unfold = () => { contents.open = wide.matches; };
unfold();
wide.addEventListener("change", unfold);
addEventListener("DOMContentLoaded", () => {
  const links = new Map([...contents.querySelectorAll("a")].map((a) => [a.hash.slice(1), a]));
  const seen = new IntersectionObserver((entries) => {
    const entry = entries.find((one) => one.isIntersecting);
    if (entry) links.forEach((a, id) => a.toggleAttribute("aria-current", id === entry.target.id));
  }, { rootMargin: "0px 0px -75% 0px" });
  links.forEach((_, id) => seen.observe(document.getElementById(id)));
});
