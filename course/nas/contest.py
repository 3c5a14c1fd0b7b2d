"""What a search under a budget is worth, measured on devices that it has not seen.

A *contest* is a device, whose limits say which genotypes fit, and one seed of training. A search
may buy epochs: it names a genotype and how far to train it, and sees the validation accuracies.
Its winner is the genotype that was trained to the end and validated best; what that one is worth
is its *test* accuracy, trained from scratch from *other* seeds. Random search has a closed form, so
it is nobody's bad luck.

All contests go on side by side: a search on the far side of a wall is asked for a step in each of
them at once, so a few dozen times in all. It sees what it has bought and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import comb, isnan, nan
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from course.nas.letters import ALPHABET, spell
from course.nas.limits import Limits
from course.nas.table import ArchitectureTable

Trained = dict[str, list[float]]
"""Genotype → validation accuracy after each epoch that it has been trained, in order of trial."""
Allowed = dict[str, float]
"""Genotype that fits → how long it takes for an image, measured on the device."""
NextTrial = Callable[[Trained, Allowed, int, int, np.random.Generator], Any]
"""`next_trial(trained, allowed, n_epochs, epochs_left, rng)`: a genotype, and how far to train."""
Moments = dict[str, Any]
"""`packed` moments of many contests: few strings and arrays, which cross a wall in no time."""
Ask = Callable[[Moments], list[Any]]
"""A search's next step at each of these moments."""
BUDGET = 40
"""Epochs: eight trainings to the end."""
SRAM_BYTES, FLASH_BYTES = (300, 1600), (450, 801)
"""What devices have: from, and below."""
FEWEST = 100
"""A device is left out if fewer networks fit."""
JITTER = 0.15
"""Standard deviation of a measured time's logarithm: no genotype is known by its time."""
NOTHING = 0.1
"""What a search is worth that has trained nothing to the end: a guess among ten classes."""


@dataclass(frozen=True)
class Contest:
    """Who fits, what searches may buy, and what winners are worth. All rows in random order."""

    allowed: Allowed
    curves: NDArray[np.float64]
    """Validation accuracies of one seed, (n, epochs)."""
    worth: NDArray[np.float64]
    """Test accuracy from scratch, mean over other seeds, (n,)."""
    budget: int
    """Epochs."""

    @cached_property
    def by_chance(self) -> float:
        """What the winner of random search is worth on average, at the same budget."""
        n, k = len(self.worth), min(self.budget // self.curves.shape[1], len(self.worth))
        chances = [comb(i, k - 1) / comb(n, k) for i in range(n)]
        order = np.argsort(self.curves[:, -1], kind="stable")
        return float(self.worth[order] @ np.array(chances))


@dataclass(frozen=True)
class Gain:
    """By how much winners are better than those of random search, with a 95 % interval.

    In test accuracy, mean over contests; `found` is what the winners are worth themselves.
    """

    mean: float
    low: float
    high: float
    found: float


def draw_contests(
    table: ArchitectureTable,
    random_state: int | np.random.Generator | None,
    n: int,
    *,
    budget: int = BUDGET,
    disguised: bool = False,
) -> list[Contest]:
    """Draw devices and seeds of training. `disguised`: letters stand for other layers in each.

    Raises ValueError for a table with only one seed.
    """
    rng = np.random.default_rng(random_state)
    if table.n_seeds < 2:
        raise ValueError(f"a contest needs a table of at least 2 seeds, got {table.n_seeds}")
    words = np.array([spell(genotype) for genotype in table.genotypes])
    contests: list[Contest] = []
    while len(contests) < n:
        limits = Limits(int(rng.integers(*SRAM_BYTES)), int(rng.integers(*FLASH_BYTES)))
        rows = rng.permutation(np.flatnonzero(table.fits(limits) & table.is_repeated))
        seed = int(rng.integers(table.n_seeds))
        letters = str.maketrans(ALPHABET, "".join(rng.permutation(list(ALPHABET))))
        if len(rows) < FEWEST:
            continue
        own = [str(word) for word in words[rows]]
        names = [word.translate(letters) for word in own] if disguised else own
        times = np.round(table.macs[rows] * np.exp(rng.normal(0, JITTER, len(rows))), -1)
        contests.append(
            Contest(
                dict(zip(names, times.tolist(), strict=True)),
                table.validation[rows, seed].astype(np.float64),
                np.delete(table.test[rows], seed, axis=1).mean(axis=1).astype(np.float64),
                budget,
            )
        )
    return contests


class Moment(NamedTuple):
    """What a search is asked in one contest."""

    trained: Trained
    allowed: Allowed
    n_epochs: int
    epochs_left: int
    random_state: int


def packed(moments: Sequence[Moment]) -> Moments:
    """Many moments as one; all have the same `n_epochs`."""
    n_epochs = moments[0].n_epochs
    curves = [curve for one in moments for curve in one.trained.values()]
    whole = [curve + [nan] * (n_epochs - len(curve)) for curve in curves]
    return {
        "tried": [" ".join(one.trained) for one in moments],
        "curves": np.array(whole, dtype=float).reshape(-1, n_epochs),
        "genotypes": [" ".join(one.allowed) for one in moments],
        "times": np.array([time for one in moments for time in one.allowed.values()]),
        "n_epochs": n_epochs,
        "epochs_left": np.array([one.epochs_left for one in moments]),
        "random_states": np.array([one.random_state for one in moments]),
    }


def unpacked(moments: Moments) -> Iterator[Moment]:
    """The moments again, one by one."""
    curves, times = iter(moments["curves"].tolist()), iter(moments["times"].tolist())
    rest = moments["epochs_left"].tolist(), moments["random_states"].tolist()
    for tried, genotypes, left, seed in zip(
        moments["tried"], moments["genotypes"], *rest, strict=True
    ):
        # a zip asks its first argument first, so it takes no curve and no time too many
        trained = {
            genotype: [accuracy for accuracy in curve if not isnan(accuracy)]
            for genotype, curve in zip(tried.split(), curves, strict=False)
        }
        allowed = dict(zip(genotypes.split(), times, strict=False))
        yield Moment(trained, allowed, moments["n_epochs"], left, seed)


def ask_each(next_trial: NextTrial, moments: Moments) -> list[Any]:
    """A search's next step in each of many contests."""
    return [
        next_trial(
            one.trained,
            one.allowed,
            one.n_epochs,
            one.epochs_left,
            np.random.default_rng(one.random_state),
        )
        for one in unpacked(moments)
    ]


def run_contests(ask: Ask, contests: Sequence[Contest], random_state: int = 0) -> list[float]:
    """What the winner of each contest is worth, if `ask` searches.

    `ask` gets a moment of each contest that goes on: `partial(ask_each, next_trial)` asks a search
    right here. A contest ends with its budget, or with an answer that is no step: not
    [genotype, epochs], a genotype that does not fit, or one trained that far already. Each has a
    stream of chance of its own, from `random_state`, which a search could find out: so it should
    be another than the seed of hidden contests.
    """
    streams = np.random.default_rng(random_state).spawn(len(contests))
    searches = [_Search(contest, rng) for contest, rng in zip(contests, streams, strict=True)]
    while running := [one for one in searches if one.goes_on]:
        answers = ask(packed([one.moment() for one in running]))
        for search, answer in zip(running, answers, strict=True):
            search.take(answer)
    return [one.worth for one in searches]


def gain(contests: Sequence[Contest], found: Sequence[float]) -> Gain:
    """Winners against those of random search in the same contests."""
    more = np.array(found) - [contest.by_chance for contest in contests]
    error = float(1.96 * more.std(ddof=1) / np.sqrt(len(more)))
    mean = float(more.mean())
    return Gain(mean, mean - error, mean + error, float(np.mean(found)))


class _Search:
    """A contest under way."""

    def __init__(self, contest: Contest, rng: np.random.Generator) -> None:
        self.contest, self.left, self.goes_on = contest, contest.budget, True
        self.rng = rng
        self.row = {genotype: i for i, genotype in enumerate(contest.allowed)}
        self.trained: dict[str, int] = {}

    def moment(self) -> Moment:
        curves, seed = self.contest.curves, int(self.rng.integers(2**32))
        bought = {one: curves[self.row[one], :n].tolist() for one, n in self.trained.items()}
        return Moment(bought, self.contest.allowed, curves.shape[1], self.left, seed)

    def take(self, answer: Any) -> None:
        """Train as asked, as far as the budget reaches."""
        n_all = self.contest.curves.shape[1]
        is_pair = isinstance(answer, list | tuple) and len(answer) == 2
        genotype, n = answer if is_pair else ("", 0)
        known = isinstance(genotype, str) and genotype in self.row
        whole = isinstance(n, int | np.integer) and not isinstance(n, bool)
        before = self.trained.get(genotype, 0) if known else 0
        if not (known and whole and before < n <= n_all):
            self.goes_on = False
            return
        bought = min(n - before, self.left)
        self.trained[genotype] = before + bought
        self.left -= bought
        self.goes_on = self.left > 0

    @property
    def worth(self) -> float:
        """Test accuracy of the winner: the first of those validated best."""
        curves = self.contest.curves
        rows = [self.row[one] for one, n in self.trained.items() if n == curves.shape[1]]
        if not rows:
            return NOTHING
        return float(self.contest.worth[rows[int(np.argmax(curves[rows, -1]))]])
