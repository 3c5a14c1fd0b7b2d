"""Searches replayed from a table: their budgets, their limits, and that one seed is one search."""

import numpy as np
import pytest

from course.nas.limits import Limits
from course.nas.replay import replay_evolution, replay_random, winner
from tests.course.nas.tables import TABLE

LIMITS = Limits(sram_bytes=1100, flash_bytes=1000)
WAYS = pytest.mark.parametrize("way", [replay_evolution, replay_random])


@WAYS
def test_a_budget_is_so_many_different_networks_within_the_limits(way):
    fits = TABLE.fits(LIMITS)
    assert 16 < fits.sum() < len(TABLE)
    rows = way(TABLE, LIMITS, 16, np.random.default_rng(0))
    assert len(rows) == len(set(rows.tolist())) == 16
    assert fits[rows].all()
    assert np.array_equal(rows, way(TABLE, LIMITS, 16, np.random.default_rng(0)))
    assert not np.array_equal(rows, way(TABLE, LIMITS, 16, np.random.default_rng(1)))


@WAYS
def test_a_smaller_budget_is_the_beginning_of_a_larger_one(way):
    small, large = (way(TABLE, LIMITS, n, np.random.default_rng(3)) for n in (12, 18))
    assert np.array_equal(small, large[:12])


@WAYS
def test_impossible_budgets_are_refused(way):
    n = int(TABLE.fits(LIMITS).sum())
    for budget in (0, n + 1):
        with pytest.raises(ValueError, match=f"from 1 to the {n} networks within 1100 bytes"):
            way(TABLE, LIMITS, budget, np.random.default_rng(0))


def test_a_search_that_finds_nothing_new_ends():
    n = int(TABLE.fits(LIMITS).sum())
    rows = replay_evolution(TABLE, LIMITS, n, np.random.default_rng(0))
    assert 10 <= len(rows) <= n


def test_the_winner_is_the_best_by_what_the_search_saw():
    rows = np.array([4, 30, 12])
    assert winner(TABLE, rows) == max(rows, key=lambda i: TABLE.validation[i, 0, -1])
