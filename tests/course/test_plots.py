"""Pictures are tested by their facts: panels, titles, limits, data; never by their pixels."""

import io
import subprocess
import sys
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.svm import LinearSVC

from course.data import make_xor
from course.plots import (
    XOR_PLATEAUS,
    plot_loss_curve_grid,
    plot_loss_curves,
    plot_probabilities,
    plot_probability_grid,
)

X, Y = make_xor(11)


class Ramp:
    """A stand-in whose probability of class 1 is known everywhere: it rises with x1 + x2."""

    classes_ = np.array([0, 1])

    def __init__(self, steepness=1.0, shift=0.0, random_state=None):
        self.steepness, self.shift, self.random_state = steepness, shift, random_state
        self.calls = 0

    def predict_proba(self, X):
        self.calls += 1
        one = 1 / (1 + np.exp(-self.steepness * (X[:, 0] + X[:, 1] - self.shift)))
        return np.column_stack([1 - one, one])


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
    return figure.canvas.get_renderer()


# --- one panel ----------------------------------------------------------------------------------


def test_panel_draws_on_the_axes_given_and_returns_them():
    figure, ax = plt.subplots()
    assert plot_probabilities(Ramp(), X, Y, ax=ax) is ax
    assert figure.axes == [ax]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("x1", "x2")


def test_panel_without_axes_has_a_labelled_colour_bar_and_a_legend():
    figure = plot_probabilities(Ramp(), X, Y).figure
    _, bar = figure.axes
    assert bar.get_ylabel() == "predicted probability of class 1"
    assert bar.get_ylim() == (0, 1)
    assert [text.get_text() for text in figure.legends[0].get_texts()] == [
        "class 0", "class 1", "probability 0.5",
    ]  # fmt: skip
    render(figure)


def test_image_holds_the_classifiers_own_probabilities_at_its_pixels_centres():
    clf = Ramp(steepness=3, shift=0.4)
    ax = plot_probabilities(clf, X, Y)
    (image,) = ax.images
    assert image.get_clim() == (0, 1)
    assert image.origin == "lower", "the first row of pixels lies at the bottom"
    left, right, bottom, top = image.get_extent()
    assert (*ax.get_xlim(), *ax.get_ylim()) == (left, right, bottom, top)
    shown = image.get_array()
    rows, columns = shown.shape
    for row, column in [(0, 0), (0, columns - 1), (rows - 1, 0), (rows // 2, columns // 3)]:
        x1 = left + (column + 0.5) * (right - left) / columns
        x2 = bottom + (row + 0.5) * (top - bottom) / rows
        expected = clf.predict_proba(np.array([[x1, x2]]))[0, 1]
        assert shown[row, column] == pytest.approx(expected, abs=1e-12)


def test_boundary_runs_where_the_probability_is_one_half():
    ax = plot_probabilities(Ramp(shift=0.7), X, Y)
    (boundary,) = ax.collections
    (path,) = boundary.get_paths()
    assert len(path.vertices) > 100
    np.testing.assert_allclose(path.vertices.sum(axis=1), 0.7, atol=1e-3)


def test_a_classifier_sure_of_one_class_everywhere_has_no_boundary():
    ax = plot_probabilities(Ramp(shift=-100), X, Y)
    assert not ax.collections
    render(ax.figure)


def test_every_point_is_drawn_with_its_classs_own_marker():
    ax = plot_probabilities(Ramp(), X, Y)
    zeros, ones = ax.lines
    np.testing.assert_array_equal(zeros.get_xydata(), X[Y == 0])
    np.testing.assert_array_equal(ones.get_xydata(), X[Y == 1])
    assert zeros.get_marker() != ones.get_marker()


def test_points_are_inside_the_limits_with_room_to_spare():
    ax = plot_probabilities(Ramp(), X, Y)
    for (low, high), values in zip((ax.get_xlim(), ax.get_ylim()), X.T, strict=True):
        assert low < values.min() < values.max() < high


def test_points_on_one_line_still_get_an_area():
    flat = np.array([[0.0, 5.0], [1.0, 5.0]])
    ax = plot_probabilities(Ramp(), flat, [0, 1])
    assert ax.get_ylim() == (4.0, 6.0)
    render(ax.figure)


def test_title_gives_log_loss_and_error_rate_on_the_points_drawn():
    points = np.array([[1.0, 0.0], [-1.0, 0.0], [2.0, 0.0], [3.0, 0.0]])
    # sigmoid(1), sigmoid(-1), sigmoid(2) are on the right side of 0.5, sigmoid(3) is not
    loss = np.mean(np.log1p(np.exp([-1.0, -1.0, -2.0, 3.0])))
    ax = plot_probabilities(Ramp(), points, [1, 0, 1, 0])
    assert ax.get_title() == f"loss {loss:.3f} · error 0.250"
    ax = plot_probabilities(Ramp(), points, [1, 0, 1, 0], title="seed 5")
    assert ax.get_title() == f"seed 5\nloss {loss:.3f} · error 0.250"


def test_a_real_classifier_on_a_data_frame_keeps_its_column_names():
    frame = pd.DataFrame(X, columns=["width", "height"])
    clf = LogisticRegression().fit(frame, Y)
    ax = plot_probabilities(clf, frame, pd.Series(Y))  # a warning about names would be an error
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("width", "height")
    assert f"error {1 - clf.score(frame, Y):.3f}" in ax.get_title()


# --- a grid of panels ---------------------------------------------------------------------------


def seeds(n):
    return [Ramp(steepness=1 + seed, random_state=seed) for seed in range(n)]


def test_sixteen_panels_share_limits_and_one_colour_bar():
    figure = plot_probability_grid(seeds(16), X, Y, suptitle="L-BFGS, ReLU")
    *panels, bar = figure.axes
    assert len(panels) == 16
    assert figure.get_suptitle() == "L-BFGS, ReLU"
    assert bar.get_ylabel() == "predicted probability of class 1"
    assert len({(ax.get_xlim(), ax.get_ylim()) for ax in panels}) == 1
    assert all(ax.images[0].get_clim() == (0, 1) for ax in panels)
    for seed, ax in enumerate(panels):
        assert ax.get_title().startswith(f"seed {seed}\nloss ")
    assert [ax.get_subplotspec().num1 for ax in panels] == list(range(16))


def test_each_classifier_is_asked_once():
    clfs = seeds(3)
    plot_probability_grid(clfs, X, Y)
    assert [clf.calls for clf in clfs] == [1, 1, 1]


@pytest.mark.parametrize(
    ("count", "ncols", "bottom", "left"),
    [
        (16, 4, {12, 13, 14, 15}, {0, 4, 8, 12}),
        (5, 3, {2, 3, 4}, {0, 3}),
        (2, 4, {0, 1}, {0}),
        (1, 1, {0}, {0}),
        (3, 1, {2}, {0, 1, 2}),
    ],
)
def test_axis_labels_stand_only_at_the_outer_edge(count, ncols, bottom, left):
    figure = plot_probability_grid(seeds(count), X, Y, ncols=ncols)
    panels = figure.axes[:-1]
    assert len(panels) == count
    assert {i for i, ax in enumerate(panels) if ax.get_xlabel() == "x1"} == bottom
    assert {i for i, ax in enumerate(panels) if ax.get_ylabel() == "x2"} == left
    assert {i for i, ax in enumerate(panels) if len(ax.get_xticks())} == bottom
    assert {i for i, ax in enumerate(panels) if len(ax.get_yticks())} == left


@pytest.mark.parametrize(("count", "ncols"), [(16, 4), (5, 3), (1, 1), (2, 8), (9, 8)])
def test_nothing_in_a_grid_overlaps_or_leaves_the_page(count, ncols):
    figure = plot_probability_grid(seeds(count), X, Y, ncols=ncols, suptitle="L-BFGS, ReLU")
    renderer = render(figure)
    *panels, bar = figure.axes
    heading = next(text for text in figure.texts if text.get_text() == "L-BFGS, ReLU")
    boxes = [
        *(ax.get_window_extent(renderer) for ax in panels),
        *(ax.title.get_window_extent(renderer) for ax in panels),
        bar.get_tightbbox(renderer),
        figure.legends[0].get_window_extent(renderer),
        heading.get_window_extent(renderer),
    ]
    for one, other in combinations(boxes, 2):
        assert not one.overlaps(other)
    page = figure.get_tightbbox(renderer)  # in inches
    width, height = figure.get_size_inches()
    assert page.x0 >= 0
    assert page.y0 >= 0
    assert page.x1 <= width
    assert page.y1 <= height


def test_own_titles_replace_the_seeds():
    figure = plot_probability_grid(seeds(2), X, Y, titles=["first", "second"])
    assert [ax.get_title().split("\n")[0] for ax in figure.axes[:2]] == ["first", "second"]


def test_a_classifier_without_a_seed_is_titled_by_its_measures_alone():
    figure = plot_probability_grid([Ramp()], X, Y)
    assert figure.axes[0].get_title().startswith("loss ")


def test_grid_is_known_to_pyplot_so_that_notebooks_show_it():
    figure = plot_probability_grid(seeds(1), X, Y)
    assert plt.get_fignums() == [figure.number]


# --- loss curves --------------------------------------------------------------------------------

CURVES = [[0.9, 0.5, 0.35], [0.7, 0.0], [1.4], np.linspace(0.8, 0.1, 400)]


def test_each_run_is_one_line_with_a_dot_at_its_end():
    figure, ax = plt.subplots()
    assert plot_loss_curves(CURVES, ax, title="SGD ReLU", xlabel="epoch") is ax
    assert len(ax.lines) == len(CURVES)
    for line, curve in zip(ax.lines, CURVES, strict=True):
        np.testing.assert_array_equal(line.get_xdata(), np.arange(1, len(curve) + 1))
        np.testing.assert_array_equal(line.get_ydata(), curve)
        assert (line.get_marker(), line.get_markevery()) == ("o", [-1])
    assert (ax.get_title(), ax.get_xlabel(), ax.get_ylabel()) == ("SGD ReLU", "epoch", "loss")
    assert ax.get_ylim() == (0, 1)
    render(figure)


@pytest.mark.parametrize("xscale", ["log", "linear"])
def test_the_first_iteration_is_the_left_edge_and_the_last_is_inside(xscale):
    ax = plot_loss_curves(CURVES, xscale=xscale)
    assert ax.get_xscale() == xscale
    left, right = ax.get_xlim()
    assert left == pytest.approx(1)
    assert right > 400


def test_one_run_of_one_iteration_can_be_drawn():
    render(plot_loss_curves([[0.5]]).figure)


def test_limits_can_follow_the_data():
    low, high = plot_loss_curves([[3.0, 2.0]], ylim=None, plateaus={}).get_ylim()
    assert 1.5 < low < 2
    assert 3 < high < 3.5


def test_plateaus_are_the_log_losses_of_knowing_only_so_much():
    def loss(probabilities_of_the_truth):
        return -np.mean(np.log(probabilities_of_the_truth))

    # Each of XOR's four blobs, by the probability that a stuck network gives to its true class.
    assert XOR_PLATEAUS["ln 2"] == pytest.approx(loss([1 / 2, 1 / 2, 1 / 2, 1 / 2]))
    assert XOR_PLATEAUS["½ ln 2"] == pytest.approx(loss([1, 1, 1 / 2, 1 / 2]))
    assert XOR_PLATEAUS["¾ H(⅓)"] == pytest.approx(loss([1, 2 / 3, 2 / 3, 1 / 3]))


def test_plateaus_are_drawn_from_edge_to_edge_and_named():
    ax = plot_loss_curves(CURVES, plateaus={"chance": 0.69, "half": 0.35})
    (lines,) = ax.collections
    assert [segment.tolist() for segment in lines.get_segments()] == [
        [[0, 0.69], [1, 0.69]], [[0, 0.35], [1, 0.35]],
    ]  # fmt: skip
    assert {text.get_text(): text.xy for text in ax.texts} == {
        "chance": (1, 0.69), "half": (1, 0.35),
    }  # fmt: skip


def test_plateaus_can_be_left_out():
    assert not plot_loss_curves(CURVES, plateaus={}).texts


SETTINGS = {
    ("sgd", "logistic"): [[0.7, 0.6]] * 16,
    ("lbfgs", "logistic"): [[0.7, 0.5]] * 16,
    ("sgd", "relu"): [np.full(400, 0.4)] * 16,
    ("lbfgs", "relu"): [[0.7, 0.3]] * 16,
}


def test_grid_has_a_row_a_solver_and_a_column_an_activation():
    figure = plot_loss_curve_grid(SETTINGS, suptitle="XOR")
    panels = figure.axes
    assert [ax.get_title() for ax in panels] == [
        "L-BFGS ReLU", "L-BFGS logistic", "SGD ReLU", "SGD logistic",
    ]  # fmt: skip
    assert [len(ax.lines) for ax in panels] == [16] * 4
    assert [ax.lines[0].get_ydata()[-1] for ax in panels] == [0.3, 0.5, 0.4, 0.6]
    assert {ax.get_ylim() for ax in panels} == {(0, 1)}
    assert len({ax.get_xlim() for ax in panels}) == 1
    assert panels[0].get_xlim()[1] > 400
    below = "iteration or epoch"
    assert [ax.get_xlabel() for ax in panels] == ["", "", below, below]
    assert [ax.get_ylabel() for ax in panels] == ["loss", "", "loss", ""]
    assert [len(ax.texts) for ax in panels] == [0, 3, 0, 3], "plateaus are named once a row"
    assert figure.get_suptitle() == "XOR"
    render(figure)


def test_solvers_and_activations_of_other_names_come_last_as_written():
    figure = plot_loss_curve_grid({("mine", "relu"): [[1.0]], ("adam", "relu"): [[1.0]]})
    assert [ax.get_title() for ax in figure.axes] == ["Adam ReLU", "mine ReLU"]


# --- misuse -------------------------------------------------------------------------------------


def one(clf=None, X=X, y=Y):
    return plot_probabilities(clf or Ramp(), X, y)


def one_class_only():
    clf = Ramp()
    clf.classes_ = np.array([1])
    return clf


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: one(X=X[:, :1]), ValueError, r"X must have shape \(n, 2\).*got shape \(1000, 1\)"),
        (lambda: one(X=X[0]), ValueError, r"X must have shape \(n, 2\).*got shape \(2,\)"),
        (lambda: one(X=X[:0], y=Y[:0]), ValueError, r"with n ≥ 1, got shape \(0, 2\)"),
        (lambda: one(X=[[0, 1], [2, np.nan]], y=[0, 1]), ValueError,
         r"X must hold finite numbers, got \[2.0, nan\] in row 1"),
        (lambda: one(y=Y[:-1]), ValueError, r"shape \(1000,\), got shape \(999,\)"),
        (lambda: one(y=Y[:, None]), ValueError, r"one label for each.*got shape \(1000, 1\)"),
        (lambda: one(y=2 * Y), ValueError, "y must hold the labels 0 and 1, got 2; number"),
        (lambda: one(y=np.where(Y, "in", "out")), ValueError, "labels 0 and 1, got '(in|out)'"),
        (lambda: one(MLPClassifier()), ValueError,
         r"clf must be fitted, got MLPClassifier before fit; call its fit\(X, y\) first"),
        (lambda: one(LinearSVC()), TypeError,
         "clf must be a classifier with predict_proba, got LinearSVC"),
        (lambda: one([Ramp()]), TypeError, "clf must be a classifier .* got list; pass one"),
        (lambda: one(one_class_only()), ValueError,
         r"clf must know the classes 0 and 1, got \[.*1.*\]; fit it on labels 0 and 1"),
        (lambda: plot_probability_grid([], X, Y), ValueError,
         "clfs must hold at least one fitted classifier, got none"),
        (lambda: plot_probability_grid([Ramp(), MLPClassifier()], X, Y), ValueError,
         r"clfs\[1\] must be fitted, got MLPClassifier"),
        (lambda: plot_probability_grid(seeds(3), X, Y, titles=["a", "b"]), ValueError,
         "one title for each classifier, got 2 titles for 3 classifiers"),
        (lambda: plot_probability_grid(seeds(3), X, Y, ncols=0), ValueError,
         "ncols must be at least 1, got ncols=0"),
        (lambda: plot_loss_curves([]), ValueError, "curves must hold at least one loss curve"),
        (lambda: plot_loss_curves([0.9, 0.5]), ValueError,
         r"curves\[0\] must be a sequence of at least one loss, got shape \(\); pass a list of"),
        (lambda: plot_loss_curves([[0.9], []]), ValueError, r"curves\[1\] .* got shape \(0,\)"),
        (lambda: plot_loss_curves([[0.9], [[1, 2]]]), ValueError, r"got shape \(1, 2\)"),
        (lambda: plot_loss_curves([Ramp()]), ValueError,
         r"curves\[0\] must be a sequence of numbers, got Ramp; pass a model's loss_curve_"),
        (lambda: plot_loss_curve_grid({}), ValueError, "at least one setting, got none"),
        (lambda: plot_loss_curve_grid({("sgd", "relu"): []}), ValueError,
         r"curves_by_setting\[\('sgd', 'relu'\)\] must hold at least one loss curve"),
        (lambda: plot_loss_curve_grid({("sgd", "relu"): [[1]], ("lbfgs", "tanh"): [[1]]}),
         ValueError, r"every solver with every activation, got none for \('lbfgs', 'relu'\)"),
    ],
)  # fmt: skip
def test_misuse_is_told_in_one_line_before_anything_is_drawn(call, error, message):
    with pytest.raises(error, match=message) as caught:
        call()
    assert "\n" not in str(caught.value)
    assert not plt.get_fignums()


def test_matplotlib_loads_only_with_the_plots():
    code = "import sys, course, course.data; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
