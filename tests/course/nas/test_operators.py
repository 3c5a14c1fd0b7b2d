"""Mutation and crossover: children are legal, and made of what they should be made of."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.nas.encoding import gene
from course.nas.operators import crossover, mutate
from course.nas.spaces import Bottlenecks, ChainStructured
from tests.course.nas.genotypes import SPACES, legal, spaces

seeds = st.integers(0, 2**32 - 1)
families = spaces.flatmap(lambda space: st.tuples(st.just(space), legal(space), legal(space)))


@settings(max_examples=80)
@given(families, seeds, st.sampled_from([0.0, 0.1, 1.0]))
def test_mutants_are_legal_and_new(family, seed, rate):
    space, parent, _ = family
    mutant = mutate(space, parent, np.random.default_rng(seed), rate)
    assert space.reason_against(mutant) is None
    if rate < 1:  # drawing all genes anew may fail, in the strictest space
        assert mutant != parent


@settings(max_examples=80)
@given(families, seeds)
def test_children_are_their_mothers_first_and_their_fathers_last_genes(family, seed):
    space, mother, father = family
    child = crossover(space, mother, father, np.random.default_rng(seed))
    assert space.reason_against(child) is None
    fits = [
        n
        for n in range(len(child) + 1)
        if child[:n] == mother[:n] and (n == len(child) or child[n:] == father[n - len(child) :])
    ]
    assert fits
    if space.is_fixed_length and child != mother:
        assert any(0 < n < len(child) for n in fits)


def test_a_rate_is_the_fraction_of_genes_that_change():
    """Fixed length, 6 genes: of 0.5 of the genes 3 change, give or take."""
    rng = np.random.default_rng(0)
    space = Bottlenecks(depth=2)
    parent = space.rich()[0]
    changed = [
        sum(a != b for a, b in zip(parent, mutate(space, parent, rng, 0.5), strict=True))
        for _ in range(400)
    ]
    expected = 6 * 0.5 + 0.5**6  # never none: then one changes
    assert np.mean(changed) == pytest.approx(expected, abs=4 * np.std(changed) / 20)


def test_variable_length_grows_and_shrinks_within_limits():
    space, rng = ChainStructured(image=(1, 64, 64), max_layers=6), np.random.default_rng(0)
    parent = (gene("max_pool"),) * 3
    assert {len(mutate(space, parent, rng, 0.0)) for _ in range(200)} == {2, 3, 4}
    lengths = {len(crossover(space, parent, (gene("max_pool"),) * 5, rng)) for _ in range(300)}
    assert lengths == {2, 3, 4, 5, 6}


def test_fixed_length_stays():
    space, rng = SPACES["chain, fixed"], np.random.default_rng(0)
    mother, father = space.random(rng), space.random(rng)
    assert len(crossover(space, mother, father, rng)) == len(mutate(space, mother, rng)) == 5


def test_a_mutant_comes_from_the_parent_when_nothing_else_is_legal():
    space = ChainStructured(image=(1, 1, 1), max_layers=1)
    parent = (gene("depthwise", kernel=3, stride=1),)
    for seed in range(20):
        assert space.reason_against(mutate(space, parent, np.random.default_rng(seed))) is None


def test_rates_beyond_one_are_refused():
    space = SPACES["chain"]
    with pytest.raises(ValueError, match=r"rate must be in \[0, 1\], got 1.5"):
        mutate(space, space.trivial(), np.random.default_rng(0), 1.5)
