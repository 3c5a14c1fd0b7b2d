"""The flowchart of evolutionary NAS (survey, Fig. 2) as one loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from course.nas.encoding import Genotype, SearchSpace
from course.nas.operators import crossover, mutate
from course.nas.population import (
    Discard,
    Individual,
    Population,
    Select,
    discard_oldest,
    discard_worst,
    tournament,
)

InitialSpace = Literal["trivial", "random", "rich"]
Fitness = Callable[[Genotype], float]
TOURNAMENT_OF_5: Select = partial(tournament, size=5)


@dataclass(frozen=True)
class Evolution:
    """How a population is updated.

    Each generation `n_children` children are made: by crossover of two parents with probability
    `crossover_rate`, then mutated with probability `mutation_rate`, in about a fraction `gene_rate`
    of their genes. Then as many individuals are discarded.
    """

    initial: InitialSpace = "random"
    population_size: int = 20
    select: Select = TOURNAMENT_OF_5
    discard: Discard = discard_worst
    n_children: int = 1
    crossover_rate: float = 0.5
    mutation_rate: float = 1.0
    gene_rate: float = 0.1


AGING = Evolution(discard=discard_oldest, crossover_rate=0.0)
"""Regularized evolution as Real et al. (2019) have it: mutation only, the oldest leaves."""


def evolve(
    space: SearchSpace,
    fitness: Fitness,
    rng: np.random.Generator,
    *,
    n_evaluations: int,
    how: Evolution | None = None,
    is_allowed: Callable[[Genotype], bool] | None = None,
) -> list[Individual]:
    """All individuals that were evaluated, in order of birth.

    A genotype met again has the fitness it had and is counted again. `is_allowed` says whether a
    genotype is within limits, such as a device's memory; children beyond them are made again, up to
    100 times, and a parent stands in for the last. Raises ValueError if the initial space has too
    few that are allowed.
    """
    how = how or Evolution()
    allowed = is_allowed or (lambda genotype: True)
    known: dict[Genotype, float] = {}
    history: list[Individual] = []

    def born(genotype: Genotype) -> Individual:
        if genotype not in known:
            known[genotype] = fitness(genotype)
        history.append(Individual(genotype, known[genotype], len(history)))
        return history[-1]

    size = min(how.population_size, n_evaluations)
    start = initial_population(space, how.initial, size, rng, allowed)
    population = [born(genotype) for genotype in start]
    while len(history) < n_evaluations:
        n = min(how.n_children, n_evaluations - len(history))
        children = [_allowed_child(space, population, how, rng, allowed) for _ in range(n)]
        population += [born(genotype) for genotype in children]
        population = how.discard(population, n)
    return history


def random_search(
    space: SearchSpace,
    fitness: Fitness,
    rng: np.random.Generator,
    *,
    n_evaluations: int,
    is_allowed: Callable[[Genotype], bool] | None = None,
) -> list[Individual]:
    """Evolution without generations: what a search must beat at an equal budget."""
    everyone = Evolution(initial="random", population_size=n_evaluations)
    return evolve(
        space, fitness, rng, n_evaluations=n_evaluations, how=everyone, is_allowed=is_allowed
    )


def best_so_far(history: Population) -> list[float]:
    """The best fitness after each evaluation."""
    return list(np.maximum.accumulate([one.fitness for one in history]))


def initial_population(
    space: SearchSpace,
    kind: InitialSpace,
    n: int,
    rng: np.random.Generator,
    is_allowed: Callable[[Genotype], bool] = lambda genotype: True,
) -> list[Genotype]:
    """n genotypes of an initial space (survey II.B.1).

    *trivial*: the least architecture, n times. *random*: drawn from the search space. *rich*:
    well-designed individuals, then mutants of them. Raises ValueError for another kind, and if too
    few are allowed.
    """
    if kind not in ("trivial", "random", "rich"):
        raise ValueError(f"initial must be trivial, random or rich, got {kind!r}")
    designs = {"trivial": (space.trivial(),), "rich": space.rich()}.get(kind, ())
    found = [genotype for genotype in designs if is_allowed(genotype)][:n]
    if kind == "trivial":
        found *= n
    for _ in range(1000 * n):
        if len(found) >= n:
            return found
        if kind == "rich":
            genotype = mutate(space, designs[rng.integers(len(designs))], rng)
        else:
            genotype = space.random(rng)
        if is_allowed(genotype):
            found.append(genotype)
    raise ValueError(
        f"{1000 * n} genotypes of the {kind} initial space of {space.name} had only {len(found)} "
        f"within the limits, {n} wanted; loosen the limits or start otherwise"
    )


def _allowed_child(
    space: SearchSpace,
    population: Population,
    how: Evolution,
    rng: np.random.Generator,
    is_allowed: Callable[[Genotype], bool],
) -> Genotype:
    for _ in range(100):
        mother, father = how.select(population, 2, rng)
        child = mother.genotype
        if rng.random() < how.crossover_rate:
            child = crossover(space, child, father.genotype, rng)
        if rng.random() < how.mutation_rate:
            child = mutate(space, child, rng, how.gene_rate)
        if is_allowed(child):
            return child
    return mother.genotype
