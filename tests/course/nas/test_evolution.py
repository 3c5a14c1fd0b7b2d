"""Selection against its probabilities, removal against its rule, and evolution against chance."""

from functools import partial

import numpy as np
import pytest

from course.nas.encoding import gene
from course.nas.evolution import (
    AGING,
    Evolution,
    best_so_far,
    evolve,
    initial_population,
    random_search,
)
from course.nas.population import (
    Individual,
    discard_oldest,
    discard_worst,
    discard_worst_and_oldest,
    elitism,
    roulette,
    tournament,
)
from course.nas.spaces import ChainStructured
from tests.course.nas.genotypes import SPACES

FOUR = [Individual((gene("max_pool"),), fitness, born) for born, fitness in enumerate([3, 1, 4, 2])]


def shares(select, n=8000):
    parents = select(FOUR, n, np.random.default_rng(0))
    return np.bincount([one.born for one in parents], minlength=4) / n


def test_elitism_takes_the_fittest():
    assert [one.born for one in elitism(FOUR, 2)] == [2, 0]
    tie = [Individual(FOUR[0].genotype, 1.0, born) for born in (5, 3, 4)]
    assert [one.born for one in elitism(tie, 3)] == [3, 4, 5]


def test_roulette_draws_in_proportion_to_fitness():
    np.testing.assert_allclose(shares(roulette), [0.3, 0.1, 0.4, 0.2], atol=0.02)
    equal = [Individual(one.genotype, 0.0, one.born) for one in FOUR]
    born = {one.born for one in roulette(equal, 100, np.random.default_rng(0))}
    assert born == {0, 1, 2, 3}


def test_a_tournament_of_k_is_won_as_combinatorics_says():
    """The r-th best wins if it is drawn and all the others drawn are worse: C(n-r, k-1)/C(n, k)."""
    expected = {
        1: [1 / 4] * 4,
        2: [2 / 6, 0, 3 / 6, 1 / 6],
        3: [1 / 4, 0, 3 / 4, 0],
        4: [0, 0, 1, 0],
    }
    for size, probabilities in expected.items():
        np.testing.assert_allclose(
            shares(partial(tournament, size=size)), probabilities, atol=0.02, err_msg=str(size)
        )


def test_who_is_discarded():
    assert [one.born for one in discard_worst(FOUR, 2)] == [0, 2]
    assert [one.born for one in discard_oldest(FOUR[::-1], 2)] == [2, 3]
    assert [one.born for one in discard_worst_and_oldest(FOUR, 2)] == [2, 3]
    assert discard_worst(FOUR, 0) == discard_oldest(FOUR, 0) == FOUR


def test_impossible_requests_are_refused():
    with pytest.raises(ValueError, match="asked for 5 of a population of 4"):
        tournament(FOUR, 1, np.random.default_rng(0), size=5)
    with pytest.raises(ValueError, match="not negative, got -1"):
        roulette([Individual((), -1.0, 0)], 1, np.random.default_rng(0))


def depth(genotype):
    return float(sum(one.operation == "conv" for one in genotype))


@pytest.mark.parametrize(
    "how",
    [
        Evolution(),
        AGING,
        Evolution(select=elitism, n_children=10),
        Evolution(select=roulette, discard=discard_worst_and_oldest),
        Evolution(initial="trivial"),
        Evolution(initial="rich", n_children=5, crossover_rate=1.0),
    ],
    ids=["worst", "aging", "elitism", "roulette", "trivial", "rich"],
)
def test_every_evolution_finds_what_chance_does_not(how):
    """Eight convolutions in a chain of eight: by chance 1 of 3⁸ · 8 genotypes or so."""
    space = ChainStructured()
    history = evolve(space, depth, np.random.default_rng(0), n_evaluations=400, how=how)
    by_chance = random_search(space, depth, np.random.default_rng(0), n_evaluations=400)
    assert len(history) == len(by_chance) == 400
    assert best_so_far(history)[-1] > best_so_far(by_chance)[-1]
    assert [one.born for one in history] == list(range(400))
    assert all(space.reason_against(one.genotype) is None for one in history)


def test_a_search_follows_from_its_seed():
    runs = [
        evolve(ChainStructured(), depth, np.random.default_rng(7), n_evaluations=60, how=AGING)
        for _ in range(2)
    ]
    assert runs[0] == runs[1]


def test_limits_hold_for_everyone():
    history = evolve(
        ChainStructured(), depth, np.random.default_rng(0), n_evaluations=200,
        is_allowed=lambda genotype: len(genotype) <= 3,
    )  # fmt: skip
    assert max(len(one.genotype) for one in history) == 3
    assert best_so_far(history)[-1] == 3


@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES)
def test_initial_spaces(space):
    rng = np.random.default_rng(0)
    assert initial_population(space, "trivial", 3, rng) == [space.trivial()] * 3
    rich = initial_population(space, "rich", 5, rng)
    assert tuple(rich[:2]) == space.rich()
    for genotype in (*rich, *initial_population(space, "random", 5, rng)):
        assert space.reason_against(genotype) is None


def test_impossible_initial_spaces_are_refused():
    space, rng = SPACES["chain"], np.random.default_rng(0)
    with pytest.raises(ValueError, match="must be trivial, random or rich, got 'poor'"):
        initial_population(space, "poor", 1, rng)
    with pytest.raises(ValueError, match="random initial space of chain-structured had only 0 "):
        initial_population(space, "random", 1, rng, is_allowed=lambda genotype: False)
    with pytest.raises(ValueError, match="trivial initial space"):
        initial_population(space, "trivial", 2, rng, is_allowed=lambda genotype: False)
