"""Pictures of classifiers and of their training, still or moving."""

from course.plots.animation import animate_training
from course.plots.boundaries import plot_probabilities, plot_probability_grid
from course.plots.hyperplanes import plot_hyperplanes
from course.plots.loss_curves import XOR_PLATEAUS, plot_loss_curve_grid, plot_loss_curves
from course.plots.paths import plot_paths

__all__ = [
    "XOR_PLATEAUS",
    "animate_training",
    "plot_hyperplanes",
    "plot_loss_curve_grid",
    "plot_loss_curves",
    "plot_paths",
    "plot_probabilities",
    "plot_probability_grid",
]
