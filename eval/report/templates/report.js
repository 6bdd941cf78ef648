// Only narrows the list of cases; the report is whole without it.
const place = document.getElementById("filter");
const cases = [...document.querySelectorAll("article.case")];
const lines = [...document.querySelectorAll("#index tbody tr")];
const chosen = { kind: "", persona: "", outcome: "" };
function choice(name, label) {
  const values = [...new Set(cases.map((one) => one.dataset[name]))].sort();
  const select = document.createElement("select");
  select.id = "filter-" + name;
  for (const value of ["", ...values]) {
    const option = document.createElement("option");
    option.value = value;
    option.textContent = value || "all";
    select.append(option);
  }
  select.addEventListener("change", () => {
    chosen[name] = select.value;
    narrow();
  });
  const text = document.createElement("label");
  text.htmlFor = select.id;
  text.textContent = label;
  place.append(text, " ", select, " ");
}
const count = document.createElement("output");
function narrow() {
  for (const one of [...cases, ...lines]) {
    one.hidden = Object.keys(chosen).some((name) => chosen[name] && one.dataset[name] !== chosen[name]);
  }
  count.textContent = cases.filter((one) => !one.hidden).length + " of " + cases.length;
}
choice("kind", "Kind");
choice("persona", "Asked by");
choice("outcome", "Outcome");
place.append(count);
narrow();
