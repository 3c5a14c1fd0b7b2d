"""Figures drawn once: the same pictures as IPython's, to within a pixel."""

import base64
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from IPython.core.pylabtools import print_figure
from matplotlib import pyplot as plt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from course.kernel_figures import encoded, png

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


def moved_frame():
    fig, ax = plt.subplots()
    ax.set(yticks=[])
    ax.spines.left.set_position(("outward", 40))
    return fig


@pytest.mark.parametrize(
    "draw", [plain, grid, equal_aspect, constrained, three_dimensions, colour_bar, moved_frame]
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


@given(
    hnp.arrays(np.uint8, hnp.array_shapes(min_dims=3, max_dims=3).map(lambda s: (*s[:2], 4))),
    st.booleans(),
)
def test_a_file_holds_the_pixels(rgba, is_opaque):
    if is_opaque:
        rgba[..., 3] = 255
    image = Image.open(io.BytesIO(encoded(rgba, dpi=100.0)))
    assert image.mode == ("RGB" if np.all(rgba[..., 3] == 255) else "RGBA")
    assert image.info["dpi"] == pytest.approx((100, 100), rel=1e-3)
    np.testing.assert_array_equal(np.asarray(image.convert("RGBA")), rgba)


def test_frames_count_again_afterwards():
    fig = plain()
    fig.axes[0].spines.top.set_in_layout(False)
    png(fig)
    in_layout = {name: spine.get_in_layout() for name, spine in fig.axes[0].spines.items()}
    assert in_layout == {"left": True, "right": True, "bottom": True, "top": False}


def test_a_figure_can_be_shown_again_and_changed():
    fig = plain()
    first = png(fig)
    assert png(fig) == first
    fig.axes[0].plot([3, 1])
    assert png(fig) != first
