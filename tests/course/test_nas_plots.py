"""Pictures of architecture searches, by their facts; never pixels."""

import io

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import same_color
from matplotlib.patches import FancyArrowPatch

from course.nas.cost import cost
from course.nas.spaces import MultiBranch, TinyChain
from course.plots import plot_architecture, plot_pareto_front, plot_populations
from course.plots.curves import BEST_COLOR
from course.plots.searches import front


@pytest.fixture(autouse=True)
def _quiet_pyplot(monkeypatch):
    plt.switch_backend("agg")
    monkeypatch.setattr(plt, "show", lambda *_, **__: pytest.fail("plt.show was called"))
    yield
    plt.close("all")


def test_a_panel_a_search_with_every_network_and_the_best_so_far():
    searches = {"evolution": [0.3, 0.5, 0.4, 0.7], "chance": [0.6, 0.2, 0.1]}
    figure = plot_populations(searches, n_initial=2, suptitle="two ways")
    assert [ax.get_title() for ax in figure.axes] == list(searches)
    for ax, values in zip(figure.axes, searches.values(), strict=True):
        reference, dots, best = ax.lines[:3]
        np.testing.assert_allclose(dots.get_ydata(), values)
        np.testing.assert_allclose(best.get_ydata(), np.maximum.accumulate(values))
        assert reference.get_ydata()[0] == 0.7
        assert ax.get_xlabel() == "networks evaluated"
    assert figure.axes[0].get_ylim() == figure.axes[1].get_ylim()
    assert "fraction" in figure.axes[0].get_ylabel()
    figure.savefig(io.BytesIO(), format="png")


@pytest.mark.parametrize(
    ("searches", "message"),
    [
        ({}, "at least one, got none"),
        ({"a": []}, "accuracies in"),
        ({"a": [70.0]}, "accuracies in"),
        ({"a": [np.nan]}, "accuracies in"),
    ],
)
def test_what_is_no_search_is_refused(searches, message):
    with pytest.raises(ValueError, match=message):
        plot_populations(searches)


def test_a_front_is_what_nobody_dominates():
    rng = np.random.default_rng(0)
    sizes, values = rng.integers(1, 9, 60).astype(float), rng.random(60).round(1)
    mine = front(sizes, values)
    for i in range(60):
        is_better = (sizes <= sizes[i]) & (values >= values[i])
        is_dominated = (is_better & ((sizes < sizes[i]) | (values > values[i]))).any()
        points = {(sizes[j], values[j]) for j in mine}
        assert is_dominated == ((sizes[i], values[i]) not in points)
    assert (np.diff(sizes[mine]) > 0).all()


def test_everyone_is_grey_fronts_are_lines_and_the_limit_is_drawn():
    sizes, values = np.array([64, 128, 256, 512]), np.array([0.3, 0.6, 0.5, 0.9])
    ax = plot_pareto_front(sizes, values, {"evolution": [0, 2]}, limit_bytes=200, title="here")
    everyone, whole, found, limit = ax.lines
    np.testing.assert_allclose(everyone.get_xydata(), np.column_stack([sizes, values]))
    np.testing.assert_allclose(whole.get_xdata(), [64, 128, 512])
    np.testing.assert_allclose(found.get_xdata(), [64, 256])
    assert limit.get_xdata()[0] == 200
    assert "bytes" in ax.get_xlabel()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "all 4 networks", "front of all of them", "evolution",
    ]  # fmt: skip
    ax.figure.savefig(io.BytesIO(), format="png")
    with pytest.raises(ValueError, match="same shape"):
        plot_pareto_front(sizes, values[:3], {})
    with pytest.raises(ValueError, match="at most 3 searches, got 4"):
        plot_pareto_front(sizes, values, {name: [0] for name in "abcd"})


@pytest.mark.parametrize("space", [TinyChain(), MultiBranch()], ids=["chain", "multi-branch"])
def test_a_diagram_has_all_layers_their_bytes_and_the_peak(space):
    architecture = space.decode(space.rich()[-1])
    figure = plot_architecture(architecture, limit_bytes=900, suptitle="the winner")
    left, right = figure.axes
    texts = "\n".join(text.get_text() for text in left.texts)
    assert texts.count(" B") >= len(architecture.shapes)
    assert "3 × 3 + ReLU" in texts
    assert " × ".join(map(str, architecture.shapes[1])) in texts
    n_read = sum(len(layer.inputs) for layer in architecture.layers)
    assert sum(isinstance(patch, FancyArrowPatch) for patch in left.patches) == n_read
    costs = cost(architecture)
    bars = right.containers[0]
    assert max(bar.get_width() for bar in bars) == costs.sram_bytes
    peaks = [bar for bar in bars if same_color(bar.get_facecolor()[:3], BEST_COLOR)]
    assert peaks
    assert all(bar.get_width() == costs.sram_bytes for bar in peaks)
    assert f"{costs.flash_bytes:,} bytes of flash" in figure.get_suptitle()
    figure.savefig(io.BytesIO(), format="png")
