"""Values to frames."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable
from typing import Any, Literal

import numpy as np
import pandas as pd

from course.checks.codec.bounds import DEFAULT_BOUNDS, DTYPES, MAX_DIGITS, Bounds, CodecError
from course.checks.codec.document import write
from course.checks.figures import FigureFacts, PanelFacts
from course.checks.submission import Name
from course.checks.tables import axis_levels, columns_of

_LARGEST = 10**MAX_DIGITS


def pack(message: dict[str, Any], bounds: Bounds = DEFAULT_BOUNDS) -> list[bytes]:
    """The frames of `message`; raises `CodecError` for values of other kinds and beyond bounds."""
    encoder = _Encoder(bounds.value_depth)
    tree = encoder.value(message, 0)
    frames = [write(tree), *encoder.frames]
    bounds.require(frames)
    return frames


class _Encoder:
    """Turns values into JSON trees, and gathers the buffers of their arrays."""

    def __init__(self, deepest: int) -> None:
        self.frames: list[bytes] = []
        self._deepest = deepest

    def value(self, value: Any, depth: int) -> Any:
        if depth > self._deepest:
            raise CodecError(f"values nested deeper than the limit of {self._deepest} levels")
        kind = type(value)
        if value is None or kind is bool or kind is str:
            return value
        if _is_classifier(kind):
            return self.classifier(value, depth + 1)
        if kind not in _ENCODERS:
            raise CodecError(f"a value of type {kind.__name__} cannot be sent")
        return _ENCODERS[kind](self, value, depth + 1)

    def integer(self, value: int, depth: int) -> int:
        if abs(value) >= _LARGEST:
            raise CodecError(f"an integer with more than {MAX_DIGITS:,} digits")
        return value

    def real(self, value: float, depth: int) -> Any:
        return value if math.isfinite(value) else {"float": repr(value)}

    def items(self, values: list[Any], depth: int) -> Any:
        return [self.value(value, depth) for value in values]

    def fixed(self, values: tuple[Any, ...], depth: int) -> Any:
        return {"tuple": [self.value(value, depth) for value in values]}

    def mapping(self, values: dict[Any, Any], depth: int) -> Any:
        pairs = [[self.value(key, depth), self.value(v, depth)] for key, v in values.items()]
        return {"dict": pairs}

    def array(self, array: np.ndarray, depth: int) -> Any:
        if array.dtype.kind == "U":
            return {"strings": [list(array.shape), array.ravel().tolist()]}
        if array.dtype.name not in DTYPES:
            raise CodecError(f"an array of dtype {array.dtype} cannot be sent")
        by_columns = array.flags.f_contiguous and not array.flags.c_contiguous
        order: Literal["C", "F"] = "F" if by_columns else "C"
        little_endian = array.astype(array.dtype.newbyteorder("<"), copy=False)
        self.frames.append(little_endian.tobytes(order))
        return {"array": [array.dtype.name, list(array.shape), order]}

    def table(self, table: pd.DataFrame, depth: int) -> Any:
        axes = [self._axis(labels, depth) for labels in (table.columns, table.index)]
        return {"table": [*axes, [self._column(c, depth) for c in columns_of(table)]]}

    def figure(self, facts: FigureFacts, depth: int) -> Any:
        panels = [self._panel(panel, depth) for panel in facts.panels]
        return {"figure": [panels, str(facts.suptitle), self._reals(facts.size_inches, depth)]}

    def scalar(self, number: np.generic, depth: int) -> Any:
        return {"scalar": [number.dtype.name, self.value(number.item(), depth)]}

    def name(self, name: Name, depth: int) -> Any:
        return {"name": name.name}

    def classifier(self, clf: Any, depth: int) -> Any:
        from course.checks.codec.classifiers import params_and_state

        try:
            params, state = params_and_state(clf)
        except ValueError as error:
            raise CodecError(f"{error} cannot be sent") from None
        return {"classifier": [self.value(params, depth), self.value(state, depth)]}

    def _axis(self, labels: pd.Index, depth: int) -> Any:
        levels = axis_levels(labels)
        return [[self.value(name, depth), self._column(level, depth)] for name, level in levels]

    def _column(self, column: Any, depth: int) -> Any:
        if isinstance(column.dtype, pd.StringDtype):
            return {"texts": [None if pd.isna(text) else text for text in column.tolist()]}
        values = np.asarray(column)
        return self.value(values.tolist() if values.dtype == object else values, depth)

    def _panel(self, panel: PanelFacts, depth: int) -> Any:
        return [
            str(panel.title),
            None if panel.cell is None else [int(place) for place in panel.cell],
            str(panel.xlabel),
            str(panel.ylabel),
            self._reals(panel.xlim, depth),
            self._reals(panel.ylim, depth),
            [self.array(np.asarray(line, dtype=float), depth) for line in panel.lines],
            int(panel.n_points),
            int(panel.n_fields),
            self._reals(panel.field_means, depth),
        ]

    def _reals(self, numbers: Iterable[float], depth: int) -> Any:
        return [self.real(float(number), depth) for number in numbers]


def _is_classifier(kind: type) -> bool:
    """Whether it is `course.mlp.MLPClassifier`, whose import takes seconds."""
    mlp = sys.modules.get("course.mlp")
    return mlp is not None and kind is mlp.MLPClassifier


_ENCODERS: dict[type, Callable[[_Encoder, Any, int], Any]] = {
    int: _Encoder.integer,
    float: _Encoder.real,
    list: _Encoder.items,
    tuple: _Encoder.fixed,
    dict: _Encoder.mapping,
    np.ndarray: _Encoder.array,
    pd.DataFrame: _Encoder.table,
    FigureFacts: _Encoder.figure,
    Name: _Encoder.name,
    **{np.dtype(name).type: _Encoder.scalar for name in DTYPES if "complex" not in name},
}
