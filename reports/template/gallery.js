const search = document.getElementById("search");
const plain = (text) => text.normalize("NFKC").toLowerCase();
// each language has an index of its own: every line once, with the places of the entries that hold it
const parts = [...document.querySelectorAll(".language")].map((part) => ({
  part,
  entries: [...part.querySelectorAll(".entry")],
  lines: JSON.parse(part.querySelector("script").textContent).map(([line, places]) => ({ line, places, text: plain(line) })),
}));
const look = ({ part, entries, lines }, wanted) => {
  const held = lines.filter(({ text }) => wanted.some((word) => text.includes(word)));
  entries.forEach((entry, place) => {
    const own = plain([...entry.querySelectorAll("h3, .asks, .headline, .answers")].map((one) => one.textContent).join(" "));
    const there = held.filter(({ places }) => places.includes(place));
    entry.hidden = !wanted.every((word) => own.includes(word) || there.some(({ text }) => text.includes(word)));
    const best = there.find(({ text }) => wanted.every((word) => text.includes(word))) ?? there[0];
    const shown = entry.querySelector(".found");
    shown.hidden = !wanted.length || !best || entry.hidden;
    shown.textContent = best?.line ?? "";
  });
  for (const group of part.querySelectorAll(".group")) group.hidden = !group.querySelector(".entry:not([hidden])");
  part.querySelector(".lead")?.toggleAttribute("hidden", wanted.length > 0);
  part.querySelector(".none").hidden = entries.some((entry) => !entry.hidden) || !wanted.length;
};
const find = () => {
  const wanted = plain(search.value).split(/\s+/).filter(Boolean);
  for (const part of parts) look(part, wanted);
};
search.hidden = false;
search.addEventListener("input", find);
for (const button of document.querySelectorAll(".none button")) {
  button.addEventListener("click", () => { search.value = button.textContent; find(); });
}
if (!location.hash && !navigator.language.startsWith("ja")) location.replace("#en");
