"""What ends a run of the engine, in one sentence."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import OperationalError

_FULL = (errno.ENOSPC, errno.EDQUOT)


class EngineError(RuntimeError):
    """A run cannot begin or go on; the message is a sentence that says why, and what to do."""


@contextmanager
def clear_words(course: Path) -> Iterator[None]:
    """Say in one sentence, an `EngineError`, that the disk is full or the gradebook unusable."""
    try:
        yield
    except Exception as error:
        if not is_of_all(error):
            raise
        raise EngineError(_of_all(error, course)) from error


def is_of_all(error: BaseException) -> bool:
    """Whether it is no single submission's fault."""
    return any(_is_full(e) or isinstance(e, OperationalError) for e in _chain(error))


def _of_all(error: BaseException, course: Path) -> str:
    if any(map(_is_full, _chain(error))):
        return (
            f"the disk of {course} is full; what was graded is saved: make space and run the same "
            "command again"
        )
    why = next(e.orig for e in _chain(error) if isinstance(e, OperationalError))
    return f"the gradebook of {course} cannot be used ({why}); what was graded is saved"


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OperationalError):
        return "database or disk is full" in str(error.orig)
    return isinstance(error, OSError) and error.errno in _FULL


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
