"""Population update (survey II.B.3): who becomes a parent, and who leaves.

Selection of parents: `elitism`, `roulette`, `tournament`. Removal: `discard_worst`,
`discard_oldest` (aging evolution, Real et al. 2019), or both together. Ties go to the one born
first, so that a search follows from its seed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from course.nas.encoding import Genotype


@dataclass(frozen=True)
class Individual:
    """A genotype, its fitness (larger is better), and when it was born: 0 for the first of all."""

    genotype: Genotype
    fitness: float
    born: int


Population = Sequence[Individual]
Select = Callable[[Population, int, np.random.Generator], list[Individual]]
"""`select(population, n, rng)`: n parents, the same one perhaps more than once."""
Discard = Callable[[Population, int], list[Individual]]
"""`discard(population, n)`: the population without n of its individuals, in order of birth."""


def elitism(
    population: Population, n: int, rng: np.random.Generator | None = None
) -> list[Individual]:
    """The n fittest, the fittest first. Chance has no part in it; `rng` is there for the form."""
    _check_size(population, n)
    return sorted(population, key=lambda one: (-one.fitness, one.born))[:n]


def roulette(population: Population, n: int, rng: np.random.Generator) -> list[Individual]:
    """Each of n parents is drawn with a probability in proportion to fitness.

    Raises ValueError for negative fitness. If all are 0, everyone is as likely.
    """
    _check_size(population, 1)
    fitness = np.array([one.fitness for one in population], dtype=float)
    if not np.isfinite(fitness).all() or fitness.min() < 0:
        raise ValueError(
            f"roulette needs fitness that is finite and not negative, got {fitness.min()}; "
            "take tournament selection, which only compares"
        )
    total = fitness.sum()
    shares = fitness / total if total > 0 else None
    return [population[i] for i in rng.choice(len(population), size=n, p=shares)]


def tournament(
    population: Population, n: int, rng: np.random.Generator, size: int = 3
) -> list[Individual]:
    """Each of n parents is the fittest of `size` different individuals drawn evenly.

    Size 1 is chance alone, the whole population elitism. Raises ValueError for a size beyond it.
    """
    _check_size(population, size)
    rounds = (rng.choice(len(population), size=size, replace=False) for _ in range(n))
    return [elitism([population[i] for i in entrants], 1)[0] for entrants in rounds]


def discard_worst(population: Population, n: int) -> list[Individual]:
    """Without the n least fit: survivors are an elite."""
    _check_size(population, n)
    gone = {one.born for one in elitism(population, len(population))[len(population) - n :]}
    return [one for one in _by_birth(population) if one.born not in gone]


def discard_oldest(population: Population, n: int) -> list[Individual]:
    """Without the n born first, however fit: aging evolution."""
    _check_size(population, n)
    return _by_birth(population)[n:]


def discard_worst_and_oldest(population: Population, n: int) -> list[Individual]:
    """Without the oldest n / 2, rounded up, and then the worst (both, as in Zhu et al. 2019)."""
    return discard_worst(discard_oldest(population, n - n // 2), n // 2)


def _by_birth(population: Population) -> list[Individual]:
    return sorted(population, key=lambda one: one.born)


def _check_size(population: Population, n: int) -> None:
    if not 0 <= n <= len(population):
        raise ValueError(f"asked for {n} of a population of {len(population)}")
