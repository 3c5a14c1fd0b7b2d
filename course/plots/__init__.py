"""Pictures of classifiers and of their training; each draws on given Axes and returns them."""

from course.plots.boundaries import plot_probabilities, plot_probability_grid
from course.plots.loss_curves import XOR_PLATEAUS, plot_loss_curve_grid, plot_loss_curves
from course.plots.paths import plot_paths

__all__ = [
    "XOR_PLATEAUS",
    "plot_loss_curve_grid",
    "plot_loss_curves",
    "plot_paths",
    "plot_probabilities",
    "plot_probability_grid",
]
