"""Rank correlation and its interval against scipy and against what is known beforehand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from course.nas.estimation import Estimate
from course.nas.estimation.quality import quality


def estimates(values, seconds=1.0):
    return [Estimate(float(value), seconds) for value in values]


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(5, 40))
def test_the_correlation_is_scipys_ties_and_all(seed, n):
    rng = np.random.default_rng(seed)
    a, b = rng.integers(0, 6, (2, n)) / 5
    if a.std() and b.std():
        found = quality(estimates(a), estimates(b)).rank_correlation
        assert found == pytest.approx(spearmanr(a, b).statistic)


def test_intervals_hold_what_they_promise():
    """60 samples of 60 pairs from a normal distribution with known rank correlation."""
    rho = 0.6
    truth = 6 / np.pi * np.arcsin(rho / 2)  # Pearson 1907
    rng = np.random.default_rng(0)
    held = 0
    for _ in range(60):
        x, noise = rng.standard_normal((2, 60))
        low, high = quality(estimates(rho * x + np.sqrt(1 - rho**2) * noise), estimates(x)).interval
        held += low <= truth <= high
    assert held >= 50  # of 60 at 95 %: 57 expected


def test_cost_and_bias():
    found = quality(estimates([0.1, 0.2, 0.3], seconds=2.0), estimates([0.3, 0.4, 0.5]))
    assert found.seconds == 2.0
    assert found.rank_correlation == pytest.approx(1)
    assert found.underestimate == pytest.approx(0.2)
    assert quality(estimates([0.5] * 4), estimates([1, 2, 3, 4])).rank_correlation == 0


def test_too_few_are_refused():
    with pytest.raises(ValueError, match="at least 3, got 2 and 2"):
        quality(estimates([1, 2]), estimates([1, 2]))
    with pytest.raises(ValueError, match="got 3 and 4"):
        quality(estimates([1, 2, 3]), estimates([1, 2, 3, 4]))
