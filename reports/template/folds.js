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
