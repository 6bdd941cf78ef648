// Acronyms that explain themselves: builds for streamed text what the template term.html builds on the server, and
// lets Escape put an explanation away.

import { root } from "./parts.js";

const WORD = /[\p{L}\p{N}]+(?:&[\p{L}\p{N}]+)*/gu;
let known;

/** What each acronym stands for, asked for once: `NWD` to `["No Wrong Door"]`; empty where it can't be had. */
export function acronyms() {
  known ??= fetch(`${root}/glossary.json`)
    .then((response) => (response.ok ? response.json() : {}))
    .catch(() => ({}))
    .then((found) => new Map(Object.entries(found)));
  return known;
}

/**
 * The text as nodes, each acronym that it does not itself spell out explained at its first use.
 * @param {string} text
 * @param {Map<string, string[]>} meanings what `acronyms()` gives
 * @returns {DocumentFragment}
 */
export function explained(text, meanings) {
  const made = document.createDocumentFragment();
  const folded = text.toLowerCase();
  const seen = new Set();
  let done = 0;
  for (const found of text.matchAll(WORD)) {
    const short = [found[0], found[0].replace(/s$/, "")].find((word) => meanings.has(word));
    if (!short || seen.has(short)) continue;
    seen.add(short);
    const longs = meanings.get(short);
    if (longs.some((long) => folded.includes(long.toLowerCase()))) continue;
    made.append(text.slice(done, found.index), term(short, longs.join("; or: ")));
    done = found.index + short.length;
  }
  made.append(text.slice(done));
  return made;
}

function term(short, long) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "term";
  button.dataset.long = long;
  button.setAttribute("aria-label", `${short}: ${long}`);
  button.textContent = short;
  return button;
}

function shown(event) {
  const button = event.target instanceof Element ? event.target.closest(".term") : null;
  if (!button) return;
  button.classList.remove("quiet-now");
  button.classList.toggle("left", button.getBoundingClientRect().left > window.innerWidth / 2);
}

document.addEventListener("pointerover", shown);
document.addEventListener("focusin", shown);
document.addEventListener("click", (event) => {
  shown(event);
  event.target.closest?.(".term")?.focus(); // Safari gives a tapped button no focus
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const button of document.querySelectorAll(".term:hover, .term:focus")) button.classList.add("quiet-now");
});
