"""The progress bar: on a terminal, in a notebook, and nowhere."""

import sys
import types

import pytest

from course import progress
from course.progress import long_progress, progress_bar


class Terminal:
    """A stream that says it is a terminal, and keeps what is written to it."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return True


@pytest.fixture
def notebook(monkeypatch):
    """A fake Jupyter kernel; the value is the list of everything that was displayed."""
    shown: list = []

    def display(thing, display_id):
        assert display_id is True
        shown.append(thing)
        return types.SimpleNamespace(update=shown.append)

    ipython = types.ModuleType("IPython")
    ipython.get_ipython = lambda: types.SimpleNamespace(kernel=object())
    ipython.display = types.ModuleType("IPython.display")
    ipython.display.display = display
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    monkeypatch.setitem(sys.modules, "IPython.display", ipython.display)
    monkeypatch.setattr("course.progress._SECONDS_BETWEEN_UPDATES", 0.0)
    return shown


def run(total: int, **options) -> None:
    with progress_bar(total, "runs", **options) as advance:
        for _ in range(total):
            advance()


def test_quiet_where_nobody_looks(capfd):
    run(3)
    assert capfd.readouterr() == ("", "")


def test_a_bar_on_a_terminal(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    run(3)
    assert "3/3" in terminal.text


def test_a_terminal_can_be_told_to_be_quiet(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    run(3, show=False)
    assert terminal.text == ""


def test_a_notebook_sees_html_and_keeps_one_line(notebook, capfd):
    run(16)
    assert notebook[1]._repr_html_() == (
        '<progress value="1" max="16" aria-label="runs"></progress> '
        "<span>1 of 16 runs, about 1 s left</span>"
    )
    assert repr(notebook[0]) == "0 of 16 runs"
    assert notebook[-1]._repr_html_() == "<span>16 runs in 0.0 s</span>"
    assert capfd.readouterr() == ("", "")


def test_a_notebook_sees_the_seconds_that_are_left(notebook, monkeypatch):
    now = iter([100, 105, 110, 112])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(now))
    with progress_bar(8, "runs") as advance:
        advance()
        advance()
    assert [repr(bar) for bar in notebook] == [
        "0 of 8 runs", "1 of 8 runs, about 35 s left", "2 of 8 runs, about 30 s left",
        "2 runs in 12.0 s",
    ]  # fmt: skip


def test_a_notebook_is_not_left_with_a_running_bar_after_an_error(notebook):
    def fail_after_one() -> None:
        with progress_bar(4, "runs") as advance:
            advance()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_one()
    assert repr(notebook[-1]) == "1 runs in 0.0 s"


def test_long_work_is_logged_a_line_a_minute(monkeypatch, capfd):
    now = iter([0, 10, 61, 100, 130])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(now))
    with long_progress("searches") as say:
        for done in (20, 25, 81, 90, 100):  # 20 were there before
            say(done, 100)
    assert capfd.readouterr().err.splitlines() == [
        "20 of 100 searches",
        "81 of 100 searches, 0 min left",
        "100 of 100 searches, 0 min left",
    ]


def test_the_log_knows_its_pace(monkeypatch, capfd):
    now = iter([0, 120])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(now))
    with long_progress("searches") as say:
        say(50, 100)
        say(60, 100)  # 10 in two minutes
    assert capfd.readouterr().err.splitlines()[-1] == "60 of 100 searches, 8 min left"


def test_long_work_has_a_bar_on_a_terminal(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with long_progress("searches") as say:
        say(1, 4)
        say(4, 4)
    assert "searches" in terminal.text
    assert "4/4" in terminal.text
