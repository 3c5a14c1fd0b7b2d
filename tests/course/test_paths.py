"""Paths of optimizers on a map, by the facts of the picture."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from course.plots import plot_paths
from course.plots.paths import COLORS, N_LEVELS

ZIGZAG = np.array([[0.0, 0.0], [1.0, 0.5], [0.5, 1.0]])


def bowl(x):
    return float(x @ x)


@pytest.fixture(autouse=True)
def _closed():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def test_each_path_is_a_line_with_its_number_of_steps():
    _, given = plt.subplots()
    paths = {"one": ZIGZAG, "other": ZIGZAG[:2].tolist()}
    ax = plot_paths(bowl, paths, given, xlim=(-1, 2), ylim=(-1, 2), title="A bowl")
    assert ax is given
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["one, 2 steps", "other, 1 steps"]
    lines = {line.get_label(): np.column_stack(line.get_data()) for line in ax.lines}
    np.testing.assert_array_equal(lines["one, 2 steps"], ZIGZAG)
    assert (ax.get_xlim(), ax.get_ylim(), ax.get_title()) == ((-1, 2), (-1, 2), "A bowl")
    assert ax.get_xlabel() == "x1"


def test_few_levels_and_closer_ones_near_the_bottom():
    ax = plot_paths(bowl, {"one": ZIGZAG}, xlim=(-1, 2), ylim=(-1, 2))
    levels = ax.collections[0].levels
    assert len(levels) == N_LEVELS
    assert np.all(np.diff(levels, 2) > 0)


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        ({}, "1 to 6 paths, got 0"),
        ({str(i): ZIGZAG for i in range(len(COLORS) + 1)}, "got 7; draw the others apart"),
        ({"flat": [1.0, 2.0]}, r"paths\['flat'\] must have shape \(k, 2\) .* got shape \(2,\)"),
    ],
)
def test_paths_that_cannot_be_drawn(paths, message):
    with pytest.raises(ValueError, match=message):
        plot_paths(bowl, paths, xlim=(0, 1), ylim=(0, 1))
