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
// what is folded opens for a link into it (where the browser does not do so itself) and on paper
const reveal = () => {
  for (let one = document.getElementById(decodeURIComponent(location.hash.slice(1))); one; one = one.parentElement)
    if (one.tagName === "DETAILS") one.open = true;
};
addEventListener("hashchange", reveal);
addEventListener("DOMContentLoaded", reveal);
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open], .code, .data)")];
  for (const one of folded) one.open = true;
});
addEventListener("afterprint", () => { for (const one of folded) one.open = false; });
