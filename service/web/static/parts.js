/** Pages of this site as documents, and the parts of the shown page that are taken from them. */

/** The path under which a proxy serves this site; empty at the top. */
export const root = document.documentElement.dataset.root ?? "";

/**
 * Fetch a page as its plain link would.
 * @param {string} address
 * @returns {Promise<{doc: Document, address: string}>}
 */
export async function fetchPage(address) {
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  const doc = new DOMParser().parseFromString(await response.text(), "text/html");
  return { doc, address: response.url };
}

/**
 * Put parts of another page in the place of this page's, with its title and class.
 * @param {Document} doc
 * @param {string[]} names
 */
export function swap(doc, names) {
  for (const name of names) {
    const here = document.querySelector(`[data-part="${name}"]`);
    const there = doc.querySelector(`[data-part="${name}"]`);
    if (!here || !there) return location.reload();
    here.replaceWith(document.adoptNode(there));
  }
  document.title = doc.title;
  document.body.className = doc.body.className;
}

/**
 * Make an element with a class and text.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {string} [text]
 */
export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}
