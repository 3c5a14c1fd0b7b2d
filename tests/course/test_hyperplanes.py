"""Units' lines and films of them are tested by their facts; a film's file is read back."""

import io

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import sklearn.neural_network
from matplotlib import pyplot as plt
from PIL import Image
from sklearn.linear_model import LogisticRegression

from course.data import make_xor
from course.mlp import MLPClassifier, snapshots
from course.plots import XOR_PLATEAUS, animate_training, plot_hyperplanes
from course.plots.lines import crossing_of

X, Y = make_xor(11, n_per_blob=25)
BEYOND = np.abs(X).max() + 0.05  # in the panel, but no point is there


@pytest.fixture(autouse=True)
def _quiet_pyplot(monkeypatch):
    plt.switch_backend("agg")
    monkeypatch.setattr(plt, "show", lambda *_, **__: pytest.fail("plt.show was called"))
    before = mpl.rcParams.copy()
    yield
    assert mpl.rcParams == before
    plt.close("all")


def network(weights, biases, activation="relu", X=X, out=(1.0, -1.0)):
    """A fitted classifier with the hidden units given: (w1, w2) and b of each."""
    clf = MLPClassifier((len(weights),), activation=activation, max_iter=1, random_state=0)
    clf.fit(X, Y)
    clf.coefs_[0] = np.array(weights, dtype=float).T
    clf.intercepts_[0] = np.array(biases, dtype=float)
    clf.coefs_[1] = np.resize(out, (len(weights), 1)).astype(float)
    clf.intercepts_[1] = np.array([-0.2])
    return clf


def units(ax):
    return [line for line in ax.lines if line.get_label().startswith("unit")]


def names(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()][3:]


def arrows(ax):
    return [text for text in ax.texts if text.arrow_patch is not None]


# --- lines --------------------------------------------------------------------------------------

WEIGHTS, BIASES = [(1.0, 2.0), (-3.0, 1.0), (0.0, -2.0), (5.0, 0.0)], [0.3, -1.0, 1.0, 0.0]


def test_on_its_line_a_unit_is_zero_and_the_line_goes_from_edge_to_edge():
    ax = plot_hyperplanes(network(WEIGHTS, BIASES), X, Y)
    limits = np.array([ax.get_xlim(), ax.get_ylim()])
    assert len(units(ax)) == 4
    for line, w, b in zip(units(ax), WEIGHTS, BIASES, strict=True):
        ends = line.get_xydata()
        assert ends.shape == (2, 2)
        np.testing.assert_allclose(ends @ w + b, 0, atol=1e-12)
        for end in ends:
            assert np.isclose(end[:, None], limits).any(), "each end lies on an edge"
            assert (limits[:, 0] - 1e-9 <= end).all()
            assert (end <= limits[:, 1] + 1e-9).all()


def test_arrows_start_on_the_line_and_point_to_the_positive_side():
    ax = plot_hyperplanes(network(WEIGHTS, BIASES), X, Y)
    assert [arrow.get_text() for arrow in arrows(ax)] == ["1", "2", "3", "4"]
    for arrow, w, b in zip(arrows(ax), WEIGHTS, BIASES, strict=True):
        assert np.dot(arrow.get_position(), w) + b == pytest.approx(0, abs=1e-12)
        assert np.dot(arrow.xy, w) + b > 0
        assert arrow.get_visible()


def test_numbers_of_lines_that_cross_stand_apart():
    # both would stand where the two lines cross
    ax = plot_hyperplanes(network([(2.0, 1.0), (-2.0, 1.2)], [0.0, -1.1]), X, Y)
    one, two = (np.array(arrow.get_position()) for arrow in arrows(ax))
    assert np.hypot(*(one - two)) > 0.2


def test_every_unit_has_a_colour_and_a_name_of_its_own():
    ax = plot_hyperplanes(network(WEIGHTS, BIASES), X, Y)
    colors = [line.get_color() for line in units(ax)]
    assert len(set(colors)) == 4
    assert [arrow.get_color() for arrow in arrows(ax)] == colors
    assert names(ax) == ["unit 1", "unit 2", "unit 3", "unit 4"]
    assert [line.get_linestyle() for line in units(ax)] == ["-"] * 4


@pytest.mark.parametrize("swapped", [False, True])
def test_lines_of_random_units_cross_the_panel_where_their_signs_change(swapped):
    rng = np.random.default_rng(3)
    limits = np.array([[-1.0, 3.0], [10.0, 10.5]])[:: -1 if swapped else 1]
    corners = np.array([[x1, x2] for x1 in limits[0] for x2 in limits[1]])
    for _ in range(300):
        w = rng.normal(size=2)
        b = -w @ rng.uniform(-20, 20, 2)
        signs = np.sign(corners @ w + b)
        crossing = crossing_of(w, b, limits)
        assert (crossing is not None) == (len(set(signs)) == 2)
        if crossing is not None:
            np.testing.assert_allclose([crossing.start @ w + b, crossing.end @ w + b], 0, atol=1e-9)
            assert crossing.side @ w > 0


# --- units that tell nothing apart --------------------------------------------------------------


def test_a_dead_relu_is_dashed_and_named():
    ax = plot_hyperplanes(network([(1.0, 0.0), (-1.0, 0.0)], [0.0, X[:, 0].min()]), X, Y)
    assert names(ax) == ["unit 1", "unit 2 (dead)"]
    alive, dead = units(ax)
    assert alive.get_linestyle() == "-"
    assert dead.get_linestyle() == "--"
    samples = ax.get_legend().get_lines()[-2:]
    assert [sample.get_linestyle() for sample in samples] == ["-", "--"]


def test_a_relu_with_a_single_active_row_is_alive():
    ax = plot_hyperplanes(network([(-1.0, 0.0)], [X[:, 0].min() + 1e-9]), X, Y)
    assert names(ax) == ["unit 1"]


@pytest.mark.parametrize(
    ("activation", "edge", "low", "high"),
    [("logistic", np.log(49), "0", "1"), ("tanh", np.arctanh(0.96), "−1", "1")],
)
def test_saturated_is_within_2_percent_of_one_limit_on_95_percent_of_the_rows(
    activation, edge, low, high
):
    # 100 rows at x1 = 0, 1, …, 99, and a unit that is beyond `edge` from row 4, 5 or 6 on
    rows = np.column_stack([np.arange(100.0), np.zeros(100)])
    labels = np.arange(100) % 2
    biases = [edge + 1e-6 - 4, edge + 1e-6 - 5, edge + 1e-6 - 6]
    clf = network([(1.0, 0.0)] * 3, biases, activation)
    ax = plot_hyperplanes(clf, rows, labels)
    assert names(ax) == [f"unit 1 (saturated at {high})", f"unit 2 (saturated at {high})", "unit 3"]
    ax = plot_hyperplanes(network([(-1.0, 0.0)], [-biases[1]], activation), rows, labels)
    assert names(ax) == [f"unit 1 (saturated at {low})"]


@pytest.mark.parametrize("activation", ["logistic", "tanh"])
def test_a_switch_between_both_limits_is_at_work(activation):
    ax = plot_hyperplanes(network([(100.0, 0.0)], [0.0], activation), X, Y)
    assert names(ax) == ["unit 1"]


def test_identity_units_never_die():
    ax = plot_hyperplanes(network([(1.0, 0.0)], [-BEYOND], "identity"), X, Y)
    assert names(ax) == ["unit 1"]


def test_a_line_outside_the_panel_or_none_at_all_is_said():
    clf = network([(1.0, 1.0), (-1.0, 1.0), (0.0, 0.0)], [50.0, -50.0, 1.0])
    ax = plot_hyperplanes(clf, X, Y)
    assert names(ax) == [
        "unit 1 (off the picture)", "unit 2 (dead, off the picture)", "unit 3 (off the picture)",
    ]  # fmt: skip
    assert [len(line.get_xdata()) for line in units(ax)] == [0, 0, 0]
    assert [arrow.get_visible() for arrow in arrows(ax)] == [False] * 3
    ax.figure.savefig(io.BytesIO())


# --- the panel ----------------------------------------------------------------------------------


def test_panel_draws_on_the_axes_given_and_returns_them():
    figure, ax = plt.subplots()
    assert plot_hyperplanes(network(WEIGHTS, BIASES), X, Y, ax) is ax
    assert figure.axes == [ax]
    zeros, ones = ax.lines[:2]
    np.testing.assert_array_equal(zeros.get_xydata(), X[Y == 0])
    np.testing.assert_array_equal(ones.get_xydata(), X[Y == 1])
    assert zeros.get_marker() != ones.get_marker()


def test_background_is_the_classifiers_own_and_the_title_gives_its_error():
    clf = network(WEIGHTS, BIASES)
    ax = plot_hyperplanes(clf, X, Y, title="seed 5")
    (image,) = ax.images
    assert image.get_clim() == (0, 1)
    left, right, bottom, top = image.get_extent()
    assert (*ax.get_xlim(), *ax.get_ylim()) == (left, right, bottom, top)
    shown = image.get_array()
    half = (right - left) / shown.shape[1] / 2, (top - bottom) / shown.shape[0] / 2
    expected = clf.predict_proba([[left + half[0], top - half[1]]])[0, 1]
    assert shown[-1, 0] == pytest.approx(expected, abs=1e-12)
    (boundary,) = ax.collections
    vertices = np.vstack([path.vertices for path in boundary.get_paths()])
    assert np.abs(clf.predict_proba(vertices)[:, 1] - 0.5).max() < 0.02
    first, second = ax.get_title().split("\n")
    assert first == "seed 5"
    assert second.endswith(f"error {1 - clf.score(X, Y):.3f}")


def test_a_new_figure_holds_all_of_its_legend_and_title():
    figure = plot_hyperplanes(network(WEIGHTS * 5, BIASES * 5), X, Y, title="seed 5").figure
    page = figure.get_tightbbox()  # in inches
    width, height = figure.get_size_inches()
    assert min(page.x0, page.y0) >= 0
    assert page.x1 <= width
    assert page.y1 <= height
    names_of_classes = [text.get_text() for text in figure.axes[0].get_legend().get_texts()][:3]
    assert names_of_classes == ["class 0", "class 1", "probability 0.5"]


def test_a_classifier_fitted_on_a_data_frame_keeps_its_column_names():
    frame = pd.DataFrame(X, columns=["width", "height"])
    clf = network(WEIGHTS, BIASES, X=frame)
    ax = plot_hyperplanes(clf, frame, pd.Series(Y))  # a warning about names would be an error
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("width", "height")


# --- films --------------------------------------------------------------------------------------


def training(solver="sgd", iterations=(0, 1, 2, 4, 8), hidden=2, seed=5):
    clf = MLPClassifier((hidden,), solver=solver, max_iter=20, random_state=seed)
    return snapshots(clf, X, Y, iterations)


def frame(animation, i):
    animation._func(i)
    return animation._fig.axes


@pytest.fixture
def film(tmp_path):
    taken = training()
    return taken, animate_training(taken, X, Y, path=tmp_path / "film.gif", frames_per_second=5)


def test_file_has_a_frame_a_snapshot_and_holds_the_last(film, tmp_path):
    with Image.open(tmp_path / "film.gif") as picture:
        assert picture.n_frames == 5
        assert picture.info["loop"] == 0
        durations = []
        for i in range(picture.n_frames):
            picture.seek(i)
            durations.append(picture.info["duration"])
            pixels = np.asarray(picture.convert("RGB"))
            assert pixels[0, 0].tolist() == [255, 255, 255]
    assert durations == [200] * 4 + [2000]
    assert (tmp_path / "film.gif").stat().st_size < 200_000


def test_each_frame_of_the_file_shows_its_own_snapshot(film, tmp_path):
    _, animation = film
    canvas = animation._fig.canvas
    with Image.open(tmp_path / "film.gif") as picture:
        written = [picture.seek(i) or np.asarray(picture.convert("RGB"), int) for i in range(5)]
    for i in range(5):
        frame(animation, i)
        canvas.draw()
        drawn = np.asarray(canvas.buffer_rgba())[..., :3].astype(int)
        distances = [np.abs(drawn - other).mean() for other in written]
        assert np.argmin(distances) == i


def test_frames_show_the_units_and_the_losses_so_far(film):
    taken, animation = film
    for i, clf in enumerate(taken):
        left, right = frame(animation, i)
        assert left.get_title().startswith(f"epoch {clf.n_iter_}\nloss ")
        for line, w, b in zip(units(left), clf.coefs_[0].T, clf.intercepts_[0], strict=True):
            np.testing.assert_allclose(line.get_xydata() @ w + b, 0, atol=1e-12)
        (curve,) = right.lines
        np.testing.assert_array_equal(curve.get_xdata(), np.arange(1, clf.n_iter_ + 1))
        np.testing.assert_array_equal(curve.get_ydata(), clf.loss_curve_)
        assert curve.get_visible() == (clf.n_iter_ > 0)
        assert curve.get_markevery() == [-1]


def test_axes_stay_the_same_and_plateaus_are_named(film):
    _, animation = film
    seen = set()
    for i in (0, 4, 1):
        for ax in frame(animation, i):
            seen.add((ax.get_xlim(), ax.get_ylim()))
    assert len(seen) == 2, "one of each panel"
    right = animation._fig.axes[1]
    assert {text.get_text() for text in right.texts} == set(XOR_PLATEAUS)
    assert (right.get_xlabel(), right.get_ylim()) == ("epoch", (0, 1))


def test_a_frame_leaves_nothing_of_the_one_before(film):
    _, animation = film
    counts = {tuple(len(ax.get_children()) for ax in frame(animation, i)) for i in (4, 3, 4, 4, 3)}
    assert max(left for left, _ in counts) - min(left for left, _ in counts) <= 1  # the contour


def test_a_unit_that_dies_during_the_film_is_named_from_then_on():
    alive = network([(1.0, 0.0), (-1.0, 0.0)], [0.0, 0.0])
    dead = network([(1.0, 0.0), (-1.0, 0.0)], [0.0, -BEYOND])
    animation = animate_training([alive, dead, alive], X, Y)
    seen = []
    for i in range(3):
        left, _ = frame(animation, i)
        seen.append((names(left)[1], units(left)[1].get_linestyle()))
    assert seen == [("unit 2", "-"), ("unit 2 (dead)", "--"), ("unit 2", "-")]
    assert "<script" in animation.to_jshtml()


def test_film_of_lbfgs_counts_iterations_and_own_labels_replace_them():
    taken = training("lbfgs", (0, 1, 3))
    animation = animate_training(taken, X, Y, plateaus={})
    left, right = frame(animation, 2)
    assert left.get_title().startswith("iteration 3\n")
    assert right.get_xlabel() == "iteration"
    assert not right.texts
    other = animate_training(taken, X, Y, labels=["a", "b", "c"])
    assert frame(other, 1)[0].get_title().startswith("b\n")
    for each in (animation, other):
        each.to_jshtml()


def test_film_is_unknown_to_pyplot(film):
    assert not plt.get_fignums()


# --- misuse -------------------------------------------------------------------------------------

TWO = network(WEIGHTS[:2], BIASES[:2])
THREE = network(WEIGHTS[:3], BIASES[:3])


def fitted(cls=MLPClassifier, X=X, **settings):
    settings = {"hidden_layer_sizes": (2,), "solver": "lbfgs", "max_iter": 15000} | settings
    return cls(random_state=0, **settings).fit(X, Y)


def film_of(taken=(TWO, TWO), X=X, y=Y, **options):
    return animate_training(taken, X, y, **options)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: plot_hyperplanes(TWO, X[:, :1], Y), ValueError, r"X must have shape \(n, 2\)"),
        (lambda: plot_hyperplanes(TWO, X, 2 * Y), ValueError, "y must hold the labels 0 and 1"),
        (lambda: plot_hyperplanes(MLPClassifier(), X, Y), ValueError,
         r"clf must be fitted, got MLPClassifier before fit; call its fit\(X, y\) first"),
        (lambda: plot_hyperplanes(LogisticRegression().fit(X, Y), X, Y), TypeError,
         "clf must be an MLPClassifier, got LogisticRegression, which has no hidden units; plot_p"),
        (lambda: plot_hyperplanes(fitted(hidden_layer_sizes=(3, 4)), X, Y), ValueError,
         r"clf must have one hidden layer, got 2; .*fit one with hidden_layer_sizes=\(2,\)"),
        (lambda: plot_hyperplanes(fitted(hidden_layer_sizes=()), X, Y), ValueError,
         "clf must have one hidden layer, got 0;"),
        (lambda: plot_hyperplanes(fitted(X=np.hstack([X, X])), X, Y), ValueError,
         "clf must be fitted on two features, got 4; only then is a unit a line: fit it on two"),
        (lambda: film_of([]), ValueError, "snapshots must hold at least one classifier, got none"),
        (lambda: film_of(X=X[0]), ValueError, r"X must have shape \(n, 2\)"),
        (lambda: film_of([TWO, MLPClassifier()]), ValueError, r"snapshots\[1\] must be fitted"),
        (lambda: film_of([TWO, THREE]), ValueError,
         r"equally many hidden units, got 2 in snapshots\[0\] and 3 in snapshots\[1\]; pass those"),
        (lambda: film_of([fitted(sklearn.neural_network.MLPClassifier)]), TypeError,
         r"snapshots\[0\] must have a loss_curve_, got a MLPClassifier without; course\.mlp"),
        (lambda: film_of(training(iterations=[0])), ValueError,
         "at least one classifier after a step of its training, got only initial weights"),
        (lambda: film_of(labels=["one"]), ValueError,
         "one label for each snapshot, got 1 labels for 2 snapshots; add"),
        (lambda: film_of(frames_per_second=0), ValueError,
         "frames_per_second must be above 0, got frames_per_second=0; 8 is"),
        (lambda: film_of(path="film.mp4"), ValueError,
         r"path must end in \.gif, got 'film\.mp4'; name it training\.gif"),
        (lambda: film_of(path="no/such/film.gif"), FileNotFoundError,
         r"folder that exists, got 'no/such/film\.gif'; make no/such first"),
    ],
)  # fmt: skip
def test_misuse_is_told_in_one_line_before_anything_is_drawn(call, error, message):
    with pytest.raises(error, match=message) as caught:
        call()
    assert "\n" not in str(caught.value)
    assert not plt.get_fignums()
