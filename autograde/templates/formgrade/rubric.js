"use strict";
// What is clicked becomes a line of the comment, and the points of all such lines the score; nbgrader
// saves both as if they had been typed. So the comment alone says what was clicked.
for (const [answer, criteria] of Object.entries(rubrics)) {
  const comment = $(document.getElementById(`${answer}-comment`));
  const score = $(document.getElementById(answer));
  if (!comment.length || !score.length) continue;
  const panel = $("<div class='rubric' role='group'>").attr("aria-label", `Rubric of ${answer}`);
  const lines = criteria.map(({points, sentence}) =>
    `- ${points} ${points === 1 ? "point" : "points"}: ${sentence}`);
  const buttons = lines.map((line) =>
    $("<button type='button' class='btn btn-default btn-sm'>").text(line.slice(2)).appendTo(panel));
  const written = () => comment.val().split("\n");

  function show() {
    const given = new Set(written());
    buttons.forEach((button, i) => button.attr("aria-pressed", String(given.has(lines[i]))));
  }

  function click(i) {
    const before = written();
    const isGiven = before.includes(lines[i]);
    const words = before.filter((line) => !lines.includes(line) && line.trim());
    const given = lines.filter((line, j) => (j === i ? !isGiven : before.includes(line)));
    comment.val([...given, ...words].join("\n")).trigger("change");
    const total = criteria.reduce((sum, {points}, j) => sum + (given.includes(lines[j]) ? points : 0), 0);
    score.val(total).trigger("change");
    show();
  }

  // What is clicked before nbgrader has what was saved earlier would not be saved.
  function begin() {
    const isReady = typeof formgrader !== "undefined"
      && [formgrader.grades, formgrader.comments].every((models) => models && models.loaded);
    buttons.forEach((button) => button.prop("disabled", !isReady));
    show();
  }

  buttons.forEach((button, i) => button.on("click", () => click(i)));
  // nbgrader scrolls to the field in use for half a second: a button that moves away while it is
  // pressed would not be clicked.
  panel.on("pointerdown", () => $("body, html").stop(true));
  comment.on("input change", show);
  $(document).on("ajaxStop", begin);
  comment.closest(".panel-footer").append(panel);
  begin();
}
