const search = document.getElementById("search");
search.hidden = false;
search.addEventListener("input", () => {
  const wanted = search.value.trim().toLowerCase();
  for (const entry of document.querySelectorAll(".entry")) entry.hidden = !entry.textContent.toLowerCase().includes(wanted);
  for (const group of document.querySelectorAll(".group")) group.hidden = !group.querySelector(".entry:not([hidden])");
});
if (!location.hash && !navigator.language.startsWith("ja")) location.replace("#en");
