"""Pictures of tables of learning curves, by their facts: panels, limits, data; never pixels."""

import io

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex

from course.hpo.facts import (
    best_first,
    converged_by_half,
    final_accuracies,
    goal_accuracies,
    marginal_effect,
    rank_correlations,
    trainable_convergence_epochs,
    untrainable_share,
)
from course.hpo.space import Space
from course.plots import (
    plot_accuracy_distribution,
    plot_convergence,
    plot_curve_families,
    plot_marginal_effects,
    plot_rank_correlation,
)
from course.plots.curves import ALL_COLOR, BEST_COLOR
from tests.course.curve_tables import Table, curves, realistic

TABLE = realistic()
NAN = np.nan


@pytest.fixture(autouse=True)
def _quiet_pyplot(monkeypatch):
    """No test sees another's figures, no plot shows itself or changes the user's settings."""
    plt.switch_backend("agg")
    monkeypatch.setattr(plt, "show", lambda *_, **__: pytest.fail("plt.show was called"))
    before = mpl.rcParams.copy()
    yield
    assert mpl.rcParams == before
    plt.close("all")


def render(figure):
    figure.savefig(io.BytesIO(), format="png")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def legend_texts(of):
    return [text.get_text() for text in of.get_legend().get_texts()]


# --- families -----------------------------------------------------------------------------------


def test_families_are_three_panels_on_the_same_axes():
    figure = plot_curve_families(TABLE)
    panels = figure.axes
    assert [ax.get_title() for ax in panels] == ["random 100", "top 100", "bottom 100"]
    assert [len(ax.lines) for ax in panels] == [100] * 3
    assert {ax.get_ylim() for ax in panels} == {(0, 1)}
    assert {ax.get_xlim() for ax in panels} == {(0.5, 20.5)}
    assert [ax.get_xlabel() for ax in panels] == ["epoch"] * 3
    assert [ax.get_ylabel() for ax in panels] == ["validation accuracy", "", ""]
    assert figure.get_suptitle() == "made-up: 2,000 settings"
    assert plt.get_fignums() == [figure.number]
    render(figure)


def test_chance_is_marked_in_each_panel_and_named_once():
    panels = plot_curve_families(TABLE).axes
    for ax in panels:
        (chance,) = ax.collections
        assert [segment.tolist() for segment in chance.get_segments()] == [[[0, 0.1], [1, 0.1]]]
    assert [ax.texts[-1].get_text() for ax in panels if ax.texts][-1] == "chance"


def test_top_and_bottom_are_by_the_last_epoch_and_diverged_ones_are_worst():
    _, top, bottom = plot_curve_families(TABLE, n=300).axes
    order = best_first(TABLE)
    for ax, members in ((top, order[:300]), (bottom, order[::-1][:300])):
        for line, curve in zip(ax.lines, TABLE.validation_accuracy[members], strict=True):
            seen = curve[np.isfinite(curve)]
            np.testing.assert_array_equal(line.get_ydata(), seen)
            np.testing.assert_array_equal(line.get_xdata(), np.arange(1, len(seen) + 1))
    n_diverged = int(np.isnan(TABLE.validation_accuracy[:, -1]).sum())
    assert 0 < n_diverged < 300
    shorter = [len(line.get_xdata()) < 20 for line in bottom.lines]
    assert shorter == [True] * n_diverged + [False] * (300 - n_diverged)
    assert not any(len(line.get_xdata()) < 20 for line in top.lines)


def test_a_diverged_curve_ends_in_a_cross_and_is_counted():
    table = curves([0.2, 0.3, NAN, NAN], [NAN] * 4, [0.5, 0.6, 0.7, 0.8])
    ax = plot_curve_families(table, n=3).axes[2]
    assert [line.get_ydata().size for line in ax.lines] == [0, 2, 4]
    assert [line.get_marker() for line in ax.lines] == ["x", "x", "None"]
    assert {str(line.get_markevery()) for line in ax.lines} == {"[-1]"}
    assert texts(ax) == ["2 diverged (×), 1 of them in epoch 1", "chance"]
    assert texts(plot_curve_families(curves([0.5, NAN], [0.5, 0.5]), n=1).axes[2]) == [
        "1 diverged (×)", "chance",
    ]  # fmt: skip
    render(ax.figure)


def test_the_random_ones_are_others_with_another_seed_and_never_twice():
    def drawn(**how):
        lines = plot_curve_families(table, n=50, **how).axes[0].lines
        return [round(1000 * line.get_ydata()[-1]) for line in lines]

    table = Table(np.arange(80)[:, None] / 1000 * np.ones(3))
    assert drawn() == drawn(random_state=0)
    assert drawn() != drawn(random_state=1)
    assert len(set(drawn())) == 50


def test_all_settings_of_a_small_table_and_a_single_epoch_can_be_drawn():
    figure = plot_curve_families(curves([0.5], [0.6]), n=2, suptitle="mine")
    assert [ax.get_title() for ax in figure.axes] == ["random 2", "top 2", "bottom 2"]
    assert figure.get_suptitle() == "mine"
    render(figure)


# --- accuracy distribution ----------------------------------------------------------------------


def test_bars_are_the_distribution_and_the_untrainable_stand_out():
    left, _ = plot_accuracy_distribution(TABLE).axes
    final = final_accuracies(TABLE)
    heights = np.array([bar.get_height() for bar in left.patches])
    np.testing.assert_allclose(heights.sum(), 100)
    hatched = np.array([bar.get_hatch() is not None for bar in left.patches])
    assert {to_hex(bar.get_facecolor()) for bar in left.patches} == {ALL_COLOR, "#ffffff"}
    assert [bar.get_x() < 0.149 for bar in left.patches] == hatched.tolist()
    np.testing.assert_allclose(heights[hatched].sum(), 100 * untrainable_share(TABLE))
    np.testing.assert_allclose(heights[-4:].sum(), 100 * np.mean(final >= 0.9 - 1e-6))
    share = f"{100 * np.mean(final < 0.15):.1f} % untrainable"
    assert texts(left) == [f"{share}\n(below 0.15, diverged at 0)"]
    assert left.get_xlim() == (0, 1)


def test_bars_of_a_table_without_diverged_settings_and_with_some_on_the_edges():
    values = np.array([0, 0.15, 0.9, 0.9, 0.925, 1])  # 0.9 is less as float32
    left, _ = plot_accuracy_distribution(Table(values.astype(np.float32)[:, None])).axes
    heights = [round(bar.get_height() * 6 / 100) for bar in left.patches]
    assert [(i / 40, n) for i, n in enumerate(heights) if n] == [
        (0, 1), (0.15, 1), (0.9, 2), (0.925, 1), (0.975, 1),
    ]  # fmt: skip
    assert texts(left) == ["16.7 % untrainable\n(below 0.15)"]


def test_goals_are_marked_at_their_fraction_and_accuracy():
    figure = plot_accuracy_distribution(TABLE, goals=(0.001, 0.02))
    _, right = figure.axes
    everything, *marks = right.lines
    assert right.get_title() == "the best 80"
    np.testing.assert_allclose(everything.get_xdata(), np.arange(1, 81) / 20)
    np.testing.assert_array_equal(
        everything.get_ydata(), np.sort(final_accuracies(TABLE))[::-1][:80]
    )
    first, second = goal_accuracies(TABLE, (0.001, 0.02))
    assert [tuple(np.ravel(mark.get_data())) for mark in marks] == [(0.1, first), (2, second)]
    assert len({mark.get_marker() for mark in marks}) == 2
    assert legend_texts(right) == [f"top 0.1 %: {first:.4f}", f"top 2 %: {second:.4f}"]
    assert right.get_xlim()[0] == 0
    render(figure)


def test_of_a_small_table_at_least_twenty_are_shown_or_all():
    for n_settings, title in ((100, "the best 20"), (5, "the best 5")):
        figure = plot_accuracy_distribution(realistic(n_settings), suptitle="mine")
        assert figure.axes[1].get_title() == title
        assert figure.get_suptitle() == "mine"


# --- rank correlation ---------------------------------------------------------------------------


def test_rank_correlation_of_all_and_of_the_best_quarter():
    _, given = plt.subplots()
    ax = plot_rank_correlation(TABLE, given, title="mine")
    assert ax is given
    everything, best = ax.lines
    for line, top in ((everything, 1), (best, 0.25)):
        np.testing.assert_array_equal(line.get_xdata(), np.arange(1, 21))
        np.testing.assert_array_equal(line.get_ydata(), rank_correlations(TABLE, top))
    assert everything.get_linestyle() != best.get_linestyle()
    assert everything.get_marker() != best.get_marker()
    assert legend_texts(ax) == ["all 2,000 settings", "the best quarter of them (500)"]
    assert (ax.get_title(), ax.get_xlabel(), ax.get_ylim()) == ("mine", "epoch", (0, 1.03))
    render(ax.figure)


def test_negative_rank_correlations_stay_in_sight_and_missing_ones_are_gaps():
    table = curves([0.3, 0.4, 0.7], [0.4, 0.4, 0.6], [0.5, 0.4, 0.5])
    ax = plot_rank_correlation(table)
    np.testing.assert_allclose(ax.lines[0].get_ydata(), [-1, NAN, 1])
    assert ax.get_ylim()[0] < -1
    assert np.isnan(ax.lines[1].get_ydata()).all(), "one curve has no order"
    assert legend_texts(ax)[1] == "the best quarter of them (1)"
    render(ax.figure)


def test_settings_that_are_all_equally_good_can_be_drawn():
    assert plot_rank_correlation(curves([0.5, 0.5], [0.5, 0.5])).get_ylim()[0] == 0


# --- convergence --------------------------------------------------------------------------------


def test_convergence_is_a_share_of_settings_that_only_rises():
    _, given = plt.subplots()
    ax = plot_convergence(TABLE, given, n=50)
    assert ax is given
    half, most, everything, point, _, best, best_point, _ = ax.lines
    assert set(half.get_xdata()) == {10}
    assert set(most.get_ydata()) == {50}
    said = []
    for line, dot, number in ((everything, point, None), (best, best_point, 50)):
        converged = trainable_convergence_epochs(TABLE, best=number)
        share = [100 * np.mean(converged <= epoch) for epoch in range(1, 21)]
        np.testing.assert_allclose(line.get_ydata(), share)
        assert line.get_drawstyle() == "steps-post"
        by_half = 100 * converged_by_half(TABLE, best=number)
        assert np.ravel(dot.get_data()).tolist() == [10, by_half]
        said.append(f"{by_half:.0f} % of")
    assert everything.get_linestyle() != best.get_linestyle()
    assert {everything.get_color(), best.get_color()} == {ALL_COLOR, BEST_COLOR}
    n_trainable = len(trainable_convergence_epochs(TABLE))
    assert legend_texts(ax) == [
        f"{said[0]} all {n_trainable:,} trainable settings", f"{said[1]} the best 50 settings",
    ]  # fmt: skip
    assert ax.get_ylim() == (0, 103)
    render(ax.figure)


def test_fewer_trainable_settings_than_the_best_asked_for_are_all_the_best():
    ax = plot_convergence(curves([0.1, 0.1, 0.1], [0.2, 0.8, 0.8]), title="mine")
    assert legend_texts(ax) == [
        "0 % of all 1 trainable settings", "0 % of the best 1 settings",
    ]  # fmt: skip
    assert ax.get_title() == "mine"
    assert ax.lines[3].get_data() == ([1.5], [0]), "epoch 2 comes after half of three"


# --- marginal effects ---------------------------------------------------------------------------


def test_a_panel_a_searched_hyperparameter_with_medians_and_quartiles():
    figure = plot_marginal_effects(TABLE)
    panels = figure.axes
    assert [ax.get_xlabel() for ax in panels] == [
        "filters in C1", "filter size (pixels)", "learning rate", "dropout rate",
        "activation function",
    ]  # fmt: skip
    assert [ax.get_xscale() for ax in panels] == ["linear", "linear", "log", "linear", "linear"]
    assert {ax.get_ylim() for ax in panels} == {(0, 1)}
    for ax, searched in zip(panels, TABLE.space.free(), strict=True):
        effect = marginal_effect(TABLE, searched.name)
        (median,) = ax.lines
        np.testing.assert_array_equal(median.get_ydata(), effect["median"])
        band, chance = ax.collections
        assert {tuple(end) for end in chance.get_segments()[0]} == {(0, 0.1), (1, 0.1)}
        if searched.name in ("filter_size", "activation"):
            assert median.get_linestyle() == "None"
            np.testing.assert_array_equal(
                [segment[:, 1] for segment in band.get_segments()], effect[["lower", "upper"]]
            )
        else:
            np.testing.assert_array_equal(median.get_xdata(), effect["value"])
            corners = {tuple(corner) for corner in band.get_paths()[0].vertices}
            assert corners >= set(zip(effect["value"], effect["lower"], strict=True))
            assert corners >= set(zip(effect["value"], effect["upper"], strict=True))
    ticks = [[label.get_text() for label in panels[i].get_xticklabels()] for i in (1, 4)]
    assert ticks == [["2", "3", "4", "5"], ["relu", "elu", "tanh"]]
    (legend,) = figure.legends
    assert {text.get_text() for text in legend.get_texts()} == {
        "median", "middle half of the settings", "chance",
    }  # fmt: skip
    assert figure.get_suptitle() == "made-up: 2,000 settings"
    render(figure)


@pytest.mark.parametrize("n_searched", [1, 4])
def test_any_number_of_hyperparameters_fills_its_rows(n_searched):
    some = Space("made-up", (1, 8, 8), TABLE.space.free()[:n_searched])
    table = Table(TABLE.validation_accuracy, TABLE.settings, some)
    figure = plot_marginal_effects(table, n_bins=4, suptitle="mine")
    assert len(figure.axes) == n_searched
    assert len(figure.axes[0].lines[0].get_xdata()) == 4
    assert figure.get_suptitle() == "mine"
    render(figure)


# --- misuse -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plot_curve_families(TABLE, n=2001),
         "n must be from 1 to the table's 2000 settings, got n=2001; pass a smaller n"),
        (lambda: plot_curve_families(TABLE, n=0), "got n=0"),
        (lambda: plot_accuracy_distribution(TABLE, ()), "goals must hold .*, got none"),
        (lambda: plot_accuracy_distribution(TABLE, (0.5, 2)), "above 0 and at most 1, got 2"),
        (lambda: plot_convergence(TABLE, n=0), "n must be at least 1, got n=0"),
        (lambda: plot_convergence(curves([0.1])), "called trainable, got 0.100 at best"),
        (lambda: plot_marginal_effects(TABLE, 0), "n_bins must be at least 1, got n_bins=0"),
    ],
)  # fmt: skip
def test_misuse_is_told_in_one_line_before_anything_is_drawn(call, message):
    with pytest.raises(ValueError, match=message) as caught:
        call()
    assert "\n" not in str(caught.value)
    assert not plt.get_fignums()
