"""Searches replayed from the architecture table: what is looked up was trained once and for all.

A search's budget is counted in *distinct* networks within the limits: one met again costs nothing,
and what does not fit is never trained.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from course.nas.encoding import Genotype
from course.nas.evolution import TOURNAMENT_OF_5, Evolution, evolve
from course.nas.limits import Limits
from course.nas.population import discard_worst
from course.nas.table import SEARCH_SEED, ArchitectureTable

PATIENCE = 20
"""So many individuals for each network of the budget, and a search ends: it finds nothing new."""

SMALL_STEADY = Evolution(
    population_size=10, select=TOURNAMENT_OF_5, discard=discard_worst, crossover_rate=0.5
)
"""Crossover and mutation, a child at a time, for budgets of a few dozen networks."""


class _BudgetSpent(Exception):  # noqa: N818  not an error: how a search ends
    pass


@dataclass
class _Lookup:
    """A fitness that remembers which rows it was asked for, and ends the search after `budget`."""

    table: ArchitectureTable
    budget: int
    rows: dict[int, None] = field(default_factory=dict)

    def __call__(self, genotype: Genotype) -> float:
        row = self.table.index(genotype)
        if row not in self.rows and len(self.rows) == self.budget:
            raise _BudgetSpent
        self.rows[row] = None
        return float(self.table.validation[row, SEARCH_SEED, -1])


def replay_evolution(
    table: ArchitectureTable,
    limits: Limits,
    budget: int,
    rng: np.random.Generator,
    how: Evolution = SMALL_STEADY,
) -> NDArray[np.int64]:
    """Rows of the networks that evolution evaluates, in order, shape (budget,).

    Fewer when `PATIENCE` · `budget` individuals had no more different genotypes. The rows of a
    smaller budget, no less than the population, are the first of these. Raises ValueError if too
    few networks are within the limits to begin with.
    """
    _check_budget(table, limits, budget)
    fits, lookup = table.fits(limits), _Lookup(table, budget)
    with contextlib.suppress(_BudgetSpent):
        evolve(
            table.space, lookup, rng, n_evaluations=PATIENCE * budget, how=how,
            is_allowed=lambda genotype: bool(fits[table.index(genotype)]),
        )  # fmt: skip
    return np.array(list(lookup.rows))


def replay_random(
    table: ArchitectureTable, limits: Limits, budget: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Rows of as many different networks within the limits, drawn evenly, shape (budget,)."""
    _check_budget(table, limits, budget)
    return rng.permutation(np.flatnonzero(table.fits(limits)))[:budget]


def winner(table: ArchitectureTable, rows: NDArray[np.int64]) -> int:
    """The row that a search ends with: the best of these by what it saw, the first among equals."""
    return int(rows[np.argmax(table.validation[rows, SEARCH_SEED, -1])])


def _check_budget(table: ArchitectureTable, limits: Limits, budget: int) -> None:
    n = int(table.fits(limits).sum())
    if not 1 <= budget <= n:
        raise ValueError(
            f"budget must be from 1 to the {n} networks within {limits.sram_bytes} bytes of SRAM "
            f"and {limits.flash_bytes} of flash, got {budget}"
        )
