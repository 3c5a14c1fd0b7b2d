"""What checks ask of a figure's panels: their titles, places, limits, fields and lines."""

from __future__ import annotations

import re

import numpy as np

from course.checks.expect import expect, expect_equal
from course.checks.figures import FigureFacts, PanelFacts
from course.mlp import MLPClassifier


def title_words(title: str) -> list[str]:
    """A title's words and numbers: "Seed 3: error 0.25" gives seed, 3, error, 0.25."""
    return re.findall(r"[a-z]+|\d+(?:\.\d+)?", title.lower())


def expect_panels(figure: FigureFacts, titles: list[str]) -> None:
    """Raise unless there is a panel per title, in order, and each title names it."""
    _expect_number_of_panels(figure, len(titles))
    for panel, wanted in zip(figure.panels, titles, strict=True):
        words = title_words(panel.title)
        expect(
            all(word in words for word in title_words(wanted)),
            f"a panel with the title {panel.title!r}",
            f"{wanted!r} in its title",
            "a title is missing, or the panels are in another order",
            "Pass title=… for each panel, row by row.",
        )


def _expect_number_of_panels(figure: FigureFacts, wanted: int) -> None:
    expect_equal(
        len(figure.panels),
        wanted,
        "panels are missing, empty or too many",
        "plt.subplots(rows, columns) makes the panels; draw on each of them.",
        name="number of panels",
    )


def expect_fields(figure: FigureFacts, clfs: list[MLPClassifier], X: np.ndarray) -> None:
    """Raise unless each panel shows all points on its own classifier's probabilities."""
    _expect_number_of_panels(figure, len(clfs))
    for panel, clf in zip(figure.panels, clfs, strict=True):
        expect(
            panel.n_fields >= 1 and panel.n_points == len(X),
            f"{panel.n_points} points and {panel.n_fields} coloured fields in {panel.title!r}",
            f"all {len(X)} points on a coloured field",
            "the data or the probabilities were not drawn in this panel",
            "plot_probabilities(clf, X, y, ax=ax) draws both, on the panel that you pass.",
        )
        sides = np.linspace(*panel.xlim, 50), np.linspace(*panel.ylim, 50)
        plane = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, 2)
        mean = float(clf.predict_proba(plane)[:, 1].mean())
        for field_mean in panel.field_means[:1]:  # filled contours have none
            expect(
                min(abs(field_mean - mean), abs(1 - field_mean - mean)) < 0.08,
                f"colours with a mean of {field_mean:.2f} in {panel.title!r}",
                f"this classifier's probabilities, with a mean of {mean:.2f}",
                "another classifier's probabilities, the same ones in all panels, or classes",
                "Each panel shows the probabilities that its own classifier predicts.",
            )


def expect_limits_shared(figure: FigureFacts) -> None:
    """Raise unless all panels show the same range of x and y."""
    limits = {(*panel.xlim, *panel.ylim) for panel in figure.panels}
    expect(
        len(limits) == 1,
        f"{len(limits)} different pairs of axis limits",
        "the same limits in all panels",
        "each panel chose its own limits",
        "plt.subplots(…, sharex=True, sharey=True) makes them share.",
    )


def expect_lines(
    figure: FigureFacts, curves: dict[tuple[str, str], list[list[float]]], *, x_too: bool
) -> None:
    """Raise unless each panel, row by row, has its own setting's lines and no other setting's.

    With `x_too`, they must be drawn against 1, 2, 3, …
    """

    def shown(panel: PanelFacts, curve: list[float]) -> bool:
        xy = np.column_stack([np.arange(1, len(curve) + 1), curve])
        columns = slice(None) if x_too else slice(1, 2)
        drawn = (line[np.isfinite(line).all(axis=1)] for line in panel.lines)
        same_shape = (line for line in drawn if line.shape == xy.shape)
        return any(np.allclose(line[:, columns], xy[:, columns]) for line in same_shape)

    for panel, (key, wanted) in zip(figure.panels, curves.items(), strict=False):
        others = [curve for other in curves.keys() - {key} for curve in curves[other]]
        expect(
            not any(shown(panel, curve) for curve in others),
            f"lines of another setting in panel {panel.title!r}",
            f"the lines of {key} only",
            "every panel shows all settings, or the panels are swapped",
            "Loop over the curves of the panel's own setting.",
        )
        for i, curve in enumerate(wanted):
            expect(
                shown(panel, curve),
                f"no line in panel {panel.title!r} that shows run {i} of {key}",
                "one line per run, with its losses"
                + (" against 1, 2, 3, …" if x_too else " in order"),
                "another setting's curves, some runs left out, or x that starts at 0",
                "Loop over all curves of the panel's own setting; the first epoch is 1.",
            )


def expect_grid(figure: FigureFacts, ncols: int) -> None:
    """Raise unless the panels fill a grid of `ncols` columns row by row, as far as it is known."""
    for i, panel in enumerate(figure.panels):
        wanted = divmod(i, ncols)
        expect(
            panel.cell in (None, wanted),
            f"panel {panel.title!r} in row and column {panel.cell} (counted from 0)",
            f"it in {wanted}",
            "another number of rows and columns, or panels filled column by column",
            "plt.subplots(rows, columns) and axes.ravel() give the panels row by row.",
        )
