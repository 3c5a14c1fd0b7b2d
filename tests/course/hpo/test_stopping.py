"""Each rule against its definition, on curves worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.hpo.simulate import History, Trial
from course.hpo.stopping import (
    FromFunction,
    MedianRule,
    PerformanceCurveRule,
    StopAllAfter,
    SuccessiveHalving,
)

RULES = [StopAllAfter(), MedianRule(), SuccessiveHalving(), PerformanceCurveRule()]


def history_of(*curves, stopped=()):
    history = History()
    for i, curve in enumerate(curves):
        history.add(Trial(i, tuple(curve), i in stopped))
    return history


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: type(rule).__name__)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=19))
def test_nothing_is_stopped_before_anything_is_known(rule, curve):
    assert not rule.should_stop(tuple(curve), History())


def test_the_median_rule_by_hand():
    # averages after two epochs: 0.3, 0.5, 0.6; the median is 0.5
    history = history_of((0.2, 0.4, 0.9), (0.4, 0.6, 0.6), (0.6, 0.6, 0.6), (0.9, 0.9), stopped={3})
    rule = MedianRule()
    assert rule.should_stop((0.3, 0.49), history)
    assert rule.should_stop((0.49, 0.3), history)
    assert not rule.should_stop((0.5, 0.3), history)  # its best counts; equal is not below
    assert not MedianRule(first_epoch=3).should_stop((0.3, 0.49), history)


def test_a_function_is_told_the_curve_the_best_one_and_the_finished_ones():
    told = []
    rule = FromFunction(lambda *arguments: told.append(arguments) or [1])
    assert rule.should_stop((0.3,), History()) is True
    rule.should_stop((0.3,), history_of((0.2, 0.4), (0.9,), (0.5, 0.6), (0.1, 0.6), stopped={1}))
    assert told == [
        ((0.3,), None, []),
        ((0.3,), (0.5, 0.6), [(0.2, 0.4), (0.5, 0.6), (0.1, 0.6)]),
    ]


def test_stop_all_after_an_epoch_keeps_only_a_new_best():
    history = history_of((0.2, 0.4, 0.9), (0.5,), stopped={1})
    rule = StopAllAfter(1)
    assert rule.should_stop((0.49,), history)
    assert not rule.should_stop((0.5,), history)
    assert not rule.should_stop((0.1, 0.1), history)  # it decides once
    assert StopAllAfter(2).should_stop((0.9, 0.39), history)
    assert not StopAllAfter(2).should_stop((0.1, 0.41), history)


def test_successive_halving_keeps_a_third_at_each_rung():
    rung = [(a, a, a) for a in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)]
    history = history_of(*rung)
    rule = SuccessiveHalving(1, 3)  # with itself nine at the rung: three go on
    assert rule.should_stop((0.55,), history)
    assert not rule.should_stop((0.65,), history)
    assert not rule.should_stop((0.0, 0.0), history)  # rungs are 1, 3, 9, …
    assert rule.should_stop((0.0, 0.0, 0.0), history)
    assert not rule.should_stop((0.0,), history_of())


def test_the_performance_curve_rule_tells_the_hopeless_from_the_slow():
    rng = np.random.default_rng(0)
    epochs = np.arange(1, 11)
    ends = rng.uniform(0.5, 0.95, 40)
    curves = [tuple(end * (1 - np.exp(-epochs / 3))) for end in ends]
    history = history_of(*curves)
    rule = PerformanceCurveRule(delta=0.05)
    low, high = (tuple(end * (1 - np.exp(-epochs[:4] / 3))) for end in (0.6, 0.97))
    assert rule.should_stop(low, history)
    assert not rule.should_stop(high, history)
    assert not rule.should_stop(low[:1], history)
    assert not rule.should_stop(low, history_of(*curves[:9]))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: StopAllAfter(0), "epoch must be at least 1, got epoch=0"),
        (lambda: MedianRule(0), "first_epoch must be at least 1, got first_epoch=0"),
        (lambda: SuccessiveHalving(0), "first_rung must be at least 1, got first_rung=0"),
        (lambda: SuccessiveHalving(1, 1), "reduction must be at least 2, got reduction=1"),
        (lambda: PerformanceCurveRule(1.0), "delta must lie between 0 and 1, got delta=1.0"),
        (lambda: PerformanceCurveRule(0.1, 0), "first_epoch must be at least 1"),
    ],
)
def test_senseless_parameters_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
