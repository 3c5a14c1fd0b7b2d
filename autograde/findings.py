"""What a submission's own runs found, for the report on its class; no points hang on it.

The grader asks the notebook's fitted classifiers, on the other side of the wall, what they predict
of the course's own data, and counts for itself: what a notebook prints or calls its result is not
read.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from course.checks.expect import CheckFailed
from course.checks.submission import Submission
from course.data import load_xor
from course.personal import SixteenSeeds

RUNS_OF_LAB1 = ("lbfgs_relu", "lbfgs_logistic", "sgd_relu", "sgd_logistic")
"""What Lab 1's notebook calls its four lists of runs."""

QUESTIONS_OF_LAB1 = ("q3", "q4", "q8")
"""Those that must be right for these to be runs as the lab wants them."""

Findings = dict[str, dict[str, list[int]]]
"""Name of a list of runs → {"seeds": those it ran, "zero": those without an error on the training
data}; only lists that ran the seeds that they should."""


def findings(lab: str, submission: Submission, seeds: SixteenSeeds) -> Findings:
    """What a submission found in a lab; {} if there is nothing to find, or nothing was found."""
    if lab != "lab1_xor":
        return {}
    X, y, *_ = load_xor()
    found: Findings = {}
    for name in RUNS_OF_LAB1:
        try:
            zero = _without_error(submission, name, seeds, X, y)
        except CheckFailed:
            continue
        if zero is not None:
            found[name] = {"seeds": list(seeds.values), "zero": zero}
    submission.forget()
    return found


def _without_error(
    submission: Submission, name: str, seeds: SixteenSeeds, X: np.ndarray, y: np.ndarray
) -> list[int] | None:
    """The seeds whose runs make no error on X, y; None unless all the seeds were run, in order."""
    runs = submission.estimators(name)
    used: list[Any] = runs.attribute("random_state")
    if not all(isinstance(seed, int) for seed in used) or used != list(seeds.values):
        return None
    predictions = runs.predict(X)
    return [
        seed
        for seed, predicted in zip(seeds.values, predictions, strict=True)
        if predicted.shape == y.shape and bool(np.all(predicted == y))
    ]
