"""A replayed search against one worked out by hand, and what no search may see."""

import heapq
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.hpo.simulate import History, simulate


@dataclass
class Table:
    """Curves and costs of a table, and nothing else."""

    validation_accuracy: np.ndarray
    seconds_per_epoch: np.ndarray

    @property
    def n_settings(self):
        return len(self.validation_accuracy)

    @property
    def modelled_seconds(self):
        n_epochs = self.validation_accuracy.shape[1]
        return np.multiply.outer(self.seconds_per_epoch, np.arange(1, n_epochs + 1))

    @property
    def seconds(self):
        return 2 * self.modelled_seconds


@dataclass
class InOrder:
    """Suggests the rows of a table one after another."""

    rows: list
    seen: list = field(default_factory=list)

    def suggest(self, history: History):
        self.seen.append(len(history.trials))
        return self.rows.pop(0) if self.rows else None


class Below:
    """Stops what has less than this after an epoch."""

    def __init__(self, accuracy, epoch=1):
        self.accuracy, self.epoch = accuracy, epoch
        self.asked = []

    def should_stop(self, curve, history):
        self.asked.append(curve)
        return len(curve) == self.epoch and curve[-1] < self.accuracy


CURVES = np.array([[0.1, 0.2, 0.3], [0.5, 0.6, 0.7], [0.2, 0.8, 0.9], [0.6, 0.6, 0.6]])
TABLE = Table(CURVES, np.array([1.0, 2.0, 3.0, 4.0]))


def test_one_worker_by_hand():
    result = simulate(TABLE, InOrder([0, 1, 2, 3]))
    assert result.settings.tolist() == [0, 1, 2, 3]
    assert result.seconds.tolist() == [3, 9, 18, 30]
    assert result.epochs.tolist() == [3, 6, 9, 12]
    assert result.best.tolist() == [0.3, 0.7, 0.9, 0.9]
    assert not result.was_stopped.any()
    assert result.is_censored


def test_a_rule_saves_what_comes_after_its_epoch():
    result = simulate(TABLE, InOrder([0, 1, 2, 3]), Below(0.15))
    assert result.was_stopped.tolist() == [True, False, False, False]
    assert result.seconds.tolist() == [1, 7, 16, 28]
    assert np.isnan(result.best[0])  # nothing has been trained to its end yet
    assert result.best.tolist()[1:] == [0.7, 0.9, 0.9]


def test_a_rule_may_stop_the_winner():
    result = simulate(TABLE, InOrder([0, 1, 2, 3]), Below(0.3), goal=0.9)
    assert result.is_censored
    assert result.best[-1] == 0.7


def test_the_goal_ends_the_search_when_a_trial_ends_with_it():
    result = simulate(TABLE, InOrder([1, 2, 3]), goal=0.75)
    assert result.seconds_to_goal == 15  # not at epoch 2 of setting 2
    assert result.settings.tolist() == [1, 2]


def test_two_workers_by_hand():
    # 0: 1 2 3 | 2: 6 9 12          (the worker that is free first takes the next)
    # 1: 2 4 6       | 3: 10 14 18
    result = simulate(TABLE, InOrder([0, 1, 2, 3]), n_workers=2)
    assert result.settings.tolist() == [0, 1, 2, 3]
    assert result.seconds.tolist() == [3, 6, 12, 18]
    assert result.epochs.tolist() == [4, 7, 10, 12]


def test_of_two_that_end_in_the_same_second_the_one_begun_first_is_first():
    table = Table(CURVES, np.ones(4))
    for rows in ([0, 1, 2, 3], [3, 1, 0, 2]):
        result = simulate(table, InOrder(list(rows)), n_workers=4)
        assert result.settings.tolist() == rows


def test_limits_of_trials_time_and_suggestions():
    assert len(simulate(TABLE, InOrder([0, 1, 2, 3]), max_trials=2).settings) == 2
    assert len(simulate(TABLE, InOrder([0, 1, 2, 3]), max_seconds=17.9).settings) == 2
    assert len(simulate(TABLE, InOrder([2])).settings) == 1
    assert len(simulate(TABLE, InOrder([])).settings) == 0


def test_seconds_may_be_the_measured_ones_and_a_searcher_may_be_charged():
    assert simulate(TABLE, InOrder([0]), seconds="measured").seconds.tolist() == [6]
    ticks = iter(range(0, 1000, 5))
    result = simulate(TABLE, InOrder([0, 1]), charge_searcher=True, clock=lambda: next(ticks))
    assert result.seconds.tolist() == [5 + 3, 8 + 5 + 6]
    assert result.searcher_seconds == 15  # the suggestion that there is no more, too


def test_what_diverged_counts_as_nothing_and_costs_no_more():
    curves = np.array([[0.5, np.nan, np.nan], [0.2, 0.3, 0.4]])
    result = simulate(Table(curves, np.ones(2)), InOrder([0, 1]))
    assert result.best.tolist() == [0, 0.4]


def test_a_searcher_cannot_suggest_twice_or_outside_the_table():
    with pytest.raises(ValueError, match=r"must suggest rows 0 … 3, each once, got 1"):
        simulate(TABLE, InOrder([1, 1]))
    with pytest.raises(ValueError, match=r"must suggest rows 0 … 3, each once, got 4"):
        simulate(TABLE, InOrder([4]))
    with pytest.raises(ValueError, match="must be at least 1, got max_trials=0"):
        simulate(TABLE, InOrder([0]), max_trials=0)


def test_a_rule_sees_each_epoch_but_the_last_once_and_nothing_later():
    rule = Below(0)
    simulate(TABLE, InOrder([1]), rule)
    assert rule.asked == [(0.5,), (0.5, 0.6)]


@st.composite
def tables(draw):
    n, n_epochs = draw(st.integers(1, 8)), draw(st.integers(1, 5))
    number = st.floats(0, 1, width=16)
    rows = st.lists(number, min_size=n_epochs, max_size=n_epochs)
    curves = draw(st.lists(rows, min_size=n, max_size=n))
    costs = draw(st.lists(st.integers(1, 5), min_size=n, max_size=n))
    return Table(np.array(curves), np.array(costs, dtype=float))


@settings(max_examples=60)
@given(tables(), st.integers(1, 4), st.permutations(range(8)), st.floats(0, 1))
def test_any_search_keeps_time(table, n_workers, order, bar):
    rows = [row for row in order if row < table.n_settings]
    searcher = InOrder(list(rows))
    result = simulate(table, searcher, Below(bar), n_workers=n_workers)
    assert sorted(result.settings) == sorted(rows)
    assert (np.diff(result.seconds) >= 0).all()
    n_epochs = table.validation_accuracy.shape[1]
    stops = {row: n_epochs > 1 and table.validation_accuracy[row, 0] < bar for row in rows}
    assert {r: bool(s) for r, s in zip(result.settings, result.was_stopped, strict=True)} == stops
    # a plain list of workers, each of which takes the next row when it is free
    free = [(0.0, i) for i in range(n_workers)]
    ends = []
    for row in rows:
        now, worker = heapq.heappop(free)
        end = now + table.seconds_per_epoch[row] * (1 if stops[row] else n_epochs)
        heapq.heappush(free, (end, worker))
        ends.append(end)
    assert sorted(ends) == pytest.approx(result.seconds.tolist())
