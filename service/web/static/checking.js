/** A passage opened beside its answer; on a small screen in its place. Its address is that of its page. */

import { fetchPage, make } from "./parts.js";

const small = window.matchMedia("(max-width: 61.99rem)");
/** What to bring back when the panel closes. */
let scrolled = 0;
let titled = document.title;

/** Whether an address is that of a passage of an answer. @param {string} path */
export const isCheck = (path) => /^\/answers\/[^/]+\/passages\/[^/]+$/.test(path);

/** Let numbers, and links inside the panel, open it; Escape and its own link close it. */
export function listenForChecks() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const other = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || other || event.defaultPrevented) return;
    const aside = link.closest("aside.check");
    if (link.matches(".turn a.cite[href]")) take(event, () => openPanel(link.pathname + link.search, "push"));
    else if (aside && link.matches("[data-in-panel]"))
      take(event, () => openPanel(link.pathname + link.search, "replace", link.textContent?.trim()));
    else if (aside && link.matches("[data-close]")) take(event, leave);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel()) leave();
  });
  if (!panel()) return;
  titled = titled.replace(/^.*? – /, "");
  dress();
  toTheMark();
}

/**
 * Show a passage.
 * @param {string} address
 * @param {"push"|"replace"|"none"} record how the address goes into the history
 * @param {string} [link] words of the link inside the panel that led here; focus stays on its counterpart
 */
export async function openPanel(address, record, link) {
  const doc = await fetchPage(address).then((page) => page.doc, () => null);
  const next = doc?.getElementById("check");
  if (!doc || !next) return location.assign(address);
  if (!panel()) [scrolled, titled] = [window.scrollY, document.title];
  document.title = doc.title;
  const covers = small.matches && !panel();
  const aside = panel() ?? make("aside", "check opened");
  aside.id = "check";
  aside.setAttribute("aria-labelledby", "check-title");
  aside.replaceChildren(...next.childNodes);
  if (!aside.isConnected) document.getElementById("main")?.after(aside);
  if (record === "push") history.pushState({ check: true }, "", address);
  if (record === "replace") history.replaceState(history.state, "", address);
  dress();
  const same = [...aside.querySelectorAll("a")].find((a) => link && a.textContent?.trim() === link);
  const within = address.includes("page=") || address.includes("zoom=") || location.hash === "#sheet";
  const title = document.getElementById(link && within ? "sheet-title" : "check-title");
  (same ?? title)?.focus({ preventScroll: Boolean(same) });
  if (covers) window.scrollTo(0, 0);
  toTheMark();
}

/** Bring the marked words of an enlarged page into sight. */
function toTheMark() {
  const sheet = document.querySelector("#check .sheet");
  const image = sheet?.querySelector("img");
  if (!(sheet instanceof HTMLElement) || !image || sheet.dataset.across === undefined) return;
  const scroll = () => {
    if (sheet.dataset.down) sheet.scrollTop = Number(sheet.dataset.down) * image.offsetHeight - sheet.clientHeight / 3;
    sheet.scrollLeft = Number(sheet.dataset.across) * image.offsetWidth - 24;
  };
  if (image.complete) scroll();
  image.addEventListener("load", scroll, { once: true });
}

/** Take the panel away, and bring the reader back to the number that opened it. */
export function closePanel() {
  const aside = panel();
  if (!aside) return;
  const number = document.querySelector(".turn a.cite[aria-current]");
  aside.remove();
  document.title = titled;
  document.body.classList.remove("checking");
  if (small.matches) window.scrollTo({ top: scrolled, behavior: "instant" });
  // Later: going back to an address with a fragment takes the focus away once more, after its event.
  if (number instanceof HTMLElement) setTimeout(() => number.focus({ preventScroll: small.matches }));
  for (const cite of document.querySelectorAll(".cite[aria-current]")) cite.removeAttribute("aria-current");
}

/** Leave by the history where the panel was opened from here, else by the address of its link. */
function leave() {
  if (history.state?.check) return history.back();
  const link = document.querySelector("#check [data-close]");
  closePanel();
  if (link instanceof HTMLAnchorElement) history.pushState({}, "", link.href);
}

/** Say what is open, on the number and on the body; where the panel covers the answer, the style sheet hides that. */
function dress() {
  if (!panel()) return;
  document.body.classList.add("checking");
  const here = location.pathname + location.search;
  for (const cite of document.querySelectorAll(".turn a.cite")) {
    const open = cite.getAttribute("href") === here || cite.getAttribute("href") === location.pathname;
    if (open) cite.setAttribute("aria-current", "true");
    else cite.removeAttribute("aria-current");
  }
}

/** @returns {HTMLElement|null} */
const panel = () => document.querySelector("aside.check");

/** @param {Event} event @param {() => unknown} act */
function take(event, act) {
  event.preventDefault();
  void act();
}
