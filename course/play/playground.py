"""The picture with its controls where there can be some, else as it is."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from html import escape
from importlib.util import find_spec
from typing import Any

import numpy as np
from IPython import get_ipython
from numpy.typing import ArrayLike

from course.play.picture import DPI, WIDTH, Picture, Shown
from course.play.settings import Settings, train


class Playground:
    """What `course.play.play` returns; it shows itself where it is a cell's last value.

    settings : the position of the controls; shown : the picture there, and its words.
    """

    def __init__(
        self,
        X: ArrayLike,
        y: ArrayLike,
        plateaus: Mapping[str, float],
    ) -> None:
        self._X, self._y = np.asarray(X), np.asarray(y)
        self._picture = Picture(self._X, self._y, plateaus)
        self.settings = Settings()
        self.shown = self._draw()
        self._missing = missing_for_controls()
        self._box: Any = None

    def move(self, **changes: Any) -> Shown:
        """Change fields of `Settings`, train, and draw.

        Raises ValueError if the training diverges; settings and picture stay as they were.
        """
        before = self.settings
        self.settings = Settings(**vars(before) | changes)
        if self.settings == before:
            return self.shown
        try:
            self.shown = self._draw()
        except ValueError:
            self.settings = before
            raise
        return self.shown

    def _draw(self) -> Shown:
        start = time.perf_counter()
        clf = train(self.settings, self._X, self._y)
        return self._picture.show(self.settings, clf, time.perf_counter() - start)

    def __repr__(self) -> str:
        return f"{self.shown.sentence}\n{self._missing}".strip()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """Controls for who can show them; the picture as it is now for stored pages."""
        note = f"<p>{escape(self._missing)}</p>" if self._missing else ""
        still = {"text/plain": repr(self), "text/html": picture_html(self.shown) + note}
        if self._missing:
            return still
        if self._box is None:
            from course.play.controls import make_controls

            self._box = make_controls(self)
        views: dict[str, Any] = self._box._repr_mimebundle_()
        return views | still


def missing_for_controls() -> str:
    """What keeps controls from being shown here, and what to type; "" if nothing does."""
    if not hasattr(get_ipython(), "kernel"):
        return "In a Jupyter notebook, course.play.play() has controls to drag."
    if find_spec("ipywidgets") is None:
        return "To drag its settings: pip install ipywidgets, then restart the kernel."
    return ""


def picture_html(shown: Shown, before: Shown | None = None) -> str:
    """The picture with its alternative text, and its sentence below.

    Behind it lies the picture `before`, so that nothing flickers while this one is decoded.
    """
    behind = f"background:url({_as_url(before)}) 0 0 / 100% 100%; " if before else ""
    return (
        f'<img src="{_as_url(shown)}" alt="{escape(shown.alt, quote=True)}" decoding="sync" '
        f'width="{WIDTH * DPI:.0f}" height="{shown.height}" '
        f'style="{behind}max-width:100%; height:auto">'
        f'<p style="line-height:1.4; min-height:2.8em">{escape(shown.sentence)}</p>'
    )


def _as_url(shown: Shown) -> str:
    return f"data:image/png;base64,{base64.b64encode(shown.png).decode()}"
