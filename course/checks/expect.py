"""How a check says what it saw: got, expected, likely cause, next step."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


class CheckFailed(AssertionError):  # noqa: N818 (it is a verdict, no error of the program)
    """A check did not pass.

    Parameters
    ----------
    got, expected : str
        What the submission has, and what the check asks for, in plain words.
    cause, next_step : str
        The likeliest mistake behind the difference, and what to try.
    """

    def __init__(self, got: str, expected: str, cause: str = "", next_step: str = "") -> None:
        super().__init__(f"got {got}, expected {expected}")
        self.got = got
        self.expected = expected
        self.cause = cause
        self.next_step = next_step


class NoAnswer(Exception):  # noqa: N818 (an event, no error of the program)
    """The submission cannot be asked any more; the message, a sentence, says why."""


def short(value: Any, limit: int = 200) -> str:
    """A value as a student would write it, at most `limit` characters long."""
    if isinstance(value, np.ndarray) and value.size > 8:
        return f"array of shape {value.shape}, starting {short(value.ravel()[:3].tolist())}"
    if isinstance(value, float):
        text = f"{value:.6g}"
    elif isinstance(value, np.ndarray):
        text = repr(value.tolist())
    else:
        text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _named(value: Any, name: str) -> str:
    return f"{name} = {short(value)}" if name else short(value)


def expect(passed: bool, got: Any, expected: str, cause: str = "", next_step: str = "") -> None:
    """Raise `CheckFailed` unless `passed` (for conditions that are no simple equality)."""
    if not passed:
        raise CheckFailed(got if isinstance(got, str) else short(got), expected, cause, next_step)


def expect_equal(
    got: Any, expected: Any, cause: str = "", next_step: str = "", *, name: str = ""
) -> None:
    """Raise `CheckFailed` unless `got == expected`; both must be plain data, not arrays.

    `name` says which part of an answer it is.
    """
    same = type(got) is type(expected) or isinstance(got, int | float) == isinstance(
        expected, int | float
    )
    words = _named(got, name), short(expected)
    expect(same and bool(got == expected), *words, cause, next_step)


def expect_close(
    got: Any,
    expected: Any,
    cause: str = "",
    next_step: str = "",
    *,
    name: str = "",
    rtol: float = 1e-6,
    atol: float = 1e-9,
) -> None:
    """Raise `CheckFailed` unless `got` has the shape and, within tolerance, the values expected.

    `name` says which part of an answer it is.
    """
    wanted = np.asarray(expected, dtype=float)
    try:
        array = np.asarray(got, dtype=float)
    except (TypeError, ValueError):
        raise CheckFailed(
            _named(got, name), short(expected), "not numbers", next_step or "Print its type."
        ) from None
    if array.shape != wanted.shape:
        shapes = f"shape {array.shape}", f"shape {wanted.shape}"
        raise CheckFailed(*shapes, cause, next_step)
    close = np.isclose(array, wanted, rtol=rtol, atol=atol, equal_nan=True)
    if close.all():
        return
    if array.ndim == 0:
        raise CheckFailed(_named(got, name), short(expected), cause, next_step)
    first = tuple(int(i) for i in np.argwhere(~close)[0])
    where = ", ".join(map(str, first))
    raise CheckFailed(
        f"{array[first]:.6g} at index {where} ({int((~close).sum())} of {close.size} differ)",
        f"{wanted[first]:.6g} there",
        cause,
        next_step,
    )


def as_list(value: Any) -> Any:
    """A list where a list or an array will do."""
    return value.tolist() if isinstance(value, np.ndarray) else value


def expect_keys(got: Any, keys: list[str]) -> None:
    """Raise unless `got` is a dict with exactly these keys."""
    expect(
        isinstance(got, dict),
        got,
        "a dict",
        "a list, a tuple, a number or nothing was returned",
        'Return {"key": value, …} with the keys of the question.',
    )
    expect(
        sorted(map(str, got)) == sorted(keys),
        f"keys {sorted(map(str, got))}",
        f"keys {sorted(keys)}",
        "a key is missing or spelled differently",
        "Copy the keys from the question.",
    )


def expect_table(got: Any, columns: list[str], n_rows: int) -> pd.DataFrame:
    """Raise unless `got` is a data frame with these columns, in any order, and n_rows rows."""
    expect(
        isinstance(got, pd.DataFrame),
        got,
        "a pandas DataFrame",
        "a list, a dict or nothing was returned",
        "pd.DataFrame(rows) makes one of a list of dicts.",
    )
    expect(
        sorted(map(str, got.columns)) == sorted(columns),
        f"columns {sorted(map(str, got.columns))}",
        f"columns {sorted(columns)}",
        "a column is missing, too many, or spelled differently",
        "Copy the column names from the question.",
    )
    expect(
        len(got) == n_rows,
        f"{len(got)} rows",
        f"{n_rows} rows",
        "runs that belong elsewhere are in, or some are missing",
        "Look at the question again: which runs get a row?",
    )
    return got
