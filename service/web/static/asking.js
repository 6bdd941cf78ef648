/** Asking without leaving the page: the form's answer is told as it comes, then the page is what a reload shows. */

import { complain, enterAsks, fill, opening, question, working } from "./askform.js";
import { fetchPage, root, swap } from "./parts.js";
import { events } from "./stream.js";
import { Telling } from "./telling.js";

/** @type {AbortController|null} */
let running = null;
/** @type {(address: string) => void} */
let arrived = () => undefined;

/** @param {(address: string) => void} whenArrived is told the address of each kept answer */
export function listenForQuestions(whenArrived) {
  arrived = whenArrived;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.getAttribute("action") !== `${root}/ask`) return;
    if (!document.getElementById("turns")) return; // a page that shows no answers, as a report's, leads to one that does
    event.preventDefault();
    if (running) return;
    const sent = new URLSearchParams();
    for (const [name, value] of new FormData(form)) sent.append(name, String(value));
    const button = event.submitter;
    if (button instanceof HTMLButtonElement && button.name) sent.append(button.name, button.value);
    void ask(sent);
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("#stop")) stopAsking();
  });
  enterAsks();
}

/** Break off an answer that is being told. */
export function stopAsking() {
  running?.abort();
}

/** @param {URLSearchParams} sent */
async function ask(sent) {
  const turns = document.getElementById("turns");
  if (!turns) return;
  const before = document.body.className;
  const question = sent.get("question") ?? "";
  complain("");
  fill("");
  working(true);
  document.body.className = "talking";
  opening(before !== "home");
  const telling = new Telling(turns, question.trim());
  running = new AbortController();
  const again = () => {
    telling.article.remove();
    fill("");
    void ask(sent);
  };
  try {
    const response = await fetch(`${root}/ask`, {
      method: "POST",
      body: sent,
      headers: { Accept: "text/event-stream" },
      signal: running.signal,
    });
    if (!response.ok) {
      const { error } = await response.json();
      telling.article.remove();
      document.body.className = before;
      opening(true);
      fill(question);
      complain(error.message);
      return;
    }
    await finish(await told(response, telling), telling);
  } catch (problem) {
    fill(question);
    if (running.signal.aborted) telling.end("Stopped. This answer was not kept.", "Ask again", again);
    else telling.end(`${reason(problem)} This answer was not kept; the question is still in the box.`, "Try again", again);
  } finally {
    running = null;
    working(false);
  }
}

/** What the service said was wrong; anything else is the network. */
class Told extends Error {}

/** @param {unknown} problem */
const reason = (problem) =>
  problem instanceof Told ? problem.message : "The connection was lost before the answer was complete.";

/**
 * Tell an answer as it comes; gives the address where it is kept.
 * @param {Response} response
 * @param {Telling} telling
 */
async function told(response, telling) {
  for await (const { name, data } of events(response)) {
    if (name === "passages") telling.know(data.passages);
    else if (name === "statement") telling.add(data);
    else if (name === "error") throw new Told(data.error.message);
    else if (name === "kept") return data.address;
  }
  throw new TypeError("the stream ended early");
}

/**
 * Show the kept answer as a reload would. The words that were told are not live any more, so nobody hears them twice.
 * @param {string} address
 * @param {Telling} telling
 */
async function finish(address, telling) {
  telling.prose.removeAttribute("aria-live");
  history.pushState({}, "", address);
  arrived(address);
  const typed = question()?.value ?? "";
  const inBox = document.activeElement === question();
  const { doc } = await fetchPage(address).catch(() => ({ doc: null }));
  if (!doc) return location.assign(address); // it is kept: its page can be had once the network is back
  swap(doc, ["nav", "head", "turns", "ask", "starters"]);
  fill(typed);
  (inBox ? question() : document.getElementById(telling.heading.id))?.focus({ preventScroll: true });
  const progress = document.getElementById("progress");
  if (progress) progress.textContent = "The answer is complete.";
}
