"""What a stopping rule is worth in a random search, measured on settings that it hasn't seen.

Random search needs, on average,

    seconds of a trial / chance that a trial reaches the goal

(Wald's equation), so a rule is worth what it takes off the first, as far as it does not also take
off the second. Both are measured at several *stages* of a search: some settings have finished, and
a rule is asked about others, epoch by epoch. Ordinary settings show what a trial costs, *winners*
what is left of the chance. Nothing depends on earlier answers, so that one question holds all
settings of an epoch, and a rule on the far side of a wall is asked once an epoch. It sees the
epochs so far and nothing later, whatever it remembers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course.hpo.facts import accuracies, best_first
from course.hpo.table import CurveTable

Rule = Callable[[Sequence[float], Sequence[float] | None, Sequence[Sequence[float]]], object]
Ask = Callable[[list[dict[str, Any]]], list[list[bool]]]
N_FINISHED = (3, 5, 8, 12, 16, 20, 24, 28, 32, 40, 48, 64)
WINNERS = 0.02
NOISE = 2


@dataclass(frozen=True)
class Stage:
    """A moment of a search, and settings that might be tried next."""

    best_curve: list[float]
    finished_curves: list[list[float]]
    curves: NDArray[np.float64]
    """(n, T), accuracies; rows in random order."""
    is_winner: NDArray[np.bool_]
    """(n,), among the best 2 % of the table; the others are as they come, good and bad."""
    seconds_per_epoch: NDArray[np.float64]
    """(n,)"""


@dataclass(frozen=True)
class Benefit:
    """Expected seconds to the goal with a rule, over those without it or with another."""

    ratio: float
    """Below 1: faster. Infinite if every winner was stopped."""
    low: float
    high: float
    """A 95 % bootstrap interval, over settings within stages."""
    winners_kept: float
    """The fraction of the winners that was trained to the end."""


def draw_stages(
    table: CurveTable,
    random_state: int | np.random.Generator | None,
    *,
    n_finished: Sequence[int] = N_FINISHED,
    n_ordinary: int = 40,
    n_winners: int = 15,
) -> list[Stage]:
    """Draw one stage for each of `n_finished`: how many settings have finished by then.

    None of the finished ones is a winner, or the search would be over. Up to two validation images
    more or less are right in every epoch than the table says, at random: no curve is in the table.
    """
    rng = np.random.default_rng(random_state)
    whole, order = accuracies(table), best_first(table)
    n_best = round(WINNERS * len(order))
    stages = []
    for n in n_finished:
        ended = _noisy(whole[rng.choice(order[n_best:], n, replace=False)], table, rng)
        winners = rng.choice(order[:n_best], n_winners, replace=False)
        ordinary = rng.choice(len(order), n_ordinary, replace=False)
        mixed = rng.permutation(n_ordinary + n_winners)
        rows = np.concatenate([winners, ordinary])[mixed]
        stages.append(
            Stage(
                ended[np.argmax(ended[:, -1])].tolist(),
                ended.tolist(),
                _noisy(whole[rows], table, rng),
                mixed < n_winners,
                table.modelled_seconds_per_epoch[rows].astype(np.float64),
            )
        )
    return stages


def _noisy(
    curves: NDArray[np.float64], table: CurveTable, rng: np.random.Generator
) -> NDArray[np.float64]:
    n_images = int(table.metadata["n_validation"])
    right = np.round(curves * n_images) + rng.integers(-NOISE, NOISE + 1, size=curves.shape)
    return np.asarray(np.clip(right, 0, n_images) / n_images)


def ask_each(rule: Rule, questions: list[dict[str, Any]]) -> list[list[bool]]:
    """A rule's decisions about many settings: a list for each question, a decision for each curve.

    A question has the keys "curves" (accuracies so far, one list a setting), "best_curve" and
    "finished_curves".
    """
    answers = []
    for question in questions:
        best = question["best_curve"]
        best = None if best is None else tuple(best)
        finished = tuple(map(tuple, question["finished_curves"]))
        answers.append([bool(rule(tuple(c), best, finished)) for c in question["curves"]])
    return answers


def epochs_under(ask: Ask, stages: Sequence[Stage]) -> list[NDArray[np.int64]]:
    """For how many epochs each setting of each stage is trained, if `ask` decides.

    `ask` gets one question a stage, with the settings still in training, after each epoch but the
    last: `partial(ask_each, rule)` asks a rule right here.
    """
    n_epochs = stages[0].curves.shape[1]
    epochs = [np.full(len(stage.curves), n_epochs) for stage in stages]
    for t in range(1, n_epochs):
        running = [np.flatnonzero(e == n_epochs) for e in epochs]
        questions = [
            {
                "curves": stage.curves[rows, :t].tolist(),
                "best_curve": stage.best_curve,
                "finished_curves": stage.finished_curves,
            }
            for stage, rows in zip(stages, running, strict=True)
        ]
        for e, rows, stops in zip(epochs, running, ask(questions), strict=True):
            e[rows[np.array(stops, dtype=bool)]] = t
    return epochs


def measure_benefit(
    stages: Sequence[Stage],
    epochs: Sequence[NDArray[np.int64]],
    against: Sequence[NDArray[np.int64]] | None = None,
    *,
    n_resamples: int = 1000,
    random_state: int = 0,
) -> Benefit:
    """Expected seconds of random search with trainings of `epochs`, over `against` or no stopping.

    Both are resampled together. Where every winner of a resample is stopped its ratio is infinite;
    where the other one stops them too it says nothing, and is left out. Raises ValueError if
    `against` itself stops every winner.
    """
    none = [np.full(len(stage.curves), stage.curves.shape[1]) for stage in stages]
    with_rule, other = (_Sums(stages, e) for e in (epochs, none if against is None else against))
    if other.kept.sum() == 0:
        raise ValueError("against must keep a winner to compare with, got a rule that stops all")
    rng = np.random.default_rng(random_state)
    n_stages, n_winners = with_rule.kept.shape
    n_ordinary = with_rule.seconds.shape[1]
    ordinary = rng.integers(n_ordinary, size=(n_resamples, n_stages, n_ordinary))
    winners = rng.integers(n_winners, size=(n_resamples, n_stages, n_winners))
    everyone = (np.tile(np.arange(n), (1, n_stages, 1)) for n in (n_ordinary, n_winners))
    [ratio] = with_rule.over(other, *everyone)
    ratios = with_rule.over(other, ordinary, winners)
    low, high = np.quantile(ratios[~np.isnan(ratios)], [0.025, 0.975], method="inverted_cdf")
    return Benefit(float(ratio), float(low), float(high), float(with_rule.kept.mean()))


class _Sums:
    """Seconds of the ordinary settings, and which winners were kept, each (n_stages, n)."""

    def __init__(self, stages: Sequence[Stage], epochs: Sequence[NDArray[np.int64]]) -> None:
        pairs = list(zip(stages, epochs, strict=True))
        self.seconds = np.array([(e * s.seconds_per_epoch)[~s.is_winner] for s, e in pairs])
        self.kept = np.array([e[s.is_winner] == s.curves.shape[1] for s, e in pairs])

    def over(
        self, other: _Sums, ordinary: NDArray[np.int64], winners: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Ratio of expected seconds, for each resample: rows of stages, (n_resamples, n_stages, n).

        NaN where neither keeps a winner.
        """
        stage = np.arange(len(self.seconds))[:, np.newaxis]
        cost, cost_of_other = (r.seconds[stage, ordinary].sum(axis=(1, 2)) for r in (self, other))
        kept, kept_by_other = (r.kept[stage, winners].sum(axis=(1, 2)) for r in (self, other))
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(cost / cost_of_other * (kept_by_other / kept))
