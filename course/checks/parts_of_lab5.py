"""What Lab 5's checks share: stand-ins for a student's own parts, and how a rule is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from course.checks.expect import expect
from course.checks.submission import Name, Submission
from course.hpo.acquisition import expected_improvement
from course.hpo.benefit import Ask
from course.hpo.forest import RandomForest

HERE = "course.checks.parts_of_lab5"
OWN_PARTS = {
    name: f"{HERE}:{name}" for name in ("expected_improvement", "mean_and_variance", "suggest_next")
}
"""So that a mistake in one question does not cost another."""


def mean_and_variance(predictions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance over the rows."""
    return predictions.mean(axis=0), predictions.var(axis=0)


def scores(
    points: np.ndarray, tried: Sequence[int], accuracies: Sequence[float], random_state: int
) -> np.ndarray:
    """Expected improvement of each row, −1 for those tried."""
    forest = RandomForest(50, random_state=random_state).fit(points[list(tried)], accuracies)
    found = expected_improvement(*forest.predict(points), max(accuracies))
    found[list(tried)] = -1
    return found


def suggest_next(
    points: np.ndarray, tried: Sequence[int], accuracies: Sequence[float], random_state: int
) -> int:
    """The row with the largest score."""
    return int(np.argmax(scores(points, tried, accuracies, random_state)))


def smac(
    points: np.ndarray,
    final: np.ndarray,
    goal: float,
    n_initial: int,
    max_trials: int,
    random_state: int,
) -> list[int]:
    """The rows that a search tries, as Question 5 has it."""
    rng = np.random.default_rng(random_state)
    tried: list[int] = rng.choice(len(points), n_initial, replace=False).tolist()
    while len(tried) < max_trials:
        tried.append(suggest_next(points, tried, final[tried].tolist(), random_state + len(tried)))
    hits = np.flatnonzero(final[tried] >= goal)
    return tried[: hits[0] + 1] if len(hits) else tried[:max_trials]


def expect_row(got: Any, found: np.ndarray, cause: str = "", step: str = "") -> None:
    """Raise unless `got` is a row whose score is as large as any; scores as `scores` gives them."""
    is_row = isinstance(got, int | np.integer) and not isinstance(got, bool)
    expect(is_row, got, "the number of a row", "a score or nothing was returned", step)
    expect(0 <= got < len(found), got, f"a row from 0 to {len(found) - 1}", cause, step)
    expect(
        found[got] >= 0, f"{got}, tried already", "a row that was not tried yet",
        "rows tried before are not left out", "scores[tried] = -np.inf before np.argmax.",
    )  # fmt: skip
    best = int(np.argmax(found))
    same = f"{best}, whose EI is {found[best]:.4g}"
    expect(
        found[got] >= found[best] * (1 - 1e-9), f"{got}, whose EI is {found[got]:.4g}", same,
        cause, step,
    )  # fmt: skip


def asking(submission: Submission) -> Ask:
    """Asks the student's `my_rule` about all settings of an epoch at once."""

    def ask(questions: list[dict[str, Any]]) -> list[list[bool]]:
        answers = submission.call("ask_each", Name("my_rule"), questions)
        lengths = [len(question["curves"]) for question in questions]
        expect(
            isinstance(answers, list)
            and [len(a) if isinstance(a, list) else -1 for a in answers] == lengths
            and all(isinstance(one, bool) for a in answers for one in a),
            answers,
            "a decision for each curve",
            "`ask_each` was changed",
            "Run the first cell again: it imports `ask_each`.",
        )
        return answers

    return ask
