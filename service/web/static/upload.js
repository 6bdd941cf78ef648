// Adding reports: progress while files are sent and while they are taken in, on the pages that work without it.

import { root } from "./parts.js";

const form = document.getElementById("upload");
if (form) {
  form.addEventListener("submit", send);
  form.elements.files.addEventListener("change", list);
  takeDropped();
}
if (document.querySelector("#ingestion[data-running]")) follow();

/** Send the files and follow to the page of the ingestion; the form itself remains the way when that fails. */
function send(event) {
  event.preventDefault();
  const problem = tooLarge(form.elements.files.files);
  if (problem) {
    tell(problem, true);
    return;
  }
  const button = form.querySelector("button");
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", "How much is sent");
  form.append(bar);
  button.disabled = true;
  tell("Sending the files.", false);
  const request = new XMLHttpRequest(); // fetch can't tell how much is sent
  request.open("POST", `${root}/v1/ingestions`);
  request.responseType = "json";
  request.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = total ? loaded / total : 0; });
  request.addEventListener("loadend", () => {
    if (request.status === 202) {
      location.assign(`${root}/add/${encodeURIComponent(request.response.id)}`);
      return;
    }
    bar.remove();
    button.disabled = false;
    tell(request.response?.error?.message ?? "The files could not be sent. Try again.", true);
  });
  request.send(new FormData(form));
}

/** Let files be dropped anywhere on the form. */
function takeDropped() {
  form.classList.add("drop");
  const over = (event, on) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("over", on);
  };
  form.addEventListener("dragover", (event) => over(event, true));
  form.addEventListener("dragleave", (event) => over(event, false));
  form.addEventListener("drop", (event) => {
    over(event, false);
    if (!event.dataTransfer?.files.length) return;
    form.elements.files.files = event.dataTransfer.files;
    list();
  });
}

/** Show what is chosen, before it is sent. */
function list() {
  const shown = document.getElementById("chosen");
  shown.replaceChildren(
    ...[...form.elements.files.files].map((file) => {
      const item = document.createElement("li");
      item.textContent = `${file.name}, ${(file.size / 1e6).toFixed(1)} MB`;
      return item;
    }),
  );
  tell(tooLarge(form.elements.files.files), true);
}

/** Why the files can't be sent, as far as their sizes tell. */
function tooLarge(files) {
  const most = Number(form.dataset.maxMb) * 1e6;
  const large = [...files].find((file) => file.size > most);
  if (large) return `${large.name} is larger than ${form.dataset.maxMb} MB. Split it, or make it smaller.`;
  const all = [...files].reduce((sum, file) => sum + file.size, 0);
  return all > Number(form.dataset.mostBytes) - 1e6 ? "These are too many large files at once. Send some of them first." : "";
}

function tell(words, wrong) {
  let said = document.getElementById("problem");
  if (!words) {
    said?.remove();
    return;
  }
  if (!said) {
    said = document.createElement("p");
    said.id = "problem";
    form.before(said);
  }
  said.className = wrong ? "notice alarm" : "notice";
  said.setAttribute("role", wrong ? "alert" : "status");
  said.textContent = words;
}

/** Show how far the ingestion is until it ends, then what came of it. */
async function follow() {
  const here = document.getElementById("ingestion");
  for (;;) {
    await new Promise((done) => setTimeout(done, 700));
    let fresh;
    try {
      const response = await fetch(location.pathname);
      fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("ingestion");
    } catch {
      continue; // the service may be starting again; it takes the ingestion up
    }
    if (!fresh) continue;
    if (!("running" in fresh.dataset)) {
      here.replaceChildren(...fresh.childNodes);
      delete here.dataset.running;
      document.title = document.title.replace("Adding reports", "Reports added");
      here.querySelector("h1").focus();
      return;
    }
    update(here, fresh);
  }
}

function update(here, fresh) {
  const [now, then] = [here.querySelector("#now"), fresh.querySelector("#now")];
  if (now.textContent !== then.textContent) now.replaceChildren(...then.childNodes);
  here.querySelector("#bar").value = fresh.querySelector("#bar").value;
}
