"""Verdicts and intervals of the repeated experiment, on numbers that are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.hpo.reproduce.evidence import (
    Evidence,
    Interval,
    hull,
    largest,
    ratio_between,
    share,
    smallest,
    verdict,
)
from course.hpo.reproduce.grid import Search, Task
from course.hpo.reproduce.rules import ETR1, ETR2, NO_RULE, VARIANTS
from tests.course.hpo.searchable import searchable_table

INFINITE = float("inf")
TABLE = searchable_table("digits")
BEST = int(np.argmax(TABLE.validation_accuracy[:, -1]))

ends = st.floats(0.01, 100)
intervals = st.lists(ends, min_size=3, max_size=3).map(
    lambda three: Interval(sorted(three)[1], min(three), max(three))
)


@pytest.mark.parametrize(
    ("measured", "claimed", "expected"),
    [
        ((0.5, 0.9), (-INFINITE, 1), "agrees"),
        ((0.5, 1.1), (-INFINITE, 1), "cannot tell"),
        ((1.1, 1.3), (-INFINITE, 1), "differs"),
        ((1.0, 1.0), (-INFINITE, 1), "differs"),  # a rule that changes nothing does not help
        ((1.0, 1.0), (1, INFINITE), "differs"),  # and it does not hurt
        ((0.0, 0.2), (0, 0.5), "cannot tell"),
        ((0.1, 0.2), (0, 0.5), "agrees"),
        ((0.5, 0.8), (0, 0.5), "differs"),
        ((-1.0, 2.0), (0, 0.5), "cannot tell"),
        ((np.nan, np.nan), (0, 0.5), "cannot tell"),
    ],
)
def test_verdicts(measured, claimed, expected):
    assert verdict(Interval(np.mean(measured), *measured), claimed) == expected


@given(intervals, ends)
def test_a_statement_agrees_where_its_opposite_differs(measured, edge):
    below, above = verdict(measured, (-INFINITE, edge)), verdict(measured, (edge, INFINITE))
    if measured.low != edge and measured.high != edge:
        assert (below == "agrees") == (above == "differs")
        assert (below == "cannot tell") == (above == "cannot tell")
    assert {below, above} != {"agrees"}


@given(intervals, intervals, ends, ends)
def test_more_data_never_turns_a_verdict_round(wide, narrow, one_end, other_end):
    inside = Interval(wide.value, max(wide.low, narrow.low), min(wide.high, narrow.high))
    claimed = (min(one_end, other_end), max(one_end, other_end))
    if inside.low <= inside.high and verdict(wide, claimed) != "cannot tell":
        assert verdict(inside, claimed) == verdict(wide, claimed)


@given(st.integers(0, 50), st.integers(1, 50))
def test_shares_have_wilsons_interval(k, n):
    k = min(k, n)
    z, p = 1.959963984540054, k / n
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    found = share(k, n)
    assert (found.value, found.low, found.high) == pytest.approx(
        (p, middle - half, middle + half), abs=1e-9
    )


@given(st.lists(intervals, min_size=1, max_size=5))
def test_extremes_hold_for_all(several):
    assert largest(several).low == max(one.low for one in several)
    assert smallest(several).high == min(one.high for one in several)
    assert hull(several).low <= min(one.value for one in several)
    for one in (largest(several), smallest(several), hull(several)):
        assert one.low <= one.value <= one.high


# --- times ----------------------------------------------------------------------------------------


def evidence_of(times):
    """Evidence whose searches reached both goals at these times, shape (11, n); inf: never."""
    task = Task("digits", None, "", TABLE)
    rows = {True: [BEST], False: [0]}

    def search(seconds):
        reached = bool(np.isfinite(seconds))
        ended = seconds if reached else task.limit
        return Search(np.array(rows[reached]), np.array([ended]), np.array([False]), 10, 1.0)

    found = {
        ("digits", variant): [search(seconds) for seconds in row]
        for variant, row in zip(VARIANTS, times, strict=True)
    }
    return Evidence(task, found)


def lognormal_pairs(rng, n, factor):
    """Times that pairs have in common, in part; those with the first τ `factor` as long."""
    common = rng.normal(0, 0.7, n)
    times = np.exp(2 + common + rng.normal(0, 0.7, (len(VARIANTS), n)))
    times[1] *= factor
    return times


def test_intervals_of_ratios_hold_as_often_as_they_say():
    rng, held, held_of_mean = np.random.default_rng(0), 0, 0
    for _ in range(60):
        evidence = evidence_of(lognormal_pairs(rng, 50, 0.6))
        one, mean = evidence.ratio("easy", ETR1[0]), evidence.mean_ratio("hard", ETR2)
        held += one.low <= 0.6 <= one.high
        held_of_mean += mean.low <= 1 <= mean.high
    # 95 % of 60 are 57, with a standard deviation of 1.7
    assert held >= 50
    assert held_of_mean >= 50


def test_intervals_that_hold_together_are_wider_and_ratios_are_inverse():
    evidence = evidence_of(lognormal_pairs(np.random.default_rng(1), 50, 0.5))
    one, together = evidence.ratio("easy", ETR1[0]), evidence.ratio("easy", ETR1[0], compared=10)
    assert together.low < one.low < one.value < one.high < together.high
    back = evidence.ratio("easy", NO_RULE, ETR1[0])
    assert (1 / back.value, 1 / back.high, 1 / back.low) == pytest.approx(
        (one.value, one.low, one.high), rel=1e-3
    )


def test_a_rule_without_any_effect_has_a_ratio_of_exactly_one():
    times = lognormal_pairs(np.random.default_rng(2), 20, 1.0)
    times[3] = times[0]
    same = evidence_of(times).ratio("hard", ETR1[2])
    assert (same.value, same.low, same.high) == (1, 1, 1)


def test_searches_that_were_given_up_count_with_their_limit():
    times = np.full((len(VARIANTS), 4), 10.0)
    times[1] = [10, np.inf, np.inf, np.inf]
    evidence = evidence_of(times)
    limit = evidence.task.limit
    assert evidence.mean("easy", ETR1[0]) == pytest.approx((10 + 3 * limit) / 4)
    assert evidence.quantile("easy", ETR1[0], 0.25) == 10
    assert evidence.quantile("easy", ETR1[0], 0.5) == INFINITE
    assert evidence.ratio("easy", ETR1[0]).value > 1


def test_ratios_between_goals_are_of_the_same_searches():
    evidence = evidence_of(lognormal_pairs(np.random.default_rng(3), 30, 0.5))
    easy, hard = (evidence.log_ratio(goal, ETR1) for goal in ("easy", "hard"))
    between = ratio_between(easy, hard)  # both goals were reached at once
    assert (between.value, between.low, between.high) == pytest.approx((1, 1, 1))
