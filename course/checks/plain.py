"""A student's objects as plain data: the one place where the one becomes the other.

What comes out has no type of the student's own: an overridden `__eq__` or `__float__` is gone, and
with it whatever it would have told a check. Numbers and text are read past such overrides.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from course.checks.expect import CheckFailed
from course.checks.tables import (
    Axis,
    axis_levels,
    columns_of,
    make_table,
    object_column,
    text_column,
)

MAX_DEPTH = 8
MAX_BYTES = 64 * 2**20
_SEQUENCES: tuple[Any, ...] = (list, tuple, set, frozenset, range, map, filter, zip)


def plain(value: Any, what: str) -> Any:
    """`value` as None, numbers, strings, lists, dicts, arrays and data frames, copied.

    Tuples and other sequences of plain data become lists, numpy scalars Python numbers, series and
    index objects arrays or lists. Raises `CheckFailed` for anything else, naming `what` it was, for
    what is nested too deep, and for arrays that are too large together.
    """
    return _Copy(what).plain(value, 0)


def type_name(value: Any) -> str:
    """The name of a value's class, whatever its metaclass says."""
    return str.__str__(type.__dict__["__name__"].__get__(type(value)))


class _Copy:
    """One copy of a value called `what`, with the bytes of arrays that it has so far."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.n_bytes = 0

    def plain(self, value: Any, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise CheckFailed(
                f"`{self.what}` nested deeper than {MAX_DEPTH} levels", "simpler data"
            )
        kind = type(value)  # `isinstance` would believe an object that lies about its class
        if value is None or kind is bool:
            return value
        for base, read in ((int, int.__int__), (float, float.__float__), (str, str.__str__)):
            if issubclass(kind, base):
                return read(value)
        if issubclass(kind, np.generic | np.ndarray):
            return self._plain_array(np.array(value), depth)
        if issubclass(kind, pd.DataFrame):
            return self._plain_table(value, depth)
        if issubclass(kind, pd.Series | pd.Index):
            return self._plain_array(np.array(value), depth)
        if issubclass(kind, Mapping):
            items = dict.items(value) if issubclass(kind, dict) else value.items()
            return {self._key(k, depth): self.plain(v, depth + 1) for k, v in items}
        for sequence in _SEQUENCES:
            if issubclass(kind, sequence):
                return [self.plain(item, depth + 1) for item in sequence.__iter__(value)]
        raise _refused(self.what, type_name(value))

    def _plain_array(self, array: np.ndarray, depth: int) -> Any:
        """Numbers, booleans and strings as a base array, or a number if it has no dimension."""
        self.n_bytes += array.nbytes
        if self.n_bytes > MAX_BYTES:
            raise CheckFailed(
                f"`{self.what}` with arrays of more than {MAX_BYTES:,} bytes together",
                "less data",
            )
        if array.dtype.kind in "OT":
            return self.plain(array.tolist(), depth)
        if array.dtype in (np.longdouble, np.clongdouble):
            array = array.astype(float if array.dtype.kind == "f" else complex)
        if array.dtype.kind not in "biufcU":
            raise _refused(self.what, f"numpy.{array.dtype.name}")
        array = array.astype(array.dtype.newbyteorder("="), copy=False)
        return array if array.ndim else self.plain(array.item(), depth)

    def _plain_table(self, table: pd.DataFrame, depth: int) -> pd.DataFrame:
        columns = [self._column(column, depth) for column in columns_of(table)]
        names, rows = self._axis(table.columns, depth), self._axis(table.index, depth)
        return make_table(names, rows, columns)

    def _axis(self, labels: pd.Index, depth: int) -> Axis:
        axis = []
        for name, level in axis_levels(labels):
            column = self._column(level, depth)
            if column.dtype == object:
                column = object_column([self._key(label, depth) for label in level])
            axis.append((self._key(name, depth), column))
        return axis

    def _column(self, column: Any, depth: int) -> Any:
        if isinstance(column.dtype, pd.StringDtype):
            return text_column(None if pd.isna(text) else text for text in column)
        values = self._plain_array(np.array(column), depth)
        return object_column(values) if isinstance(values, list) else values

    def _key(self, key: Any, depth: int) -> Any:
        if issubclass(type(key), tuple):
            if depth > MAX_DEPTH:
                raise CheckFailed(
                    f"`{self.what}` nested deeper than {MAX_DEPTH} levels", "simpler data"
                )
            return tuple(self._key(part, depth + 1) for part in tuple.__iter__(key))
        value = self.plain(key, depth)
        return tuple(value) if isinstance(value, list) else value


def _refused(what: str, kind: str) -> CheckFailed:
    return CheckFailed(
        f"`{what}` holds a value of type {kind}",
        "numbers, strings, lists, dicts, arrays or data frames",
        "something else was stored or returned than the question asks for",
        "Print it, and compare its type with the question's text.",
    )
