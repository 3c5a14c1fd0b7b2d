"""Pictures of times to a goal, by their facts: boxes, dots, triangles; never pixels."""

import io

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import same_color

from course.plots import plot_times_to_goal
from course.plots.curves import BEST_COLOR

RNG = np.random.default_rng(5)
DONE = RNG.lognormal(2, 0.5, 49)
CUT = np.where(RNG.random(49) < 0.2, np.inf, RNG.uniform(1, 20, 49))
HOPELESS = np.r_[3.0, 5.0, np.full(47, np.inf)]


@pytest.fixture(autouse=True)
def _quiet_pyplot(monkeypatch):
    plt.switch_backend("agg")
    monkeypatch.setattr(plt, "show", lambda *_, **__: pytest.fail("plt.show was called"))
    yield
    plt.close("all")


def boxes(ax):
    """(left, right) of each box, top row first."""
    return [(box.get_x(), box.get_x() + box.get_width()) for box in ax.patches]


def medians(ax):
    """The thick lines: row → place."""
    found = {}
    for lines in ax.collections:
        if same_color(lines.get_color()[0], BEST_COLOR):
            [segment] = lines.get_segments()
            found[round(float(segment[:, 1].mean()))] = float(segment[0, 0])
    return found


def places(ax, marker):
    """Where these markers stand, one array a row."""
    return [np.sort(line.get_xdata()) for line in ax.lines if line.get_marker() == marker]


def test_boxes_of_finished_searches_are_numpys_quartiles():
    ax = plot_times_to_goal({"none": DONE, "twice": 2 * DONE})
    lower, middle, upper = np.quantile(DONE, [0.25, 0.5, 0.75], method="inverted_cdf")
    np.testing.assert_allclose(boxes(ax), [(lower, upper), (2 * lower, 2 * upper)])
    assert medians(ax) == pytest.approx({0: middle, 1: 2 * middle})
    np.testing.assert_allclose(places(ax, "o"), [np.sort(DONE), np.sort(2 * DONE)])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["none", "twice"]
    assert ax.get_ylim() == (1.5, -0.5)  # the first on top
    assert ax.get_xlabel() == "seconds to the goal"
    assert not ax.texts
    ax.figure.savefig(io.BytesIO(), format="png")


def test_a_search_given_up_later_than_the_quartiles_moves_them_as_any_later_time_would():
    ax = plot_times_to_goal({"cut": CUT, "later": np.minimum(CUT, 1000)}, censored_at=20)
    first, second = boxes(ax)
    assert first == pytest.approx(second)
    assert medians(ax)[0] == pytest.approx(medians(ax)[1])
    n_cut = int(np.isinf(CUT).sum())
    assert [place.tolist() for place in places(ax, ">")] == [[20.0] * n_cut, []]
    assert [text.get_text() for text in ax.texts] == [f"▷ {n_cut} of 49 not reached"]


def test_limits_of_their_own_give_the_quartiles_of_kaplan_and_meier():
    # 1, 2+, 3, 4: after 1 three quarters are left, after 3 half of those, after 4 none
    ax = plot_times_to_goal({"own": [1, np.inf, 3, 4]}, censored_at={"own": [9, 2, 9, 9]})
    assert boxes(ax) == [(1, 4)]
    assert medians(ax) == {0: 3}
    assert [place.tolist() for place in places(ax, ">")] == [[2.0]]


@pytest.mark.parametrize("log", [True, False])
def test_what_was_not_reached_has_no_median_and_an_open_box_or_none(log):
    half = np.r_[RNG.uniform(1, 9, 15), np.full(34, np.inf)]
    times = {"hopeless": HOPELESS, "third": half, "never": np.full(3, np.inf)}
    ax = plot_times_to_goal(times, 10, reference="hopeless", log=log)
    assert medians(ax) == {}
    [(left, right)] = boxes(ax)
    assert left == np.quantile(half, 0.25, method="inverted_cdf")
    assert right > ax.get_xlim()[1]  # beyond the edge, so that no end is seen
    assert [text.get_text() for text in ax.texts] == [
        "▷ 47 of 49 not reached\nmedian not reached",
        "▷ 34 of 49 not reached\nmedian not reached",
        "▷ 3 of 3 not reached\nmedian not reached",
    ]
    ax.figure.savefig(io.BytesIO(), format="png")


def test_the_reference_is_a_dashed_line_at_its_median():
    _, ax = plt.subplots()
    same = plot_times_to_goal({"a": DONE, "b": 3 * DONE}, ax=ax, reference="b", unit="hours")
    assert same is ax
    [line] = [line for line in ax.lines if line.get_label() == "median of b"]
    assert line.get_xdata() == pytest.approx([medians(ax)[1]] * 2)
    assert line.is_dashed()
    assert ax.get_xlabel() == "hours to the goal"


@pytest.mark.parametrize("log", [True, False])
def test_everything_is_inside_the_axis(log):
    ax = plot_times_to_goal({"one": [7.0], "two": [7.0, np.inf]}, 7.0, log=log)
    low, high = ax.get_xlim()
    assert low < 7 < high
    assert ax.get_xscale() == ("log" if log else "linear")


@pytest.mark.parametrize("log", [True, False])
def test_panels_with_a_common_axis_have_room_for_both(log):
    _, (top, low) = plt.subplots(2, 1, sharex=True)
    plot_times_to_goal({"a": [2.0, 30.0]}, ax=top, log=log)
    plot_times_to_goal({"a": [5.0, 9.0]}, ax=low, log=log)
    left, right = top.get_xlim()
    assert (left, right) == low.get_xlim()
    assert left < 2 < 30 < right


@pytest.mark.parametrize(
    ("times", "more", "message"),
    [
        ({}, {}, "at least one rule, got none"),
        ({"a": []}, {}, r"times\['a'\] must hold one time above 0"),
        ({"a": [1, 0]}, {}, "above 0"),
        ({"a": [1, np.nan]}, {}, "above 0"),
        ({"a": [1, np.inf]}, {}, "'a''s 1 unfinished searches"),
        ({"a": [1, np.inf]}, {"censored_at": {"b": 3}}, "got None"),
        ({"a": [1]}, {"reference": "b"}, "one of a, got 'b'"),
    ],
)
def test_what_cannot_be_drawn_is_refused(times, more, message):
    with pytest.raises(ValueError, match=message):
        plot_times_to_goal(times, **more)
