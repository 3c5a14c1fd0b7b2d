"""pymoo's NSGA-II over our genotypes, where pymoo is; a clear sentence where it isn't."""

import importlib.util
import sys

import numpy as np
import pytest

from course.nas.cost import cost
from course.nas.mcunet import Limits
from tests.course.nas.genotypes import SPACES

SPACE = SPACES["blocks"]
has_pymoo = importlib.util.find_spec("pymoo") is not None
needs_pymoo = pytest.mark.skipif(not has_pymoo, reason="pymoo is an optional extra")


def capacity(genotype):
    """Stands for accuracy: more parameters, more of it, to 1."""
    n = cost(SPACE.decode(genotype)).parameters
    return n / (n + 1000)


def dominates(a, b):
    return a != b and a[0] >= b[0] and a[1] <= b[1]


@needs_pymoo
@pytest.mark.parametrize("limits", [None, Limits(800, 3000)], ids=["free", "limited"])
def test_a_front_dominates_and_is_not_dominated(limits):
    from course.nas.nsga2 import pareto_front

    front = pareto_front(SPACE, capacity, seed=1, population_size=24, n_generations=12,
                         limits=limits)  # fmt: skip
    assert len(front) > 3
    values = [(point.accuracy, point.sram_bytes) for point in front]
    assert not any(dominates(a, b) for a in values for b in values)
    assert values == sorted(values, key=lambda value: value[1])
    for point in front:
        costs = cost(SPACE.decode(point.genotype))
        assert point.sram_bytes == costs.sram_bytes
        assert point.accuracy == pytest.approx(capacity(point.genotype))
        assert limits is None or limits.allow(SPACE, point.genotype)
    rng = np.random.default_rng(0)
    by_chance = [SPACE.random(rng) for _ in range(24 * 12)]
    others = [
        (capacity(g), cost(SPACE.decode(g)).sram_bytes)
        for g in by_chance
        if limits is None or limits.allow(SPACE, g)
    ]
    beaten = [any(dominates(a, b) or a == b for a in values) for b in others]
    assert np.mean(beaten) > 0.9


@needs_pymoo
def test_a_front_follows_from_its_seed_and_may_be_empty():
    from course.nas.nsga2 import pareto_front

    fronts = [
        pareto_front(SPACE, capacity, seed=3, population_size=8, n_generations=3) for _ in range(2)
    ]
    assert fronts[0] == fronts[1]
    impossible = Limits(1, 1)
    assert pareto_front(SPACE, capacity, 0, population_size=8, n_generations=2,
                        limits=impossible) == []  # fmt: skip


def test_without_pymoo_a_clear_sentence(monkeypatch):
    for name in [name for name in sys.modules if name.startswith("pymoo")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pymoo", None)
    monkeypatch.delitem(sys.modules, "course.nas.nsga2", raising=False)
    with pytest.raises(ImportError, match=r'needs pymoo.*pip install "sixteen-seeds\[nas\]"'):
        importlib.import_module("course.nas.nsga2")
