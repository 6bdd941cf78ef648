// Filters that work as one chooses: the same address that the form would lead to is fetched, and its results shown here.

const WAIT = 200; // milliseconds after the last key

for (const form of document.querySelectorAll("form[data-filter]")) {
  let timer;
  let asked;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => show(form), WAIT);
  };
  form.addEventListener("input", later);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    show(form);
  });

  async function show() {
    const address = addressOf(form);
    asked?.abort();
    asked = new AbortController();
    try {
      const response = await fetch(address, { signal: asked.signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      replace(form.dataset.filter, page);
      history.replaceState(null, "", address);
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address);
    }
  }
}

/** The address that the form leads to, without fields that say nothing. */
function addressOf(form) {
  const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  return fields.size ? `${form.getAttribute("action")}?${fields}` : form.getAttribute("action");
}

/** Take the results from another page. The count stays the same element, so that its change is read out. */
function replace(id, page) {
  const old = document.getElementById(id);
  const fresh = page.getElementById(id);
  if (!fresh) throw new Error("no results");
  const count = old.querySelector(".count");
  count.textContent = fresh.querySelector(".count").textContent.trim();
  fresh.querySelector(".count").replaceWith(count);
  old.replaceChildren(...fresh.childNodes);
}
