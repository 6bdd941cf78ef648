/** Entry of every page: what scripts add to plain links and forms. Nothing here is needed to ask, read or check. */

import { listenForQuestions, stopAsking } from "./asking.js";
import { closePanel, isCheck, listenForChecks, openPanel } from "./checking.js";
import { fetchPage, swap } from "./parts.js";

document.documentElement.classList.add("js");

/** The page that is shown, under a passage that may be open beside it. */
let shown = isCheck(location.pathname) ? "" : location.pathname + location.search;

/** @param {string} address */
export function nowAt(address) {
  const url = new URL(address, location.href);
  if (!isCheck(url.pathname)) shown = url.pathname + url.search;
}

/** Bring back what an address showed, when the reader goes back or forward. */
async function goTo() {
  const address = location.pathname + location.search;
  if (isCheck(location.pathname)) return openPanel(address, "none");
  closePanel();
  if (address === shown) return;
  stopAsking();
  try {
    const { doc } = await fetchPage(address);
    swap(doc, ["nav", "head", "turns", "ask", "starters"]);
    shown = address;
  } catch {
    location.reload();
  }
}

/** Copy what a link leads to, instead of going there. @param {HTMLAnchorElement} link */
async function copy(link) {
  const status = link.parentElement?.querySelector(".copied");
  try {
    const response = await fetch(link.href);
    if (!response.ok) throw new Error(String(response.status));
    await navigator.clipboard.writeText(await response.text());
    if (status) status.textContent = "Copied.";
  } catch {
    location.assign(link.href);
  }
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("[data-print]")) window.print();
  const link = target?.closest("a[data-copy]");
  if (link instanceof HTMLAnchorElement && navigator.clipboard) {
    event.preventDefault();
    void copy(link);
  }
});

/** On narrow screens passages stand below their answer: they are folded there until somebody wants them. */
function foldPassages() {
  if (matchMedia("(min-width: 62rem)").matches) return;
  for (const list of document.querySelectorAll("details[data-folds]")) {
    list.removeAttribute("data-folds");
    list.removeAttribute("open");
  }
}

new MutationObserver(foldPassages).observe(document.body, { childList: true, subtree: true });
foldPassages();
window.addEventListener("popstate", () => void goTo());
listenForQuestions(nowAt);
listenForChecks();

/** Lists in a form that are narrowed by words as one types. */
document.addEventListener("input", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || !box.dataset.narrow) return;
  const words = box.value.toLowerCase().split(/\s+/);
  for (const item of document.querySelectorAll(`#${box.dataset.narrow} > li`)) {
    const text = (item.textContent ?? "").toLowerCase();
    if (item instanceof HTMLElement) item.hidden = !words.every((word) => text.includes(word));
  }
});
