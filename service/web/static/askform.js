/** The form in which questions are asked, as it is shown now; it may be another after each answer. */

/** The box, of the form that is shown now. @returns {HTMLTextAreaElement|null} */
export const question = () => document.querySelector("#question");

/** @param {string} words */
export function fill(words) {
  const box = question();
  if (box) box.value = words;
}

/** @param {string} words */
export function complain(words) {
  const notice = document.getElementById("ask-error");
  if (notice) {
    notice.textContent = words;
    notice.hidden = !words;
  }
  const named = document.getElementById(/^(from|to)\b/.exec(words)?.[0] ?? "question") ?? question();
  for (const field of document.querySelectorAll("#ask [aria-invalid]")) field.removeAttribute("aria-invalid");
  if (!words) return;
  named?.setAttribute("aria-invalid", "true");
  named?.focus();
}

/** @param {boolean} busy */
export function working(busy) {
  const stop = document.getElementById("stop");
  const button = document.querySelector("#ask button:not(#stop)");
  if (stop) stop.hidden = !busy;
  if (button instanceof HTMLButtonElement) button.disabled = busy;
  const progress = document.getElementById("progress");
  if (progress && busy) progress.textContent = "Looking through the reports …";
}

/**
 * Show or hide what stands on the first page only until something is asked; its heading stays for those who hear it.
 * @param {boolean} shown
 */
export function opening(shown) {
  document.querySelector(".opening")?.classList.toggle("hidden", !shown);
  for (const part of document.querySelectorAll(".starters")) if (part instanceof HTMLElement) part.hidden = !shown;
}

/** Let Enter in the box ask. */
export function enterAsks() {
  document.addEventListener("keydown", (event) => {
    const box = event.target;
    const plain = event.key === "Enter" && !(event.shiftKey || event.ctrlKey || event.altKey || event.metaKey);
    if (!(box instanceof HTMLTextAreaElement) || box.id !== "question" || !plain || event.isComposing) return;
    event.preventDefault();
    box.form?.requestSubmit();
  });
}
