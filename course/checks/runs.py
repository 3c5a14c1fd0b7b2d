"""What checks ask of lists of fitted classifiers, the student's or those that an answer returns."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from course.checks.expect import CheckFailed, expect, expect_close, expect_equal, short
from course.checks.submission import Estimators, Submission
from course.mlp import MLPClassifier
from course.personal import SixteenSeeds, student_name

Runs = Estimators


class SixteenRuns:
    """An answer's runs on X, y: made with the student's own `run_seeds`, or with ours in its place.

    A check passes if it passes one of the two ways; else it says what is wrong with the first.
    Where seeds are personal, none passes with somebody else's.
    """

    def __init__(
        self,
        submission: Submission,
        seeds: SixteenSeeds,
        function: str,
        X: np.ndarray,
        y: np.ndarray,
        activation: str,
    ) -> None:
        self._submission = submission
        self._seeds = seeds
        self._call = (function, X, y, activation)

    @cached_property
    def own(self) -> Runs:
        runs: Runs = self._submission.call(*self._call, returns="estimators")
        return runs

    @cached_property
    def with_ours(self) -> Runs:
        stand_ins = {"run_seeds": "course.mlp:fit_seeds"}
        runs: Runs = self._submission.call(*self._call, returns="estimators", stand_ins=stand_ins)
        return runs

    def expect(self, check: Callable[[Runs], None]) -> None:
        """Raise unless `check` passes for the one list of runs or for the other."""
        try:
            self._expect_of(self.own, check)
        except CheckFailed as failed:
            try:
                self._expect_of(self.with_ours, check)
            except CheckFailed:
                raise failed from None

    def _expect_of(self, runs: Runs, check: Callable[[Runs], None]) -> None:
        if self._seeds.are_personal:
            expect_own_seeds(runs, self._seeds, self._submission)
        check(runs)


def expect_own_seeds(runs: Runs, seeds: SixteenSeeds, submission: Submission) -> None:
    """Raise if these are runs of somebody else: if fewer than half have one of the `seeds`.

    Whoever leaves out a seed or two has made a slip, of which another check speaks.
    """
    used = [params.get("random_state") for params in runs.params]
    own = sum(seed in seeds.values for seed in used if isinstance(seed, int))
    if 2 * own >= len(used) > 0:
        return
    says = _student_named_in(submission)
    is_other = says is not None and student_name(says) != student_name(seeds.student)
    raise CheckFailed(
        f"runs of seeds that are not yours: {short(used[:3])[:-1]}, …",
        f"runs of your own seeds: {short(list(seeds.values[:3]))[:-1]}, …",
        f"the notebook says STUDENT = {short(says, 40)}, and this is the work of "
        f"{short(seeds.student, 40)}"
        if is_other
        else "the list SEEDS was changed, or not used; each student has other seeds",
        "Type your own name into the cell STUDENT = …, use the list SEEDS, and run all cells.",
    )


def _student_named_in(submission: Submission) -> str | None:
    """Whose work a notebook says it is; None if it does not say, or not in words."""
    try:
        says = submission["STUDENT"]
    except CheckFailed:
        return None
    return says if isinstance(says, str) else None


def expect_seeds(runs: Runs, seeds: list[int]) -> None:
    """Raise unless these are fitted classifiers whose random states are `seeds`, in that order."""
    expect_equal(
        [params.get("random_state") for params in runs.params],
        seeds,
        "seeds left out or shifted by one, results in another order, or one classifier fitted "
        "again and again (a list then holds the same object many times)",
        "Make a new MLPClassifier(random_state=seed, …) for each seed, in order.",
    )
    runs.attribute("n_iter_")  # raises unless `fit` was called


def expect_settings(runs: Runs, settings: dict[str, Any]) -> None:
    """Raise unless every classifier has these settings."""
    expect(
        len(runs) > 0,
        "an empty list",
        "fitted classifiers",
        "the list is never filled, or returned before the loop",
        "Append each fitted classifier, and return the list after the loop.",
    )
    for params in runs.params:
        for name, wanted in settings.items():
            got = params.get(name)
            if name == "hidden_layer_sizes":  # 2, [2] and (2,) mean the same
                same = np.array_equal(np.ravel(np.asarray(got)), wanted)
            else:
                same = bool(got == wanted)
            expect(
                same,
                f"{name}={got!r}",
                f"{name}={wanted!r}",
                "a setting is missing, so that scikit-learn's default is used, or mistyped",
                "Compare your call with the settings in the question, one by one.",
            )


def expect_trained(runs: Runs, reference: list[MLPClassifier], X: np.ndarray) -> None:
    """Raise unless the classifiers predict what the reference ones do."""
    cause = "runs are missing or too many"
    expect_equal(len(runs), len(reference), cause, "One run per seed.", name="number of runs")
    for got, wanted in zip(runs.predict_proba(X), reference, strict=True):
        expect_close(
            got,
            wanted.predict_proba(X),
            "trained on other data, with another seed or other settings, or not trained anew",
            "Call `fit` once on every classifier, with the X and y that the function was given.",
            atol=1e-5,
        )


def own_runs(submission: Submission, name: str) -> tuple[Runs, np.ndarray, np.ndarray] | None:
    """The notebook's own fitted runs and training data; None if an earlier question broke them."""
    try:
        X, y = np.asarray(submission["X_train"]), np.asarray(submission["y_train"])
        runs = submission.estimators(name)
        runs.attribute("n_iter_")
        for seed in runs.attribute("random_state"):
            expect(isinstance(seed, int), "no seed", "a seed")
        for predicted in runs.predict(X):
            expect(predicted.shape == y.shape, "predictions", "one a point")
    except CheckFailed:
        return None
    return (runs, X, y) if runs else None


def zero_seeds(runs: Runs, X: np.ndarray, y: np.ndarray) -> list[int]:
    """Seeds of the runs without an error on X, y."""
    seeds, predictions = runs.attribute("random_state"), runs.predict(X)
    return sorted(s for s, own in zip(seeds, predictions, strict=True) if np.all(own == y))
