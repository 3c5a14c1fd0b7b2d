"""A progress bar for wherever the work runs: terminal, notebook, or nowhere to show it.

In a notebook it is a plain HTML `<progress>` element, replaced at the end by one line of text:
a stored notebook keeps no dead widget. Nothing is ever written to stderr there, because stock
nbgrader takes points for that.
"""

import html
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_SECONDS_BETWEEN_UPDATES = 0.1
_SECONDS_BETWEEN_LINES = 60


@contextmanager
def progress_bar(total: int, unit: str, *, show: bool = True) -> Iterator[Callable[[], None]]:
    """Count to `total`; yields a function to call once for each finished piece of work.

    `unit` is the plural of what is counted ("runs"). The bar is drawn by rich when stderr is a
    terminal, in HTML in a Jupyter notebook; elsewhere, or with `show=False`, nothing is shown.
    """
    if show and _in_notebook():
        with _notebook_bar(total, unit) as advance:
            yield advance
    elif show and sys.stderr.isatty():
        with _terminal_bar(total, unit) as advance:
            yield advance
    else:
        yield lambda: None


@contextmanager
def long_progress(unit: str) -> Iterator[Callable[[int, int], None]]:
    """For commands that take minutes or hours: a bar in a terminal, else a line a minute.

    Yields a function to call with the numbers of finished pieces of work and of all, first with
    those that an earlier run has left. `unit` is the plural of what is counted.
    """
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

        columns = *Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn()
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task(unit)
            yield lambda done, total: bar.update(task, completed=done, total=total)
    else:
        yield _Log(unit)


class _Log:
    """A line a minute: what is done, and how long the rest will take at the pace of this run."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.began: float | None = None
        self.done_before = 0
        self.said = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self.began is None:
            self.began, self.done_before = now, done
        elif now - self.said < _SECONDS_BETWEEN_LINES and done < total:
            return
        self.said = now
        pace = (now - self.began) / max(1, done - self.done_before)
        left = f", {pace * (total - done) / 60:.0f} min left" if done > self.done_before else ""
        print(f"{done} of {total} {self.unit}{left}", file=sys.stderr, flush=True)


def _in_notebook() -> bool:
    """Whether this process is a Jupyter kernel (without importing IPython to find out)."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and hasattr(ipython.get_ipython(), "kernel")


@contextmanager
def _terminal_bar(total: int, unit: str) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    left = TimeRemainingColumn(elapsed_when_finished=True)
    with Progress(*columns, left, console=Console(stderr=True)) as bar:
        task = bar.add_task(unit, total=total)
        yield lambda: bar.advance(task)


@dataclass(frozen=True)
class _Bar:
    """What a notebook shows; as plain text where HTML can't be shown."""

    done: int
    total: int
    unit: str
    left: float | None = None  # seconds, as soon as a guess can be made
    seconds: float | None = None  # set when all is done

    def __repr__(self) -> str:
        if self.seconds is None:
            guess = "" if self.left is None else f", about {max(1, round(self.left))} s left"
            return f"{self.done} of {self.total} {self.unit}{guess}"
        return f"{self.done} {self.unit} in {self.seconds:.1f} s"

    def _repr_html_(self) -> str:
        text = html.escape(repr(self))
        if self.seconds is not None:
            return f"<span>{text}</span>"
        label = html.escape(self.unit, quote=True)
        bar = f'<progress value="{self.done}" max="{self.total}" aria-label="{label}"></progress>'
        return f"{bar} <span>{text}</span>"


@contextmanager
def _notebook_bar(total: int, unit: str) -> Iterator[Callable[[], None]]:
    from IPython.display import display

    start = drawn = time.monotonic()
    done = 0
    handle = display(_Bar(0, total, unit), display_id=True)

    def advance() -> None:
        nonlocal done, drawn
        done += 1
        now = time.monotonic()
        if now - drawn >= _SECONDS_BETWEEN_UPDATES:
            drawn = now
            left = (now - start) / done * (total - done)
            handle.update(_Bar(done, total, unit, left))

    try:
        yield advance
    finally:
        handle.update(_Bar(done, total, unit, seconds=time.monotonic() - start))
