"""Frames to values, trusting nothing in them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from course.checks.codec.bounds import (
    DEFAULT_BOUNDS,
    DTYPES,
    MAX_COLUMNS,
    MAX_DIMENSIONS,
    Bounds,
    CodecError,
    Frame,
    require,
)
from course.checks.codec.document import read
from course.checks.figures import FigureFacts, PanelFacts
from course.checks.submission import Name
from course.checks.tables import Axis, make_table, object_column, text_column

DATA = frozenset({"float", "tuple", "dict", "array", "strings", "table"})
"""The kinds that plain data is made of."""
FIGURES = DATA | {"figure"}
INWARD = DATA | {"scalar", "name", "classifier"}
"""The kinds that only the grader sends; it never reads them."""

_NOT_FINITE = ("nan", "inf", "-inf")
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")
_LARGEST_SHAPE = 2**40  # bytes that a shape may stand for, zeros in it not counted


def unpack(
    frames: Sequence[Frame], bounds: Bounds = DEFAULT_BOUNDS, kinds: frozenset[str] = DATA
) -> dict[str, Any]:
    """The message in `frames`, made of values of the kinds `kinds`.

    Raises `CodecError` for whatever breaks a rule of the codec. Memory stays below eight times
    the bounds' value_bytes plus 500 bytes a value.
    """
    require(isinstance(frames, list | tuple) and len(frames) > 0, "no frames")
    require(all(isinstance(frame, Frame) for frame in frames), "a frame that is no bytes")
    bounds.require(frames)
    decoder = _Decoder(frames[1:], bounds, kinds)
    message = decoder.value(read(bytes(frames[0])), 0)
    require(next(decoder.buffers, None) is None, "more frames than arrays")
    named = isinstance(message, dict) and all(isinstance(key, str) for key in message)
    require(named, "a message that is no dict with text for keys")
    return message


class _Decoder:
    """Turns a document's tree, its objects as (kind, content), and the buffers into values.

    A method a kind: it gets the kind's content, whatever that is, and the depth of what is in it.
    """

    def __init__(self, buffers: Sequence[Frame], bounds: Bounds, kinds: frozenset[str]) -> None:
        self.buffers: Iterator[Frame] = iter(buffers)
        self._bounds = bounds
        self._kinds = kinds
        self._n_columns = 0

    def value(self, tree: Any, depth: int) -> Any:
        deepest = self._bounds.value_depth
        if depth > deepest:
            raise CodecError(f"values nested deeper than the limit of {deepest} levels")
        if isinstance(tree, list):
            return [self.value(item, depth + 1) for item in tree]
        if isinstance(tree, tuple):
            kind, content = tree
            require(kind in self._kinds, f"a value of the kind {kind[:40]!r} where none may be")
            return _DECODERS[kind](self, content, depth + 1)
        return _text(tree) if isinstance(tree, str) else tree

    def special(self, content: Any, depth: int) -> float:
        known = isinstance(content, str) and content in _NOT_FINITE
        require(known, "a float that is not nan, inf or -inf")
        return float(content)

    def fixed(self, content: Any, depth: int) -> tuple[Any, ...]:
        return tuple(self.value(item, depth) for item in _list(content))

    def mapping(self, content: Any, depth: int) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for pair in _list(content):
            key, item = _list(pair, 2)
            key = self._key(key, depth)
            require(key not in found, "a dict with a key twice")
            found[key] = self.value(item, depth)
        return found

    def array(self, content: Any, depth: int) -> np.ndarray:
        name, dimensions, order = _list(content, 3)
        require(isinstance(name, str) and name in DTYPES, "an array of an unknown dtype")
        require(order in ("C", "F"), "an array in an unknown order")
        dtype = np.dtype(name)
        shape = _shape(dimensions, dtype.itemsize)
        buffer = next(self.buffers, None)
        if buffer is None:
            raise CodecError("more arrays than frames")
        n_bytes = math.prod(shape) * dtype.itemsize
        require(memoryview(buffer).nbytes == n_bytes, "a frame of another size than its array")
        raw = np.frombuffer(buffer, np.uint8)
        require(name != "bool" or not (raw > 1).any(), "a boolean that is neither 0 nor 1")
        array = raw.view(dtype.newbyteorder("<")).reshape(shape, order=order)
        return array.astype(dtype, order="K")

    def strings(self, content: Any, depth: int) -> np.ndarray:
        dimensions, items = _list(content, 2)
        shape = _shape(dimensions, 4)
        texts = [_text(item) for item in _list(items, math.prod(shape))]
        n_bytes = 4 * len(texts) * max(map(len, texts), default=0)  # numpy pads to the longest
        require(n_bytes <= self._bounds.value_bytes, f"an array of strings of {n_bytes:,} bytes")
        return np.array(texts, dtype=str).reshape(shape)

    def table(self, content: Any, depth: int) -> pd.DataFrame:
        columns, rows, values = _list(content, 3)
        self._spend_columns(1 + len(_list(values)))
        axes = self._axis(columns, depth), self._axis(rows, depth)
        arrays = [self._column(value, depth) for value in values]
        n_columns, n_rows = (len(axis[0][1]) for axis in axes)
        fits = len(arrays) == n_columns and all(len(array) == n_rows for array in arrays)
        require(fits, "a data frame whose columns do not fit its axes")
        try:
            return make_table(*axes, arrays)
        except Exception as error:  # pandas has rules of its own for labels
            raise CodecError(f"no data frame: {type(error).__name__}") from None

    def figure(self, content: Any, depth: int) -> FigureFacts:
        panels, suptitle, size = _list(content, 3)
        facts = tuple(self._panel(panel, depth) for panel in _list(panels))
        return FigureFacts(facts, _text(suptitle), self._pair(size, depth))

    def scalar(self, content: Any, depth: int) -> Any:
        name, number = _list(content, 2)
        require(isinstance(name, str) and name in DTYPES, "a number of an unknown dtype")
        item = self.value(number, depth)
        require(isinstance(item, int | float), "a scalar that is no number")
        try:
            return np.array(item, dtype=name)[()]
        except (OverflowError, ValueError):
            raise CodecError(f"a scalar too large for {name}") from None

    def name(self, content: Any, depth: int) -> Name:
        return Name(_text(content))

    def classifier(self, content: Any, depth: int) -> Any:
        from course.checks.codec.classifiers import fitted  # takes seconds, and most need none

        params, state = (self.value(part, depth) for part in _list(content, 2))
        try:
            return fitted(params, state)
        except Exception as error:  # scikit-learn's and Python's own rules for attributes
            raise CodecError(f"no classifier: {type(error).__name__}") from None

    def _key(self, tree: Any, depth: int) -> Any:
        """A dict's key, or a label of a data frame."""
        key = self.value(tree, depth)
        require(_is_key(key), "a key that is no number, text or tuple of these")
        return key

    def _axis(self, content: Any, depth: int) -> Axis:
        levels = [_list(level, 2) for level in _list(content)]
        self._spend_columns(len(levels))
        axis = [(self._key(name, depth), self._labels(tree, depth)) for name, tree in levels]
        sizes = {len(labels) for _, labels in axis}
        require(len(sizes) == 1, "a data frame's axis without levels, or of unequal ones")
        return axis

    def _labels(self, tree: Any, depth: int) -> Any:
        if isinstance(tree, list):
            return object_column([self._key(label, depth + 1) for label in tree])
        return self._column(tree, depth)

    def _column(self, tree: Any, depth: int) -> Any:
        if isinstance(tree, list):
            return object_column(self.value(tree, depth))
        kind, content = tree if isinstance(tree, tuple) else ("", None)
        if kind == "texts":
            return text_column(None if text is None else _text(text) for text in _list(content))
        require(kind == "array", "a column that is no array, list or texts")
        array = self.array(content, depth)
        require(array.ndim == 1, "a column with another number of dimensions than one")
        return array

    def _spend_columns(self, n_columns: int) -> None:
        """Count columns over the whole message: pandas needs much memory for each."""
        self._n_columns += n_columns
        require(self._n_columns <= MAX_COLUMNS, f"more than the limit of {MAX_COLUMNS:,} columns")

    def _panel(self, content: Any, depth: int) -> PanelFacts:
        title, cell, xlabel, ylabel, xlim, ylim, lines, n_points, n_fields, means = _list(
            content, 10
        )
        return PanelFacts(
            title=_text(title),
            cell=None if cell is None else self._place(cell),
            xlabel=_text(xlabel),
            ylabel=_text(ylabel),
            xlim=self._pair(xlim, depth),
            ylim=self._pair(ylim, depth),
            lines=tuple(self._line(line, depth) for line in _list(lines)),
            n_points=_count(n_points),
            n_fields=_count(n_fields),
            field_means=tuple(self._number(mean, depth) for mean in _list(means)),
        )

    def _place(self, content: Any) -> tuple[int, int]:
        row, column = _list(content, 2)
        return _count(row), _count(column)

    def _pair(self, content: Any, depth: int) -> tuple[Any, Any]:
        low, high = _list(content, 2)
        return self._number(low, depth), self._number(high, depth)

    def _number(self, tree: Any, depth: int) -> Any:
        number = self.value(tree, depth)
        require(type(number) is float, "a limit or a mean that is no float")
        return number

    def _line(self, tree: Any, depth: int) -> np.ndarray:
        line = self.value(tree, depth)
        is_line = isinstance(line, np.ndarray) and line.ndim == 2 and line.shape[1] == 2
        require(is_line and line.dtype == np.float64, "a line that is no (n, 2) array of floats")
        return line


def _text(tree: Any) -> str:
    """A string; half of a surrogate pair is none."""
    require(isinstance(tree, str), "something else where text must be")
    require(_HALF_A_PAIR.search(tree) is None, "text with half of a surrogate pair")
    return tree


def _is_key(value: Any) -> bool:
    if isinstance(value, tuple):
        return all(map(_is_key, value))
    return value is None or isinstance(value, bool | int | float | str)


def _list(tree: Any, length: int | None = None) -> list[Any]:
    require(isinstance(tree, list), "something else where a list must be")
    require(length in (None, len(tree)), f"a list of {len(tree)} where {length} must be")
    return tree


def _count(tree: Any) -> int:
    require(type(tree) is int and 0 <= tree < 2**31, "something else where a count must be")
    return tree


def _shape(tree: Any, itemsize: int) -> list[int]:
    shape = [_count(side) for side in _list(tree)]
    require(len(shape) <= MAX_DIMENSIONS, f"an array of {len(shape)} dimensions")
    n_bytes = itemsize * math.prod(max(side, 1) for side in shape)
    require(n_bytes <= _LARGEST_SHAPE, "an array larger than memory")
    return shape


_DECODERS: dict[str, Callable[[_Decoder, Any, int], Any]] = {
    "float": _Decoder.special,
    "tuple": _Decoder.fixed,
    "dict": _Decoder.mapping,
    "array": _Decoder.array,
    "strings": _Decoder.strings,
    "table": _Decoder.table,
    "figure": _Decoder.figure,
    "scalar": _Decoder.scalar,
    "name": _Decoder.name,
    "classifier": _Decoder.classifier,
}
