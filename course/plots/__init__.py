"""Pictures of classifiers, of their training, of tables of curves, and of architecture searches."""

from course.plots.animation import animate_training
from course.plots.architectures import plot_architecture
from course.plots.boundaries import plot_probabilities, plot_probability_grid
from course.plots.curves import plot_convergence, plot_curve_families, plot_rank_correlation
from course.plots.hyperplanes import plot_hyperplanes
from course.plots.loss_curves import XOR_PLATEAUS, plot_loss_curve_grid, plot_loss_curves
from course.plots.paths import plot_paths
from course.plots.search_times import plot_times_to_goal
from course.plots.searches import plot_pareto_front, plot_populations
from course.plots.table_facts import plot_accuracy_distribution, plot_marginal_effects

__all__ = [
    "XOR_PLATEAUS",
    "animate_training",
    "plot_accuracy_distribution",
    "plot_architecture",
    "plot_convergence",
    "plot_curve_families",
    "plot_hyperplanes",
    "plot_loss_curve_grid",
    "plot_loss_curves",
    "plot_marginal_effects",
    "plot_pareto_front",
    "plot_paths",
    "plot_populations",
    "plot_probabilities",
    "plot_probability_grid",
    "plot_rank_correlation",
    "plot_times_to_goal",
]
