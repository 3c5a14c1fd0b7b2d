"""NSGA-II (Deb et al. 2002) through pymoo: accuracy against memory, with our operators.

pymoo is an optional extra: pip install "sixteen-seeds[nas]".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from course.nas.cost import cost
from course.nas.encoding import Genotype, SearchSpace
from course.nas.limits import Limits
from course.nas.operators import crossover, mutate

try:
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.core.crossover import Crossover
    from pymoo.core.duplicate import ElementwiseDuplicateElimination
    from pymoo.core.mutation import Mutation
    from pymoo.core.problem import ElementwiseProblem
    from pymoo.core.sampling import Sampling
    from pymoo.optimize import minimize
except ImportError as error:
    raise ImportError(
        'course.nas.nsga2 needs pymoo, which is not there; pip install "sixteen-seeds[nas]"'
    ) from error


class Point(NamedTuple):
    """An architecture of the front: no other found has more accuracy and less memory."""

    genotype: Genotype
    accuracy: float
    sram_bytes: int


def pareto_front(
    space: SearchSpace,
    accuracy: Callable[[Genotype], float],
    seed: int,
    *,
    population_size: int = 40,
    n_generations: int = 20,
    limits: Limits | None = None,
    mutation_rate: float = 0.1,
) -> list[Point]:
    """The front that NSGA-II has found, from little memory to much.

    Accuracy is made as large, peak SRAM as small as possible; flash and SRAM beyond `limits` are
    constraints, which count before both. Everything follows from `seed` if `accuracy` does.
    Returns an empty list if nothing within limits was found.
    """
    algorithm = NSGA2(
        pop_size=population_size,
        sampling=_Random(space),
        crossover=_OnePoint(space),
        mutation=_Mutate(space, mutation_rate),
        eliminate_duplicates=_SameGenotype(),
    )
    problem = _Problem(space, accuracy, limits)
    found = minimize(problem, algorithm, ("n_gen", n_generations), seed=seed)
    if found.X is None:
        return []
    front = {x[0]: f for x, f in zip(np.atleast_2d(found.X), np.atleast_2d(found.F), strict=True)}
    points = [Point(genotype, float(1 - f[0]), int(f[1])) for genotype, f in front.items()]
    return sorted(points, key=lambda point: (point.sram_bytes, -point.accuracy))


class _Problem(ElementwiseProblem):
    """Objectives: error and SRAM. Constraints, at most 0 where kept: bytes beyond the limits."""

    def __init__(
        self, space: SearchSpace, accuracy: Callable[[Genotype], float], limits: Limits | None
    ) -> None:
        super().__init__(n_var=1, n_obj=2, n_ieq_constr=2 if limits else 0)
        self.space, self.accuracy, self.limits = space, accuracy, limits

    def _evaluate(self, x: Any, out: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        costs = cost(self.space.decode(x[0]))
        out["F"] = [1 - self.accuracy(x[0]), costs.sram_bytes]
        if self.limits:
            out["G"] = [
                costs.sram_bytes - self.limits.sram_bytes,
                costs.flash_bytes - self.limits.flash_bytes,
            ]


class _Random(Sampling):
    def __init__(self, space: SearchSpace) -> None:
        super().__init__()
        self.space = space

    def _do(self, problem: Any, n_samples: int, *args: Any, **kwargs: Any) -> Any:
        rng = kwargs["random_state"]
        return _column([self.space.random(rng) for _ in range(n_samples)])


class _OnePoint(Crossover):
    """Two children a mating: either parent is the mother once."""

    def __init__(self, space: SearchSpace) -> None:
        super().__init__(n_parents=2, n_offsprings=2)
        self.space = space

    def _do(self, problem: Any, X: Any, *args: Any, **kwargs: Any) -> Any:
        rng = kwargs["random_state"]
        pairs = [(mother, father) for mother, father in zip(X[0, :, 0], X[1, :, 0], strict=True)]
        sons = _column([crossover(self.space, a, b, rng) for a, b in pairs])
        daughters = _column([crossover(self.space, b, a, rng) for a, b in pairs])
        return np.stack([sons, daughters])


class _Mutate(Mutation):
    def __init__(self, space: SearchSpace, rate: float) -> None:
        super().__init__()
        self.space, self.rate = space, rate

    def _do(self, problem: Any, X: Any, *args: Any, **kwargs: Any) -> Any:
        rng = kwargs["random_state"]
        return _column([mutate(self.space, genotype, rng, self.rate) for genotype in X[:, 0]])


class _SameGenotype(ElementwiseDuplicateElimination):
    def is_equal(self, a: Any, b: Any) -> bool:
        return bool(a.X[0] == b.X[0])


def _column(genotypes: list[Genotype]) -> Any:
    """Shape (n, 1): numpy must not look into genotypes, which are tuples."""
    column = np.empty((len(genotypes), 1), dtype=object)
    for row, genotype in enumerate(genotypes):
        column[row, 0] = genotype
    return column
