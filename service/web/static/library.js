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
  const picks = document.getElementById("pick");
  for (const id of picks ? new FormData(picks).getAll("report") : []) fields.append("report", id);
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

/** What is ticked stays ticked on the other pages of the list, and under other filters. */
function carryTicks(event) {
  const link = event.target instanceof Element ? event.target.closest(".pager a") : null;
  const form = document.getElementById("pick");
  if (!link || !form) return;
  const address = new URL(link.href);
  address.searchParams.delete("report");
  for (const id of new FormData(form).getAll("report")) address.searchParams.append("report", id);
  link.href = address.href;
}
document.addEventListener("click", carryTicks, true);
