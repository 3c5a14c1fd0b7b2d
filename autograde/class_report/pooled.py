"""Lab 1's class as one large experiment: the runs of all its students, setting by setting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scipy.stats import binomtest

from autograde.findings import Findings

LABELS = {
    "lbfgs_relu": "L-BFGS, ReLU",
    "lbfgs_logistic": "L-BFGS, logistic",
    "sgd_relu": "SGD, ReLU",
    "sgd_logistic": "SGD, logistic",
}


@dataclass(frozen=True)
class Setting:
    """One setting's runs: each seed counts once, whoever ran it."""

    label: str
    n_zero: int
    """Seeds from which it reached zero training error, with most of the students who ran them."""
    n_seeds: int
    n_students: int
    own: tuple[tuple[float, int], ...]
    """What a student's own sixteen runs say, as a fraction, and how many students' do."""

    @property
    def fraction(self) -> float:
        return self.n_zero / self.n_seeds

    @property
    def interval(self) -> tuple[float, float]:
        """Of the fraction, 95 %, by Wilson."""
        found = binomtest(self.n_zero, self.n_seeds).proportion_ci(method="wilson")
        return float(found.low), float(found.high)


@dataclass(frozen=True)
class Pooled:
    """What a class found."""

    settings: tuple[Setting, ...]
    n_students: int
    """Whose runs are counted, in at least one setting."""
    same_seeds: bool
    """Whether all of them ran the same seeds, so that the class repeated one experiment."""


def pool(found: Mapping[str, Findings]) -> Pooled | None:
    """The settings in the lab's order, of student → findings; None if nobody found anything."""
    counted = [one for one in found.values() if one]
    if not counted:
        return None
    settings = [
        _setting(label, [one[name] for one in counted if name in one])
        for name, label in LABELS.items()
        if any(name in one for one in counted)
    ]
    runs = {tuple(of_list["seeds"]) for one in counted for of_list in one.values()}
    return Pooled(tuple(settings), len(counted), len(runs) == 1)


def _setting(label: str, lists: Sequence[Mapping[str, list[int]]]) -> Setting:
    ran = Counter(seed for one in lists for seed in one["seeds"])
    zero = Counter(seed for one in lists for seed in one["zero"])
    fractions = Counter(len(one["zero"]) / len(one["seeds"]) for one in lists)
    return Setting(
        label=label,
        n_zero=sum(2 * zero[seed] > n for seed, n in ran.items()),
        n_seeds=len(ran),
        n_students=len(lists),
        own=tuple(sorted(fractions.items())),
    )
