"""What may go into a table, and what may be asked of it."""

import json
from collections.abc import Mapping
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course.hpo.space import Hyperparameter, Space, Value
from course.hpo.table_files import TableError

DTYPES = {"integer": np.dtype(np.int64), "float": np.dtype(np.float64)}


def checked_query(setting: Mapping[str, Any], space: Space) -> dict[str, Value]:
    """The setting's values as int, float and str; fixed hyperparameters may be left out.

    Raises `TableError` when a name is missing or unknown, or a value is not in the space.
    """
    given = dict(setting)
    known = {h.name: h for h in space.hyperparameters}
    unknown = [str(name) for name in given if name not in known]
    missing = [h.name for h in space.free() if h.name not in given]
    if unknown or missing:
        got = [f"no {name}" for name in missing] + [f"an unknown {name!r}" for name in unknown]
        raise TableError(
            f"a setting of {space.task} must have {', '.join(h.name for h in space.free())}, got "
            f"{', '.join(got)}; correct the names"
        )
    try:
        return {name: _checked_value(known[name], value) for name, value in given.items()}
    except ValueError as error:
        raise TableError(f"{error}; the table's `space` says what is allowed") from error


def _checked_value(h: Hyperparameter, value: Any) -> Value:
    if h.type == "categorical":
        if not isinstance(value, str):
            raise ValueError(f"{h.name} must be a string, got {value!r}")
        h.check(value)
        return str(value)
    if not isinstance(value, Real) or isinstance(value, bool):
        raise ValueError(f"{h.name} must be a number, got {value!r}")
    h.check(value)
    number = float(value)
    return int(number) if h.type == "integer" else number


def checked_settings(settings: pd.DataFrame, space: Space) -> pd.DataFrame:
    """A copy of them whose rows are numbered from 0.

    Raises `TableError` for other columns or dtypes than the space's, no rows, or a value outside.
    """
    names = [h.name for h in space.hyperparameters]
    if list(settings) != names or not len(settings):
        raise TableError(
            f"settings must have at least one row and the columns {names}, got {len(settings)} "
            f"rows and {list(settings)}; Space.from_unit and Space.sobol make them so"
        )
    columns: dict[str, list[str] | NDArray[Any]] = {}
    for h in space.hyperparameters:
        column = settings[h.name]
        if h.type == "categorical":
            choices = [str(value) for value in column]
            columns[h.name], to_check = choices, set(choices)
        elif column.dtype != DTYPES[h.type]:
            raise TableError(
                f"settings must have {h.name} as {DTYPES[h.type]}, got {column.dtype}; "
                "Space.from_unit and Space.sobol make them so"
            )
        else:
            numbers = column.to_numpy().copy()
            columns[h.name], to_check = numbers, {numbers.min(), numbers.max()}
        for value in to_check:
            try:
                h.check(value)
            except ValueError as error:
                raise TableError(f"settings: {error}; they must lie in the space") from error
    return pd.DataFrame(columns)


def checked_metadata(metadata: Any) -> dict[str, Any]:
    """A copy of it; raises `TableError` when it is something else than a dict of plain JSON."""
    try:
        copy = json.loads(json.dumps(metadata, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise TableError(f"metadata must be plain JSON, got {error}; convert it") from error
    if not isinstance(copy, dict) or copy != metadata:
        raise TableError(
            "metadata must be plain JSON, a dict with strings as keys and lists for tuples, got "
            f"{metadata!r}; convert it"
        )
    return copy
