// Rating by single keys. Everything here can also be done by Tab, arrows, Space and Enter without this file.
const form = document.getElementById("rating");
const groups = [...form.querySelectorAll("fieldset")];
const marked = (group) => group.querySelector("input:checked") !== null;
let now = groups.find((group) => !marked(group)) ?? null;

function show() {
  for (const group of groups) group.classList.toggle("now", group === now);
}

function mark(digit) {
  const choice = now?.querySelectorAll("input")[digit - 1];
  if (!choice) return;
  choice.checked = true;
  choice.focus({ preventScroll: true });
  now = groups[groups.indexOf(now) + 1] ?? null;
  show();
}

function togglePassages() {
  const passages = [...document.querySelectorAll(".passage")];
  const open = passages.some((passage) => !passage.open);
  for (const passage of passages) passage.open = open;
}

function openTarget() {
  const passage = document.getElementById(location.hash.slice(1));
  if (passage instanceof HTMLDetailsElement) passage.open = true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const at = event.target;
  if (at instanceof HTMLSelectElement || (at instanceof HTMLInputElement && at.type !== "radio")) return;
  if (/^[1-4]$/.test(event.key)) mark(Number(event.key));
  else if (event.key.toLowerCase() === "o") togglePassages();
  else if (event.key === "Enter" && at === document.body) form.requestSubmit();
  else return;
  event.preventDefault();
});
for (const group of groups) {
  group.addEventListener("focusin", (event) => {
    if (event.relatedTarget && !group.contains(event.relatedTarget) && !marked(group)) now = group;
    show();
  });
}
window.addEventListener("hashchange", openTarget);
openTarget();
show();
// After a rating of an answer with readers' feedback, Enter goes on.
document.getElementById("go-on")?.focus({ preventScroll: true });
