"""Facts of tables of learning curves: against scipy, numpy, and curves worked out by hand."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import spearmanr

from course.hpo.facts import (
    accuracies,
    best_first,
    converged_by_half,
    convergence_epochs,
    final_accuracies,
    goal_accuracies,
    has_few_values,
    marginal_effect,
    rank_correlations,
    trainable_convergence_epochs,
    untrainable_share,
)
from course.hpo.space import Hyperparameter, Space
from tests.course.curve_tables import Table, curves, realistic

NAN = np.nan
TABLE = realistic()
IN_ORDER = curves([0.1], [0.9], [NAN], [0.5], [0.9], [0.14])

accuracy = st.integers(0, 50).map(lambda right: right / 50) | st.just(NAN)
tables = st.tuples(st.integers(1, 30), st.integers(1, 6)).flatmap(
    lambda shape: arrays(np.float32, shape, elements=accuracy.map(np.float32)).map(Table)
)


# --- accuracies ---------------------------------------------------------------------------------


def test_what_diverged_counts_as_zero_from_there_on():
    table = curves([0.5, NAN, NAN], [0.25, 0.5, 0.75])
    np.testing.assert_array_equal(accuracies(table), [[0.5, 0, 0], [0.25, 0.5, 0.75]])
    np.testing.assert_array_equal(final_accuracies(table), [0, 0.75])
    assert np.isnan(table.validation_accuracy[0, 1]), "the table itself is left alone"


def test_best_come_first_equals_by_number_and_diverged_last():
    assert best_first(IN_ORDER).tolist() == [1, 4, 3, 5, 0, 2]


def test_untrainable_is_what_ends_below_a_guess_and_a_little():
    assert untrainable_share(IN_ORDER) == 3 / 6
    assert untrainable_share(curves([0.9, 0.149], [0.0, 0.15])) == 0.5


def test_goals_by_hand():
    table = Table(np.random.default_rng(0).permutation(np.arange(1000) / 1000)[:, None])
    np.testing.assert_allclose(
        goal_accuracies(table, (0.0005, 0.001, 0.0011, 0.07, 1)),
        [0.999, 0.999, 0.998, 0.93, 0],
    )


@given(tables, st.integers(1, 30), st.integers(1, 30))
def test_goals_are_numpys_inverse_of_the_distribution(table, part, whole):
    fraction = min(part, whole) / whole
    expected = -np.quantile(-final_accuracies(table), fraction, method="inverted_cdf")
    assert goal_accuracies(table, [[fraction]]) == [[expected]]


@given(tables, st.floats(1e-3, 1))
def test_goal_is_the_highest_accuracy_that_so_many_reach(table, fraction):
    final = final_accuracies(table)
    goal = float(goal_accuracies(table, fraction))
    assert goal in final
    assert np.mean(final >= goal) >= fraction - 1e-9
    assert np.mean(final > goal) < fraction


# --- rank correlation ---------------------------------------------------------------------------


@pytest.mark.parametrize("top", [1, 0.25, 0.01])
def test_rank_correlation_is_scipys(top):
    chosen = accuracies(TABLE)[best_first(TABLE)[: round(2000 * top)]]
    expected = [spearmanr(column, chosen[:, -1]).statistic for column in chosen.T]
    np.testing.assert_allclose(rank_correlations(TABLE, top), expected, atol=1e-12)


@given(tables)
def test_rank_correlation_is_scipys_for_ties_too(table):
    values = accuracies(table)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of scipy, about columns that are all equal
        expected = [
            spearmanr(column, values[:, -1]).statistic if len(values) > 1 else NAN
            for column in values.T
        ]
    np.testing.assert_allclose(rank_correlations(table), expected, atol=1e-12)


@given(tables)
def test_rank_correlation_looks_at_ranks_only(table):
    stretched = Table(accuracies(table) ** 3)
    np.testing.assert_allclose(rank_correlations(table), rank_correlations(stretched), atol=1e-12)


def test_rank_correlation_by_hand():
    table = curves([0.3, 0.4, 0.1], [0.2, 0.4, 0.2], [0.1, 0.4, NAN])
    np.testing.assert_allclose(rank_correlations(table), [0.5, NAN, 1])
    # The best two thirds are the first two curves.
    np.testing.assert_allclose(rank_correlations(table, 2 / 3), [-1, NAN, 1])


# --- convergence --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("curve", "epoch"),
    [
        ([0.1, 0.1, 0.1, 0.1], 1),  # flat
        ([0.1, 0.5, 0.89, 0.9], 3),
        ([0.5, 0.9, 0.5, 0.9], 4),  # was there already, and left again
        ([0.86, 0.88, 0.92, 0.9], 2),  # exactly 0.02 below and above, for which float32 has more
        ([0.96, 0.96, 0.98, 0.96], 1),
        ([0.2, 0.879, 0.9, 0.9], 3),
        ([0.9], 1),
        ([0.9, 0.9, NAN, NAN], 3),
    ],
)
def test_convergence_by_hand(curve, epoch):
    assert convergence_epochs(curves(curve)).tolist() == [epoch]


@given(tables, st.floats(0, 1))
def test_convergence_is_its_definition(table, tolerance):
    values = accuracies(table)
    for curve, found in zip(values, convergence_epochs(table, tolerance), strict=True):
        close = [abs(value - curve[-1]) <= tolerance + 1e-6 for value in curve]
        assert all(close[found - 1 :])
        assert found == 1 or not close[found - 2]


@given(tables)
def test_a_larger_tolerance_never_makes_convergence_later(table):
    strict, lax = convergence_epochs(table, 0.01), convergence_epochs(table, 0.1)
    assert (lax <= strict).all()
    assert (convergence_epochs(table, 1) == 1).all()


def test_only_trainable_settings_count_and_the_best_come_first():
    table = curves([0.1] * 4, [0.2, 0.9, 0.9, 0.9], [0.2, 0.3, 0.4, 0.5], [NAN] * 4)
    assert trainable_convergence_epochs(table).tolist() == [2, 4]
    assert trainable_convergence_epochs(table, best=1).tolist() == [2]
    assert trainable_convergence_epochs(table, tolerance=0.1).tolist() == [2, 3]
    assert converged_by_half(table) == 0.5
    assert converged_by_half(table, best=1) == 1
    assert converged_by_half(table, tolerance=0.2) == 1


@pytest.mark.parametrize(("n_epochs", "share"), [(4, 1), (3, 0)])
def test_half_of_an_odd_number_of_epochs_is_not_rounded_up(n_epochs, share):
    assert converged_by_half(curves([0.2] + [0.9] * (n_epochs - 1))) == share


# --- hyperparameters ----------------------------------------------------------------------------


@pytest.mark.parametrize("searched", TABLE.space.free(), ids=lambda searched: searched.name)
def test_marginal_effect_has_every_setting_once_with_numpys_quartiles(searched):
    effect = marginal_effect(TABLE, searched.name)
    column, final = TABLE.settings[searched.name], final_accuracies(TABLE)
    assert effect["n"].sum() == len(final)
    if has_few_values(searched):
        for value, n, *quartiles in effect.itertuples(index=False):
            here = final[column == value]
            assert n == len(here)
            np.testing.assert_array_equal(quartiles, np.quantile(here, [0.25, 0.5, 0.75]))
    else:
        assert len(effect) == 10
    assert (effect["lower"] <= effect["median"]).all()
    assert (effect["median"] <= effect["upper"]).all()


def one_hyperparameter(searched, values, final=None):
    final = np.linspace(0.1, 0.9, len(values)) if final is None else final
    return Table(
        np.asarray(final, dtype=np.float64)[:, None],
        pd.DataFrame({searched.name: values}),
        Space("made-up", (1, 8, 8), (searched,)),
    )


def test_bins_on_a_logarithmic_scale():
    rate = Hyperparameter("learning_rate", "float", 1e-4, 1.0, log=True)
    table = one_hyperparameter(rate, [1e-4, 9e-4, 2e-3, 0.2, 0.3, 1.0], [1, 3, 5, 6, 7, 11])
    effect = marginal_effect(table, "learning_rate", n_bins=4)
    np.testing.assert_allclose(effect["value"], [10**-3.5, 10**-2.5, 10**-0.5])
    assert effect["n"].tolist() == [2, 1, 3], "the bin from 0.01 to 0.1 has no setting"
    np.testing.assert_allclose(effect["lower"], [1.5, 5, 6.5])
    np.testing.assert_allclose(effect["median"], [2, 5, 7])
    np.testing.assert_allclose(effect["upper"], [2.5, 5, 9])


def test_bins_of_integers_are_equally_wide():
    units = Hyperparameter("Fc", "integer", 1, 20)
    effect = marginal_effect(one_hyperparameter(units, np.arange(1, 21)), "Fc", n_bins=4)
    np.testing.assert_allclose(effect["value"], [3, 8, 13, 18])
    assert effect["n"].tolist() == [5, 5, 5, 5]


def test_few_integers_and_choices_have_a_row_each_in_the_spaces_order():
    size = Hyperparameter("filter_size", "integer", 2, 5)
    effect = marginal_effect(one_hyperparameter(size, [5, 3, 3, 2]), "filter_size")
    assert effect[["value", "n"]].values.tolist() == [[2, 1], [3, 2], [5, 1]]
    kind = Hyperparameter("regularizer", "categorical", choices=("none", "dropout"))
    effect = marginal_effect(one_hyperparameter(kind, ["dropout", "none", "none"]), "regularizer")
    assert effect[["value", "n"]].values.tolist() == [["none", 2], ["dropout", 1]]


# --- misuse -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: accuracies(Table(np.zeros(3))),
         r"shape \(n_settings, n_epochs\).*got shape \(3,\)"),
        (lambda: best_first(Table(np.zeros((0, 5)))), r"got shape \(0, 5\); pass a CurveTable"),
        (lambda: goal_accuracies(TABLE, 0),
         "fractions must be above 0 and at most 1, got 0; the top"),
        (lambda: goal_accuracies(TABLE, (0.5, 5)), "fractions must be .* got 5"),
        (lambda: goal_accuracies(TABLE, NAN), "fractions must be .* got nan"),
        (lambda: rank_correlations(TABLE, -0.5), "top must be above 0 and at most 1, got -0.5"),
        (lambda: convergence_epochs(TABLE, -0.1),
         "tolerance must be 0 or more, got tolerance=-0.1"),
        (lambda: converged_by_half(curves([0.1, 0.14], [0.5, NAN])),
         "must end at 0.15 or more to be called trainable, got 0.140 at best; take a table"),
        (lambda: marginal_effect(TABLE, "pool1"),
         "name must be a hyperparameter searched on made-up, got 'pool1'; choose from C1, filter_"),
        (lambda: marginal_effect(TABLE, "C1", 0), "n_bins must be at least 1, got n_bins=0"),
        (lambda: marginal_effect(one_hyperparameter(Hyperparameter("l2", "float"), [0.5]), "l2"),
         "l2 must have a low and a high value, got None and None; only categories"),
    ],
)  # fmt: skip
def test_misuse_is_told_in_one_line(call, message):
    with pytest.raises(ValueError, match=message) as caught:
        call()
    assert "\n" not in str(caught.value)
