/** An answer while it is told, sentence by sentence: the same elements as in templates/turn.html. */

import { acronyms, explained } from "./acronyms.js";
import { make, root } from "./parts.js";

/**
 * @typedef {{text: string, passage_ids: string[], kind: "sentence"|"item"|"quotation", group: string|null}} Statement
 * @typedef {{id: string, report_id: string, start: number, end: number}} Passage
 */

export class Telling {
  /**
   * @param {Element} turns where turns stand
   * @param {string} question
   */
  constructor(turns, question) {
    const number = turns.querySelectorAll(".turn").length + 1;
    this.article = make("article", "turn");
    this.article.id = `a${number}`;
    this.heading = make("h2", "asked", question);
    this.heading.id = `q${number}`;
    this.heading.tabIndex = -1;
    this.article.setAttribute("aria-labelledby", this.heading.id);
    this.prose = make("div", "prose words");
    this.prose.setAttribute("aria-live", "polite");
    this.prose.setAttribute("aria-relevant", "additions");
    this.after = make("p", "working", "Looking through the reports …");
    const answer = make("div", "answer");
    answer.append(this.prose, this.after);
    const sides = make("div", "sides");
    sides.append(answer);
    this.article.append(this.heading, sides);
    turns.append(this.article);
    /** @type {Map<string, Passage>} */
    this.passages = new Map();
    /** @type {Map<string, number>} */
    this.numbers = new Map();
    /** @type {Statement|null} */
    this.last = null;
    /** What acronyms stand for, as soon as that is known. @type {Map<string, string[]>} */
    this.meanings = new Map();
    acronyms().then((meanings) => { this.meanings = meanings; });
    this.heading.focus({ preventScroll: true });
    this.article.scrollIntoView({ block: "start" });
  }

  /** @param {Passage[]} passages */
  know(passages) {
    for (const passage of passages) this.passages.set(passage.id, passage);
  }

  /** @param {Statement} statement */
  add(statement) {
    this.after.textContent = "";
    const apart = !this.last || this.last.group !== statement.group;
    if (apart && statement.group) this.prose.append(make("h3", "from", statement.group));
    const joined = !apart && this.last?.kind === statement.kind ? this.prose.lastElementChild : null;
    const line = this.#place(statement.kind, joined);
    const said = make("bdi");
    said.append(explained(statement.text, this.meanings));
    line.append(said, ...statement.passage_ids.map((key) => this.#cite(key)));
    this.last = statement;
  }

  /**
   * Say below the answer what became of it, with something to do.
   * @param {string} words
   * @param {string} [action]
   * @param {() => void} [act]
   */
  end(words, action, act) {
    const notice = make("div", "notice caution");
    notice.setAttribute("role", "alert");
    notice.append(make("p", "", words));
    if (action && act) {
      const button = make("button", "plain", action);
      button.type = "button";
      button.addEventListener("click", act);
      notice.append(button);
    }
    this.after.replaceWith(notice);
  }

  /** The element that a statement is written into. @param {string} kind @param {Element|null} joined */
  #place(kind, joined) {
    if (kind === "quotation") return this.#appended(this.prose, "blockquote");
    if (kind === "item") return this.#appended(joined ?? this.#appended(this.prose, "ul"), "li");
    if (joined) joined.append(" ");
    return joined ?? this.#appended(this.prose, "p");
  }

  /** @param {Element} parent @param {"ul"|"li"|"p"|"blockquote"} tag */
  #appended(parent, tag) {
    const element = make(tag);
    parent.append(element);
    return element;
  }

  /** @param {string} key */
  #cite(key) {
    if (!this.numbers.has(key)) this.numbers.set(key, this.numbers.size + 1);
    const number = String(this.numbers.get(key));
    const passage = this.passages.get(key);
    const link = make("a", "cite", number);
    link.setAttribute("aria-label", `Passage ${number}`);
    if (passage) {
      const query = new URLSearchParams({ start: String(passage.start), end: String(passage.end) });
      link.href = `${root}/reports/${encodeURIComponent(passage.report_id)}/passages?${query}`;
    }
    return link;
  }
}
