"""What a stopping rule is worth: by hand where that can be, and blind to the future."""

from functools import partial

import numpy as np
import pytest

from course.data import load_curves
from course.hpo.benefit import Stage, ask_each, draw_stages, epochs_under, measure_benefit
from course.hpo.facts import accuracies, best_first

RISING = [0.2, 0.5, 0.8]
FLAT = [0.1, 0.1, 0.1]


def stage(curves, winners, seconds):
    return Stage(RISING, [RISING, FLAT], np.array(curves), np.array(winners), np.array(seconds))


# two ordinary settings, one of them flat; two winners, one of which starts late
HAND = stage(
    [RISING, FLAT, [0.3, 0.6, 0.9], [0.1, 0.1, 0.95]], [False, False, True, True], [1.0, 3.0, 9, 9]
)


def flat_at(tau):
    return lambda curve, best, finished: len(curve) == tau and curve[-1] < 0.15


def test_ratio_by_hand():
    [epochs] = epochs_under(partial(ask_each, flat_at(2)), [HAND])
    assert epochs.tolist() == [3, 2, 3, 2]
    benefit = measure_benefit([HAND], [epochs])
    # seconds of ordinary settings (3 + 6) / (3 + 9), and half of the winners kept
    assert benefit.ratio == pytest.approx(9 / 12 / 0.5)
    assert benefit.winners_kept == 0.5
    assert benefit.low <= benefit.ratio <= benefit.high


def test_no_rule_takes_the_time_of_no_rule_and_stopping_all_takes_for_ever():
    never = epochs_under(partial(ask_each, lambda *_: False), [HAND])
    assert never[0].tolist() == [3] * 4
    same = measure_benefit([HAND], never)
    assert (same.ratio, same.low, same.high, same.winners_kept) == (1, 1, 1, 1)
    everything = epochs_under(partial(ask_each, lambda *_: True), [HAND])
    assert everything[0].tolist() == [1] * 4
    assert measure_benefit([HAND], everything).low == np.inf
    with pytest.raises(ValueError, match="keep a winner to compare with"):
        measure_benefit([HAND], never, everything)


def test_against_another_rule_is_the_quotient():
    early, late = (epochs_under(partial(ask_each, flat_at(tau)), [HAND]) for tau in (1, 2))
    alone = [measure_benefit([HAND], epochs).ratio for epochs in (early, late)]
    assert measure_benefit([HAND], early, late).ratio == pytest.approx(alone[0] / alone[1])
    assert measure_benefit([HAND], early, early).high == 1


def test_a_rule_is_asked_epoch_by_epoch_and_never_about_what_it_stopped():
    asked = []

    def ask(questions):
        [question] = questions
        asked.append([len(curve) for curve in question["curves"]])
        assert question["best_curve"] == RISING
        assert question["finished_curves"] == [RISING, FLAT]
        return [[curve[-1] < 0.15 for curve in question["curves"]]]

    epochs_under(ask, [HAND])
    assert asked == [[1] * 4, [2] * 2]  # not after the last epoch


def test_a_rule_gets_tuples_and_its_answer_counts_as_true_or_false():
    def rule(curve, best, finished):
        assert all(isinstance(one, tuple) for one in (curve, best, finished, *finished))
        return np.float64(curve[-1])

    question = {"curves": [[0.0], [0.5]], "best_curve": RISING, "finished_curves": [RISING]}
    assert ask_each(rule, [question]) == [[False, True]]


def test_stages_of_the_table_are_fair():
    table = load_curves("digits")
    stages = draw_stages(table, 3, n_finished=(4, 9), n_ordinary=30, n_winners=10)
    whole, order = accuracies(table), best_first(table)
    goal = whole[order[400 - 1], -1]
    for n, one in zip((4, 9), stages, strict=True):
        assert len(one.finished_curves) == n
        assert one.best_curve == max(one.finished_curves, key=lambda curve: curve[-1])
        assert one.best_curve[-1] <= goal + 2.5 / 700
        assert one.curves.shape == (40, 20)
        assert one.is_winner.sum() == 10
        assert (one.curves[one.is_winner, -1] >= goal - 2.5 / 700).all()
        np.testing.assert_allclose(one.curves * 700, np.round(one.curves * 700), atol=1e-9)
        assert 0 <= one.curves.min() <= one.curves.max() <= 1
        apart = [np.abs(whole - curve).max(axis=1).min() for curve in one.curves]
        assert max(apart) < 3 / 700
        assert np.mean(np.array(apart) > 0.5 / 700) > 0.95  # what is looked up is not there
    again = draw_stages(table, 3, n_finished=(4, 9), n_ordinary=30, n_winners=10)
    np.testing.assert_array_equal(stages[1].curves, again[1].curves)


def test_an_interval_holds_the_ratio_of_many_settings():
    table = load_curves("digits")
    ask = partial(ask_each, flat_at(2))
    many = draw_stages(table, 0, n_finished=(5,), n_ordinary=4000, n_winners=400)
    truth = measure_benefit(many, epochs_under(ask, many), n_resamples=10).ratio
    held = 0
    for seed in range(40):
        few = draw_stages(table, seed + 1, n_finished=(5, 5, 5))
        benefit = measure_benefit(few, epochs_under(ask, few), n_resamples=300)
        held += benefit.low <= truth <= benefit.high
    assert held >= 33  # 38 expected
