"""Figures drawn once: the same pictures as IPython's, to within a pixel."""

import base64
import io

import numpy as np
import pytest
from IPython.core.pylabtools import print_figure
from matplotlib import pyplot as plt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from course.kernel_figures import png

NEAR = 4.0  # of 255: edges that lie between pixels are shaded otherwise


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def pixels(text):
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(text))).convert("RGBA"), dtype=float)


def difference(one, other):
    """Mean difference of two pictures, laid over one another as well as whole pixels allow."""
    height, width = (min(a, b) - 2 for a, b in zip(one.shape[:2], other.shape[:2], strict=True))
    middle = one[1 : 1 + height, 1 : 1 + width]
    shifts = ((i, j) for i in range(3) for j in range(3))
    return min(np.abs(middle - other[i : i + height, j : j + width]).mean() for i, j in shifts)


def plain():
    fig, ax = plt.subplots()
    ax.plot([1, 3, 2])
    ax.set(xlabel="x", ylabel="y", title="a title")
    return fig


def grid():
    fig, axes = plt.subplots(3, 3, sharex=True, sharey=True)
    for ax in axes.flat:
        ax.imshow(np.arange(12).reshape(3, 4), aspect="auto")
        ax.label_outer()
    return fig


def equal_aspect():
    fig, ax = plt.subplots()
    ax.plot([0, 1], [0, 3])
    ax.set_aspect("equal")
    return fig


def constrained():
    fig, axes = plt.subplots(2, 2, layout="constrained")
    for ax in axes.flat:
        ax.plot([1, 2], label="a line")
        ax.set(xlabel="long words below", ylabel="long words beside")
    axes[0, 0].legend()
    fig.suptitle("above all")
    return fig


def three_dimensions():
    fig = plt.figure()
    fig.add_subplot(projection="3d").plot([0, 1], [0, 1], [0, 1])
    return fig


def colour_bar():
    fig, ax = plt.subplots()
    fig.colorbar(ax.pcolormesh(np.eye(4)), ax=ax, label="value")
    return fig


@pytest.mark.parametrize(
    "draw", [plain, grid, equal_aspect, constrained, three_dimensions, colour_bar]
)
def test_the_same_picture_in_fewer_drawings(draw, monkeypatch):
    expected = pixels(print_figure(draw(), base64=True))
    drawings = []
    original = FigureCanvasAgg.draw
    monkeypatch.setattr(
        FigureCanvasAgg, "draw", lambda self: (drawings.append(self), original(self))[1]
    )
    got = pixels(png(draw()))
    assert len(drawings) == 1
    assert np.abs(np.subtract(got.shape, expected.shape)).max() <= 1
    assert difference(got, expected) < NEAR


def outside_of_the_canvas():
    fig = plain()
    fig.axes[0].text(1.2, 0.5, "far out", transform=fig.axes[0].transAxes)
    return fig


def moving():
    fig = plain()
    fig.axes[0].plot([2, 1], animated=True)  # drawn only where a figure is saved
    return fig


def of_another_canvas():
    fig = plain()
    plt.close(fig)
    return fig


@pytest.mark.parametrize("draw", [outside_of_the_canvas, moving, of_another_canvas])
def test_what_cannot_be_cut_is_ipythons(draw):
    np.testing.assert_array_equal(pixels(png(draw())), pixels(print_figure(draw(), base64=True)))


def test_an_empty_figure_shows_nothing():
    fig = plt.figure()
    assert png(fig) is None
    fig.text(0.5, 0.5, "words are not enough")
    assert png(fig) is None
    assert print_figure(fig) is None


def test_a_transparent_figure_stays_so():
    fig = plain()
    fig.patch.set_alpha(0)
    assert pixels(png(fig))[0, 0, 3] == 0


def test_a_figure_can_be_shown_again_and_changed():
    fig = plain()
    first = png(fig)
    assert png(fig) == first
    fig.axes[0].plot([3, 1])
    assert png(fig) != first
