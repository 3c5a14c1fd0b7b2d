"""Data frames taken apart into plain columns, and put together again.

A plain column is a one-dimensional numpy array, or an array of pandas' `str` dtype.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

Axis = list[tuple[Any, Any]]
"""One (name, labels) pair a level, labels a plain column."""


def columns_of(table: pd.DataFrame) -> list[Any]:
    """The columns' arrays, by position, so that columns of the same name are told apart."""
    return [table.iloc[:, i].array for i in range(table.shape[1])]


def axis_levels(labels: pd.Index) -> Axis:
    """The levels of an index or of the columns; several for a `MultiIndex`."""
    levels = range(labels.nlevels)
    return [(labels.names[i], labels.get_level_values(i).array) for i in levels]


def make_table(columns: Axis, rows: Axis, values: list[Any]) -> pd.DataFrame:
    """A data frame from its axes and the arrays of its columns."""
    table = pd.DataFrame(dict(enumerate(values)), index=_index(rows))
    table.columns = _index(columns)
    return table


def text_column(texts: Iterable[str | None]) -> Any:
    """A column of pandas' `str` dtype; None is a missing text."""
    return pd.array(list(texts), dtype="str")


def object_column(values: list[Any]) -> np.ndarray:
    """A column of dtype object: one value a row, lists included."""
    column = np.empty(len(values), dtype=object)
    for i, value in enumerate(values):  # all at once, numpy would take lists for more dimensions
        column[i] = value
    return column


def _index(levels: Axis) -> pd.Index:
    if len(levels) == 1:
        [(name, labels)] = levels
        return pd.Index(labels, name=name, dtype=labels.dtype, tupleize_cols=False)
    arrays, names = [labels for _, labels in levels], [name for name, _ in levels]
    return pd.MultiIndex.from_arrays(arrays, names=names)
