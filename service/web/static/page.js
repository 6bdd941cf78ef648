/** Entry of every page: what scripts add to plain links and forms. Nothing here is needed to ask, read or check. */

import { listenForQuestions, stopAsking } from "./asking.js";
import { closePanel, isCheck, listenForChecks, openPanel } from "./checking.js";
import { fetchPage, swap } from "./parts.js";

document.documentElement.classList.add("js");

/** Milliseconds between looks for questions to begin with, which take a few seconds for each new library. */
const LOOKING_EVERY = 2000;

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

/**
 * Do what a link offers on the clipboard, instead of going there; where that can't be, go there.
 * @param {HTMLAnchorElement} link
 * @param {(link: HTMLAnchorElement) => Promise<void>} copy
 */
async function instead(link, copy) {
  const status = link.parentElement?.querySelector(".copied");
  try {
    await copy(link);
    if (status) status.textContent = "Copied.";
  } catch {
    location.assign(link.href);
  }
}

/** @param {HTMLAnchorElement} link */
async function copyText(link) {
  const response = await fetch(link.href);
  if (!response.ok) throw new Error(String(response.status));
  await navigator.clipboard.writeText(await response.text());
}

/** @param {HTMLAnchorElement} link */
const copyLink = (link) => navigator.clipboard.writeText(link.href);

/** Copy a sheet with its headings and links, and as text for programs that take no more. @param {HTMLAnchorElement} link */
async function copyRich(link) {
  const { doc } = await fetchPage(link.href);
  const sheet = doc.getElementById("sheet");
  if (!sheet) throw new Error("no sheet");
  for (const each of sheet.querySelectorAll("a")) each.href = new URL(each.getAttribute("href") ?? "", link.href).href;
  for (const each of sheet.querySelectorAll("*")) each.removeAttribute("class");
  const item = new ClipboardItem({
    "text/html": new Blob([sheet.innerHTML], { type: "text/html" }),
    "text/plain": new Blob([(sheet.textContent ?? "").replace(/\s*\n\s*/g, "\n")], { type: "text/plain" }),
  });
  await navigator.clipboard.write([item]);
}

const COPIES = [
  { kind: "a[data-copy]", copy: copyText },
  { kind: "a[data-copy-link]", copy: copyLink },
  { kind: "a[data-copy-rich]", copy: copyRich },
];

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("[data-print]")) window.print();
  for (const { kind, copy } of COPIES) {
    const link = target?.closest(kind);
    if (!(link instanceof HTMLAnchorElement) || !navigator.clipboard) continue;
    event.preventDefault();
    void instead(link, copy);
  }
});

/** Menus close when one turns to something else, or by Escape, which goes back to their name. */
function closeMenus(/** @type {EventTarget|null} */ except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!(except instanceof Node && menu.contains(except))) menu.removeAttribute("open");
  }
}
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" ? document.querySelector("details.menu[open]") : null;
  if (!menu) return;
  event.stopImmediatePropagation();
  closeMenus(null);
  menu.querySelector("summary")?.focus();
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
listenForViews();
void lookForStarters();

/** Show the questions to begin with once the service has tried them out, unless one has been asked meanwhile. */
async function lookForStarters() {
  const isLooking = () => document.querySelector(".home [data-looking]") !== null;
  while (isLooking()) {
    await new Promise((done) => setTimeout(done, LOOKING_EVERY));
    try {
      const { doc } = await fetchPage(location.href);
      if (isLooking() && !doc.querySelector("[data-looking]")) swap(doc, ["starters"]);
    } catch {
      return; // the page does without
    }
  }
}

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

/** What a reader says about an answer is kept, and changed, where it is said. */
function listenForViews() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const part = form instanceof HTMLFormElement ? form.closest("details[data-view]") : null;
    if (!(form instanceof HTMLFormElement) || !(part instanceof HTMLElement) || !/\/feedback$/.test(form.action)) return;
    event.preventDefault();
    void keep(form, part);
  });
}

/** Where it can't be kept so, the form is sent as without scripts. @param {HTMLFormElement} form @param {HTMLElement} part */
async function keep(form, part) {
  const sent = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  try {
    const response = await fetch(form.action, { method: "POST", body: sent });
    if (!response.ok) throw new Error(String(response.status));
    const doc = new DOMParser().parseFromString(await response.text(), "text/html");
    const said = doc.querySelector(`[data-view="${part.dataset.view}"]`);
    if (!said) throw new Error("nothing was kept");
    part.replaceWith(document.adoptNode(said));
    said.querySelector("summary")?.focus();
  } catch {
    form.submit();
  }
}
