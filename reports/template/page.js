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
// a figure as a file: its drawing with the colours of paper, and the shapes that other figures define
const drawn = (figure) => {
  const shown = [...figure.querySelectorAll(".drawing svg")].find((one) => one.getBoundingClientRect().width);
  const copy = shown.cloneNode(true);
  for (const use of shown.querySelectorAll("use")) {
    const id = use.getAttribute("xlink:href").slice(1);
    if (!shown.querySelector(`[id="${id}"]`)) copy.append(document.getElementById(id).cloneNode(true));
  }
  copy.removeAttribute("style");
  copy.style.background = "#fff";
  copy.style.fontFamily = getComputedStyle(figure).fontFamily;
  const text = new XMLSerializer().serializeToString(copy).replace(/var\(--[\w-]+, (#\w+)\)/g, "$1");
  return [`data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`, copy.viewBox.baseVal];
};
const save = (address, name) => Object.assign(document.createElement("a"), { href: address, download: name }).click();
addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-save]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const figure = button.closest("figure"), name = figure.id.replace("figure-", "");
      const [address, box] = drawn(figure);
      if (button.dataset.save === "svg") return save(address, `${name}.svg`);
      const image = new Image(box.width * 4, box.height * 4);
      image.onload = () => {
        const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
        canvas.getContext("2d").drawImage(image, 0, 0, image.width, image.height);
        save(canvas.toDataURL("image/png"), `${name}.png`);
      };
      image.src = address;
    });
  }
});
// a field above a table: a row is found with what lies below it, and shown with what stands above it
const plain = (text) => text.normalize("NFKC").toLowerCase();
const depth = (row) => Number(row.cells[0].className["level".length]);
const filter = (rows, wanted) => {
  let under = Infinity;
  const found = rows.map((row) => {
    const own = plain(row.textContent).includes(wanted);
    if (depth(row) <= under) under = own ? depth(row) : Infinity;
    return own || depth(row) > under;
  });
  let above = 0;
  for (let place = rows.length - 1; place >= 0; place--) {
    const shown = found[place] || depth(rows[place]) < above;
    if (shown) above = depth(rows[place]);
    rows[place].classList.toggle("out", !shown);
  }
  return found.includes(true);
};
addEventListener("DOMContentLoaded", () => {
  for (const table of document.querySelectorAll("[data-search]")) {
    const [field, said] = [document.createElement("input"), document.createElement("p")];
    const { search, nothing } = table.dataset;
    Object.assign(field, { type: "search", placeholder: search, ariaLabel: search });
    Object.assign(said, { role: "status", className: "nothing" });
    table.before(field, said);
    const rows = [...table.querySelectorAll("tbody tr")];
    field.addEventListener("input", () => { said.textContent = filter(rows, plain(field.value.trim())) ? "" : nothing; });
  }
});
