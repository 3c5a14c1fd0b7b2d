"""Runs a student's code: whatever it does, the check gets an answer or a `CheckFailed`."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from course.checks.expect import CheckFailed, short
from course.checks.plain import type_name

T = TypeVar("T")


class _OutOfTime(BaseException):
    """Ends a student's code; no `Exception`, so that `except Exception` does not catch it."""


def guarded(what: str, seconds: float | None, code: Callable[[], T]) -> T:
    """The result of `code()`, which may run a student's code called `what`.

    Raises `CheckFailed` for whatever it raises, `exit()` included, and after `seconds` (only in the
    main thread; None: no limit). Only Ctrl-C goes through.
    """
    try:
        with _time_limit(seconds):
            return code()
    except KeyboardInterrupt:
        raise
    except _OutOfTime:
        raise CheckFailed(
            f"`{what}` took more than {seconds:g} seconds",
            "an answer in less",
            "a loop that never ends, or that does the same work again and again",
            f"Call `{what}` in a cell of its own on few data, and print where it is.",
        ) from None
    except BaseException as error:
        if type(error) is CheckFailed:  # a subclass would be a student's own
            raise
        raise failure(what, error) from None


def failure(what: str, error: BaseException) -> CheckFailed:
    """What a check says when a student's code called `what` raised `error`."""
    words = _message(error)
    if isinstance(error, NotImplementedError):
        return CheckFailed(
            f"not answered yet ({words[:80]})" if words else "not answered yet",
            "your code in place of the line `raise NotImplementedError`",
        )
    return CheckFailed(
        f"{type_name(error)}: {short(words, 160)}",
        f"`{what}` to return without an error",
        "the function works on other data than this, or has a slip in it",
        f"Call `{what}` in a cell of its own and read the last line of the error.",
    )


def _message(error: BaseException) -> str:
    try:
        return str.__str__(str(error))
    except BaseException:  # an error whose text cannot be made is still an error
        return "(it has no text that can be read)"


@contextmanager
def _time_limit(seconds: float | None) -> Iterator[None]:
    if seconds is None:
        yield
        return

    def stop(*_: Any) -> None:
        raise _OutOfTime

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def figures_closed() -> Iterator[None]:
    """Close the figures that a check's call opens, so that they are not shown in the notebook."""
    before = _open_figures()
    try:
        yield
    finally:
        for number in _open_figures() - before:
            sys.modules["matplotlib.pyplot"].close(number)


def _open_figures() -> set[int]:
    """The numbers of pyplot's figures; none while it is not imported."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set() if pyplot is None else set(pyplot.get_fignums())
