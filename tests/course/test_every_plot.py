"""Every public plot, one by one: it has words for who cannot see it, and no need of colours."""

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from course import plots
from course.alt_text import MAX_WORDS, alt_text, describe
from course.data import load_architectures, load_curves, load_xor
from course.mlp import MLPClassifier, snapshots
from course.plots.boundaries import PROBABILITY_COLORS
from course.plots.hyperplanes import BACKGROUND_COLORS

X, y, *_ = load_xor()
TABLE = load_curves("mnist")
NETWORK = {"hidden_layer_sizes": [3], "solver": "lbfgs", "activation": "tanh", "max_iter": 60}


def network(seed=0):
    return MLPClassifier(random_state=seed, **NETWORK).fit(X, y)


def animated():
    shots = snapshots(MLPClassifier(random_state=0, **NETWORK), X, y, [1, 10])
    animation = plots.animate_training(shots, X, y)
    animation._draw_was_started = True  # it is not shown here
    animation._func(1)
    return animation._fig


def paths():
    ways = {f"way {i}": np.array([[1, 1], [0.5, i / 9], [0, 0]]) for i in range(6)}
    return plots.plot_paths(lambda x: x @ x, ways, xlim=(-1, 2), ylim=(-1, 2))


def times():
    rng = np.random.default_rng(0)
    runs = {name: rng.exponential(9, 20) + 1 for name in ("none", "ETR-1", "ETR-2")}
    runs["ETR-2"][:12] = np.inf
    return plots.plot_times_to_goal(runs, censored_at=40, reference="none")


def quality():
    rows = itertools.product(("last", "Domhan", "Baker", "Klein"), range(1, 6))
    frame = pd.DataFrame(rows, columns=["predictor", "epoch"])
    frame["error"] = 0.2 / frame["epoch"]
    for level in (50, 80, 90):
        frame[f"coverage_{level}"] = level / 110
    return plots.plot_prediction_quality(frame)


def diagram():
    table = load_architectures()
    architecture = table.space.decode(table.genotypes[-1])
    return plots.plot_architecture(architecture, limit_bytes=2000)


def fronts():
    table = load_architectures()
    found = {"evolution": range(99), "chance": range(200, 299), "NSGA-II": range(300, 399)}
    return plots.plot_pareto_front(
        table.sram_bytes, table.validation[:, 0, -1], found, limit_bytes=800
    )


# How each public plot is drawn, and what its description must tell.
EXAMPLES = {
    "animate_training": (animated, ["unit 3", "loss"]),
    "plot_accuracy_distribution": (
        lambda: plots.plot_accuracy_distribution(TABLE),
        ["4,000 settings", "untrainable", "top 0.5 %"],
    ),
    "plot_architecture": (diagram, ["Layers from the top", "the peak is", "limit is 2,000"]),
    "plot_convergence": (lambda: plots.plot_convergence(TABLE), ["converged", "half of the tr"]),
    "plot_curve_families": (
        lambda: plots.plot_curve_families(TABLE),
        ["random 100", "top 100", "bottom 100", "median of 0."],
    ),
    "plot_hyperplanes": (
        lambda: plots.plot_hyperplanes(network(), X, y),
        ["unit 1", "unit 3", "positive to", "error 0."],
    ),
    "plot_loss_curve_grid": (
        lambda: plots.plot_loss_curve_grid(
            {(s, a): [[0.6, 0.4], [0.7]] for s in ("sgd", "lbfgs") for a in ("relu", "tanh")}
        ),
        ["4 panels", "SGD ReLU", "L-BFGS tanh", "2 runs", "from 0.4 to 0.7"],
    ),
    "plot_loss_curves": (
        lambda: plots.plot_loss_curves([network().loss_curve_], title="seed 0"),
        ["seed 0", "1 run"],
    ),
    "plot_marginal_effects": (
        lambda: plots.plot_marginal_effects(TABLE),
        ["learning rate", "dropout rate", "Median accuracy"],
    ),
    "plot_pareto_front": (fronts, ["1,553 networks", "front of chance goes from", "limit is 800"]),
    "plot_populations": (
        lambda: plots.plot_populations({"evolution": [0.2, 0.5, 0.4], "chance": [0.1, 0.3, 0.2]}),
        ["evolution", "3 networks evaluated", "from 0.100 to 0.300"],
    ),
    "plot_paths": (paths, ["way 5 in 2 steps to (0, 0)", "from (1, 1)"]),
    "plot_prediction_quality": (quality, ["Klein 0.091", "intervals of 90 %"]),
    "plot_probabilities": (
        lambda: plots.plot_probabilities(network(), X, y, title="seed 0"),
        ["seed 0", "500 points of class 0", "loss 0."],
    ),
    "plot_probability_grid": (
        lambda: plots.plot_probability_grid([network(s) for s in range(16)], X, y),
        ["16 panels", "seed 15", "error 0."],
    ),
    "plot_rank_correlation": (
        lambda: plots.plot_rank_correlation(TABLE),
        ["after epoch 1", "best quarter"],
    ),
    "plot_times_to_goal": (times, ["Medians", "ETR-2 not reached (12 of 20 gave up)"]),
}


@pytest.fixture(scope="module")
def figures():
    drawn = {}
    for name, (draw, _) in EXAMPLES.items():
        shown = draw()
        drawn[name] = shown if isinstance(shown, Figure) else shown.figure
    yield drawn
    plt.close("all")


def test_every_public_plot_is_among_the_examples():
    assert set(EXAMPLES) == {name for name in plots.__all__ if callable(getattr(plots, name))}


@pytest.mark.parametrize("name", EXAMPLES)
def test_words(figures, name):
    words = alt_text(figures[name])
    for told in EXAMPLES[name][1]:
        assert told in words
    assert len(words) < MAX_WORDS
    assert "nan" not in words.split()


# --- greyscale ----------------------------------------------------------------------------------


def luminance(color):
    """From 0, black, to 1, white: what a black-and-white printer makes of a colour (CIE L*)."""
    rgb = np.asarray(to_rgb(color))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    Y = float(linear @ [0.2126, 0.7152, 0.0722])
    return (116 * np.cbrt(Y) - 16) / 100 if Y > 0.008856 else 9.033 * Y


def look(handle):
    """What tells a legend's entry from another one without colour."""
    dashes = getattr(handle, "_unscaled_dash_pattern", None) or handle.get_linestyle()
    marker = getattr(handle, "get_marker", lambda: None)()
    hatch = getattr(handle, "get_hatch", lambda: None)()
    return type(handle).__name__, str(dashes), str(marker), hatch


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "plot_hyperplanes"])
def test_what_a_legend_names_can_be_told_apart_in_greyscale(figures, name):
    for legend in [*figures[name].legends, *(ax.get_legend() for ax in figures[name].axes)]:
        for one, other in itertools.combinations(legend.legend_handles if legend else [], 2):
            if one.get_label().startswith("unit") and other.get_label().startswith("unit"):
                continue  # numbered at their lines: tested below
            if look(one) == look(other):
                assert abs(luminance(one.get_color()) - luminance(other.get_color())) > 0.25


def test_units_are_numbered_at_their_lines(figures):
    (ax,) = figures["plot_hyperplanes"].axes
    visible = [text for text in ax.texts if text.get_visible()]
    assert {text.get_text() for text in visible} <= {"1", "2", "3"}
    lines = [line for line in ax.lines if line.get_label().startswith("unit")]
    assert len(visible) == sum(len(line.get_xdata()) > 0 for line in lines)


@pytest.mark.parametrize("colors", [PROBABILITY_COLORS, BACKGROUND_COLORS])
def test_more_probable_is_lighter(colors):
    shades = [luminance(colors(p)) for p in np.linspace(0, 1, 10)]
    assert (np.diff(shades) > 0).all()
    assert shades[-1] - shades[0] > 0.1


def test_classes_have_other_markers(figures):
    """Crosses and rings, dark on light: as the renderer draws them, not only as they were asked."""
    figure = figures["plot_probabilities"]
    (ax,) = (ax for ax in figure.axes if len(ax.lines) == 2)
    assert [line.get_marker() for line in ax.lines] == ["x", "o"]
    figure.canvas.draw()
    grey = np.asarray(figure.canvas.buffer_rgba())[..., :3].mean(axis=-1)
    left, bottom, width, height = ax.get_window_extent().bounds
    panel = grey[-int(bottom + height) : -int(bottom), int(left) : int(left + width)]
    assert np.median(panel) - panel.min() > 60


# --- any other figure ---------------------------------------------------------------------------


def test_a_figure_that_nobody_described():
    fig, (left, right) = plt.subplots(1, 2)
    left.plot([1, 2], label="error")
    left.plot([3], "o")
    left.set(xlabel="seed", ylabel="error", title="Errors\nby seed")
    left.legend()
    right.bar([1, 2], [3, 4])
    words = alt_text(fig)
    assert "Panel 1 of 2: Errors, by seed. error against seed; 1 line, 1 row of points" in words
    assert "the legend names error" in words
    assert "Panel 2 of 2: 2 bars or areas." in words
    assert alt_text(Figure()) == "An empty figure."


def test_words_of_what_was_cleared_are_forgotten():
    _, ax = plt.subplots()
    describe(ax, "The old picture.")
    ax.clear()
    ax.set_title("new")
    assert alt_text(ax.figure) == "new."


def test_a_notebook_carries_the_words():
    """A real kernel, and nbconvert's page made of what it said."""
    import nbformat
    from bs4 import BeautifulSoup
    from nbclient import NotebookClient
    from nbconvert import HTMLExporter

    source = """
from course.checks import for_lab
check = for_lab("lab0_seeds")
from matplotlib import pyplot as plt
plt.plot([0.7, 0.4]); plt.xlabel("epoch"); plt.ylabel("loss"); plt.title('a "run"')
plt.show()
"""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    NotebookClient(notebook).execute()
    (output,) = notebook.cells[0].outputs
    words = 'a "run". loss against epoch; 1 line.'
    assert output.metadata["image/png"]["alt"] == words
    assert output.data["text/plain"] == words
    assert output.data["image/png"].startswith("iVBOR")
    page, _ = HTMLExporter(template_name="classic").from_notebook_node(notebook)
    assert [image["alt"] for image in BeautifulSoup(page, "html.parser")("img")] == [words]
