"""The picture of one training: hidden units and boundary at the left, the loss at the right.

Panels are made once for each width and moved then, which takes a third of the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from course.alt_text import alt_text, describe
from course.mlp import MLPClassifier
from course.play.settings import MAX_WIDTH, STEPS, Settings
from course.plots.hyperplanes import HyperplanePanel, add_square
from course.plots.loss_curves import PLATEAU_COLOR, plot_loss_curves

WIDTH, DPI = 9.0, 96  # inches, and pixels in one
BEFORE = "before this change"


@dataclass(frozen=True)
class Shown:
    """A picture of a training, WIDTH · DPI pixels wide, and what to say of it."""

    png: bytes
    alt: str
    sentence: str
    height: int


class Picture:
    """Draws trainings on X (n, 2) and y (n,) with the labels 0 and 1.

    `plateaus` are reference lines in the panel of the loss, label to height.
    """

    def __init__(self, X: ArrayLike, y: ArrayLike, plateaus: Mapping[str, float]) -> None:
        self._X, self._y, self._plateaus = X, np.asarray(y), plateaus
        self._stages: dict[int, _Stage] = {}
        self._before: list[float] = []

    def show(self, settings: Settings, clf: MLPClassifier, seconds: float) -> Shown:
        """Draw a training that took `seconds`; the loss of the one before it stays, dashed."""
        if settings.width not in self._stages:
            self._stages[settings.width] = _Stage(self._X, self._y, settings.width, self._plateaus)
        sentence = f"{self._sentence(settings, clf)} Trained in {1000 * seconds:.0f} ms."
        stage = self._stages[settings.width]
        png = stage.draw(settings, clf, self._before)
        self._before = list(clf.loss_curve_)
        return Shown(png, f"{sentence} {alt_text(stage.figure)}", sentence, stage.height)

    def _sentence(self, settings: Settings, clf: MLPClassifier) -> str:
        wrong = int(np.sum(clf.predict(self._X) != self._y))
        step = "iteration" if settings.solver == "lbfgs" else "epoch"
        when = f"after {clf.n_iter_} {step}{'' if clf.n_iter_ == 1 else 's'}"
        if clf.n_iter_ == 0:
            when = "before the first step"
        elif clf.did_converge_:
            when += ", where the training ended by itself"
        of = f"{wrong} of {len(self._y)} points wrong" if wrong else "no point wrong"
        return f"{settings.sentence()}: {of}, loss {clf.loss_:.4f} {when}."


class _Stage:
    """The artists for networks of one width."""

    def __init__(
        self, X: ArrayLike, y: np.ndarray, width: int, plateaus: Mapping[str, float]
    ) -> None:
        self.figure = Figure(dpi=DPI, facecolor="white")
        self._canvas = FigureCanvasAgg(self.figure)
        # as much room below as the widest network needs: pictures of one size do not jump
        left = add_square(self.figure, WIDTH, MAX_WIDTH)
        self.height = round(self.figure.get_figheight() * DPI)
        box = left.get_position()
        start = box.x1 + 0.75 / WIDTH
        self._loss = self.figure.add_axes((start, box.y0, 1 - 0.65 / WIDTH - start, box.height))
        self._panel = HyperplanePanel(left, X, y, width)
        plot_loss_curves([[1.0], [1.0]], self._loss, plateaus=plateaus)
        self._before, self._curve = self._loss.lines
        self._before.set(color=PLATEAU_COLOR, linestyle="dashed", alpha=0.9, label=BEFORE)
        self._curve.set(alpha=1, linewidth=1.8, markersize=5.5, clip_on=False, label="now")
        self._loss.set_xlim(1, STEPS[-1])
        self._loss.legend(loc="upper left", bbox_to_anchor=(0, -0.12), ncols=2, frameon=False,
                          fontsize="small", borderaxespad=0)  # fmt: skip

    def draw(self, settings: Settings, clf: MLPClassifier, before: list[float]) -> bytes:
        self._panel.show(clf, settings.sentence())
        for line, losses in ((self._before, before), (self._curve, clf.loss_curve_)):
            line.set_data(np.arange(1, len(losses) + 1), losses)
        step = "iteration" if settings.solver == "lbfgs" else "epoch"
        self._loss.set_xlabel(step)
        self._loss.set_title(f"loss after each {step}", y=1.0, fontsize="medium")
        losses = clf.loss_curve_ or [clf.loss_]
        fell = f"Training loss, from {losses[0]:.3f} to {losses[-1]:.3f}."
        was = f" Dashed, {BEFORE}: down to {before[-1]:.3f}." if before else ""
        describe(self._loss, fell + was)
        file = BytesIO()
        self._canvas.print_png(file, pil_kwargs={"compress_level": 1})
        return file.getvalue()
