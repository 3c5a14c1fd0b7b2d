"use strict";
const table = document.getElementById("class");
const body = table.tBodies[0];
const rows = Array.from(body.rows);
const headings = Array.from(table.tHead.rows[0].cells);
const find = document.getElementById("find");
const onlyOdd = document.getElementById("only-odd");
const onlyWaiting = document.getElementById("only-waiting");
const shown = document.getElementById("shown");

function sortBy(column) {
  const heading = headings[column];
  const isFirst = heading.getAttribute("aria-sort") === null;
  // names begin with A, points with the fewest: who may need help comes first
  const ascending = isFirst || heading.getAttribute("aria-sort") === "descending";
  headings.forEach((other) => other.removeAttribute("aria-sort"));
  heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  const value = (row) => row.cells[column].dataset.value;
  const compare = column === 0
    ? (a, b) => value(a).localeCompare(value(b))
    : (a, b) => Number(value(a)) - Number(value(b));
  rows.sort((a, b) => (ascending ? compare(a, b) : compare(b, a)));
  body.append(...rows);
}

function filter() {
  const wanted = find.value.trim().toLowerCase();
  let n = 0;
  for (const row of rows) {
    const fits = row.cells[0].dataset.value.toLowerCase().includes(wanted)
      && !(onlyOdd.checked && row.dataset.odd !== "1")
      && !(onlyWaiting.checked && row.dataset.waiting !== "1");
    row.hidden = !fits;
    n += fits;
  }
  shown.textContent = n === rows.length ? `${n} ${n === 1 ? "student" : "students"}` : `${n} of ${rows.length} students`;
}

headings.forEach((heading, column) =>
  heading.querySelector("button").addEventListener("click", () => sortBy(column)));
for (const control of [find, onlyOdd, onlyWaiting]) control.addEventListener("input", filter);
filter(); // a browser may have kept what was typed
