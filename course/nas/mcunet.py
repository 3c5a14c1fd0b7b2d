"""MCUNet's TinyNAS: first choose the search space, then search it (Lin et al. 2020).

Stage 1: among spaces of different width and resolution take the one whose networks do most MACs
within the device's limits, since more computation mostly means more accuracy. Stage 2: evolution,
fitness from a supernet. The winner is trained from scratch by whoever asked for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from course.hpo.tasks import TaskData
from course.nas.cost import cost
from course.nas.encoding import Genotype, SearchSpace
from course.nas.evolution import initial_population
from course.nas.limits import Limits as Limits
from course.nas.operators import crossover, mutate
from course.nas.population import Individual, elitism
from course.nas.spaces.mobile import Bottlenecks

WIDTHS = (0.25, 0.5, 0.75, 1.0)
RESOLUTIONS = (4, 5, 6, 7, 8)


@dataclass(frozen=True)
class Candidate:
    """A space, the fraction of its random networks that fit, and MACs of those, ascending."""

    space: Bottlenecks
    fraction: float
    macs: NDArray[np.int64]

    @property
    def mean_macs(self) -> float:
        """0 if none fits."""
        return float(self.macs.mean()) if len(self.macs) else 0.0


@dataclass(frozen=True)
class Evolved:
    """Stage 2's winner, and the individuals of each generation, the fittest first."""

    winner: Individual
    generations: list[list[Individual]]


def choose_space(
    limits: Limits,
    rng: np.random.Generator,
    *,
    widths: Sequence[float] = WIDTHS,
    resolutions: Sequence[int] = RESOLUTIONS,
    n_samples: int = 200,
    least_fraction: float = 0.05,
) -> list[Candidate]:
    """Stage 1: all spaces, the best first, from `n_samples` random genotypes of each.

    Spaces of which less than `least_fraction` fits come last: too few are left to search among, and
    their mean is that of a handful. Raises ValueError if nothing fits anywhere.
    """
    candidates = []
    for width, side in product(widths, resolutions):
        space = Bottlenecks(image=(1, side, side), width=width)
        drawn = [space.random(rng) for _ in range(n_samples)]
        fit = [genotype for genotype in drawn if limits.allow(space, genotype)]
        macs = np.sort([cost(space.decode(genotype)).macs for genotype in fit])
        candidates.append(Candidate(space, len(fit) / n_samples, macs.astype(np.int64)))
    if not any(len(one.macs) for one in candidates):
        raise ValueError(
            f"none of {len(candidates) * n_samples} networks fits {limits.sram_bytes} bytes of "
            f"SRAM and {limits.flash_bytes} of flash; loosen the limits or take narrower spaces"
        )
    return sorted(candidates, key=lambda one: (one.fraction < least_fraction, -one.mean_macs))


def evolve_within(
    space: SearchSpace,
    fitness: Callable[[Genotype], float],
    limits: Limits,
    rng: np.random.Generator,
    *,
    population_size: int = 100,
    n_parents: int = 20,
    n_generations: int = 30,
    mutation_rate: float = 0.1,
) -> Evolved:
    """Stage 2: generations of which half comes from crossover, half from mutation, of the fittest.

    Parents are the `n_parents` fittest that have lived so far. Everyone is within limits: children
    that are not are made again, up to 100 times, and their parent stands in for them then. Raises
    ValueError where `initial_population` does.
    """

    def allowed(genotype: Genotype) -> bool:
        return limits.allow(space, genotype)

    def child(parents: list[Individual], by_crossover: bool) -> Genotype:
        for _ in range(100):
            mother, father = (
                parents[i].genotype for i in rng.choice(len(parents), 2, replace=len(parents) < 2)
            )
            made = (
                crossover(space, mother, father, rng)
                if by_crossover
                else mutate(space, mother, rng, mutation_rate)
            )
            if allowed(made):
                return made
        return mother

    genotypes = initial_population(space, "random", population_size, rng, allowed)
    elite: dict[Genotype, Individual] = {}
    generations: list[list[Individual]] = []
    n_born = 0
    for _ in range(n_generations):
        born = [Individual(one, fitness(one), n_born + i) for i, one in enumerate(genotypes)]
        n_born += len(born)
        generations.append(elitism(born, len(born)))
        for one in born:
            elite.setdefault(one.genotype, one)
        known = list(elite.values())
        parents = elitism(known, min(n_parents, len(known)))
        genotypes = [child(parents, i < population_size // 2) for i in range(population_size)]
    return Evolved(parents[0], generations)


def at_resolution(data: TaskData, side: int) -> TaskData:
    """Images of another side: means over areas, as many as fit into a pixel."""

    def resized(X: NDArray[np.float32]) -> NDArray[np.float32]:
        small = functional.interpolate(torch.from_numpy(X), size=(side, side), mode="area")
        return np.asarray(small.numpy())

    return data._replace(
        X_train=resized(data.X_train),
        X_validation=resized(data.X_validation),
        X_test=resized(data.X_test),
    )
