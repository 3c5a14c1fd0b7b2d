"""What `autograde grade` shows: bar, log, JSON, times; and with which code it ends."""

import io
import json
import os
import pty
import re
import subprocess
import sys

import nbformat
import pytest
from rich.console import Console
from typer.testing import CliRunner

from autograde import stock
from autograde.classroom import fill_in
from autograde.cli import app
from autograde.engine.events import duration, printable
from autograde.engine.progress import Bar, Tally, json_lines, live_bar, plain_log
from autograde.engine.timings import Timings
from tests.autograde.engine_lab import LAB, new_lab

ODD_NAME = "eve\n[red]"


def graded(student, points=12.0, seconds=2.0, cells=(), notes=(), by_hand=False):
    return {
        "event": "graded",
        "student": student,
        "points": points,
        "max_points": 14.0,
        "needs_manual_grade": by_hand,
        "seconds": seconds,
        "overhead_seconds": 0.25,
        "cells": [{"name": name, "seconds": took} for name, took in cells],
        "notes": list(notes),
    }


RUN = [
    {"event": "begin", "lab": "lab9", "students": 5, "workers": 2, "seed": 81},
    {"event": "unchanged", "student": "ada"},
    {"event": "start", "student": "bob"},
    {"event": "start", "student": ODD_NAME},
    graded("bob", cells=[("q1", 1.0), ("cell 2", 0.5)], by_hand=True),
    graded("cut", points=0.0, cells=[("q1", 3.0)], notes=["Its text ends in the middle."]),
    {"event": "failed", "student": ODD_NAME, "why": "No sandbox: \x1b[31m[/red]"},
]
END = {"event": "end", "graded": 2, "unchanged": 1, "failed": 1, "seconds": 65.0}


def console(**options):
    return Console(file=io.StringIO(), width=100, **options)


def shown(console):
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", console.file.getvalue())


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (3.21, "3.2 s"),
        (9.97, "10 s"),
        (59.6, "1 min 00 s"),
        (245, "4 min 05 s"),
        (3599.9, "1 h 00 min"),
        (7800, "2 h 10 min"),
    ],
)
def test_durations(seconds, said):
    assert duration(seconds) == said


def test_a_name_cannot_write_to_the_terminal():
    assert printable("José\x1b[2J\n\u202e") == "José\\x1b[2J\\n\\u202e"


def test_time_left_is_that_of_the_ones_that_are_run():
    now = [0.0]
    tally = Tally(clock=lambda: now[0])
    for event in RUN[:4]:
        tally.take(event)
    assert tally.seconds_left() is None
    assert list(tally.in_flight) == ["bob", ODD_NAME]
    now[0] = 6.0
    tally.take(RUN[4])
    assert (tally.done, tally.seconds_left()) == (2, 18.0)


def test_the_bar():
    now = [0.0]
    tally = Tally(clock=lambda: now[0])
    for event in RUN[:4]:
        tally.take(event)
    now[0] = 3.0
    tally.take(RUN[4])
    first, second = _drawn(tally)
    assert re.fullmatch("lab9 ━{12} +2 of 5 · about 10 s left", first)
    assert second == r"  in flight: eve\n[red] 3.0 s"
    for event in RUN[5:]:
        tally.take(event)
    assert " 4 of 5 · 1 failed" in _drawn(tally)[0]
    for i in range(300):
        tally.take({"event": "start", "student": f"student-{i}"})
    assert len(_drawn(tally)) == 2, "however many there are, it is two lines"


def _drawn(tally):
    drawn = console()
    drawn.print(Bar(tally))
    return [line.rstrip() for line in drawn.file.getvalue().splitlines() if line.strip()]


def test_above_the_bar_stands_what_went_wrong():
    terminal = console(force_terminal=True)
    with live_bar(terminal) as listen:
        for event in RUN:
            listen(event)
    lines = shown(terminal).splitlines()
    assert any(r"eve\n[red]: NO GRADE. No sandbox: \x1b[31m[/red]" in line for line in lines)
    assert any("cut: Its text ends in the middle." in line for line in lines)
    assert not any("bob: " in line for line in lines)


def test_the_log():
    log = console()
    listen = plain_log(log)
    for event in [*RUN, END]:
        listen(event)
    lines = log.file.getvalue().splitlines()
    assert all(re.match(r"\d\d:\d\d:\d\d  ", line) for line in lines)
    assert [line[10:] for line in lines] == [
        "lab9: 5 students, 2 workers, seed 81",
        "2 of 5  bob: 12 of 14 points, written answers wait for a person, in 2.0 s",
        "3 of 5  cut: 0 of 14 points, in 2.0 s",
        "cut: Its text ends in the middle.",
        r"4 of 5  eve\n[red]: NO GRADE. No sandbox: \x1b[31m[/red]",
    ]


def test_json_is_the_events_as_they_are():
    stream = io.StringIO()
    listen = json_lines(stream)
    for event in [*RUN, END]:
        listen(event)
    assert [json.loads(line) for line in stream.getvalue().splitlines()] == [*RUN, END]


@pytest.fixture
def timings():
    made = Timings("lab9")
    for event in RUN:
        made.take(event)
    return made


def test_the_slowest_cells(timings):
    timings.take(graded("[b]dan", cells=[("q1", 2.5), ("[b]cell 2", 0.25)]))
    out = console()
    out.print(timings.slowest_cells())
    rows = [line.split() for line in out.file.getvalue().splitlines() if "." in line]
    assert rows == [
        ["q1", "3", "2.50", "3.00", "cut"],
        ["cell", "2", "1", "0.50", "0.50", "bob"],
        ["[b]cell", "2", "1", "0.25", "0.25", "[b]dan"],
    ]
    assert timings.medians() == (2.0, 0.25)


def test_the_timing_file(timings, tmp_path):
    stopped = json.loads(timings.save(tmp_path).read_text())
    assert stopped["seconds"] is None
    timings.take(END)
    path = timings.save(tmp_path)
    assert re.fullmatch(r"grade-lab9-\d{8}T\d{6}\.\d{6}Z\.json", path.name)
    assert list((tmp_path / "logs").iterdir()) == [path]
    told = json.loads(path.read_text())
    assert (told["lab"], told["workers"], told["seconds"]) == ("lab9", 2, 65.0)
    assert set(told["students"]) == {"bob", "cut"}
    assert told["students"]["bob"] == {
        "seconds": 2.0,
        "overhead_seconds": 0.25,
        "cells": {"q1": 1.0, "cell 2": 0.5},
    }


def test_a_timing_file_is_never_half_written(timings, tmp_path):
    timings.students["bob"]["seconds"] = object()
    with pytest.raises(TypeError, match="not JSON serializable"):
        timings.save(tmp_path)
    assert list((tmp_path / "logs").iterdir()) == []


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with Lab 0 and two who submitted, one of them in a folder that has no name."""
    folder = tmp_path_factory.mktemp("course")
    source, released = new_lab(folder)
    for student in ("ada", ODD_NAME):
        stock.submit(folder, LAB, student, nbformat.writes(fill_in(released, source, {})))
    return folder


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lab7"], "the gradebook has no lab 'lab7'"),
        ([LAB, "--course", "/dev"], "/dev is no course folder"),
        ([LAB, "--student", "adda"], "no submission is by 'adda'.* such as ada"),
        ([LAB, "--dask", "tcp://127.0.0.1:9", "--workers", "3"], "--workers 3 .*leave out one"),
    ],
)
def test_a_run_that_cannot_begin_ends_with_2_and_one_sentence(course, arguments, said):
    ran = CliRunner().invoke(app, ["grade", "--course", str(course), *arguments])
    assert ran.exit_code == 2
    assert re.match(f"autograde: .*{said}", ran.output)
    assert ran.output.count("\n") == 1


def test_dask_without_its_package(course, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)  # as if it were not installed
    monkeypatch.delitem(sys.modules, "autograde.engine.dask_workers", raising=False)
    options = ["--course", str(course), "--dask", "tcp://127.0.0.1:9"]
    ran = CliRunner().invoke(app, ["grade", LAB, *options])
    assert ran.exit_code == 2
    assert "--dask needs the package distributed" in ran.output
    assert "[instructor,dask]" in ran.output


def test_a_class_in_a_terminal_then_in_a_script(course):
    """The whole command, as an instructor and a script meet it."""
    code, said = _in_a_terminal("grade", LAB, "--course", str(course), "--workers", "1")
    assert code == 1, said
    for words in [
        "in flight: ada",
        r"eve\n[red]: NO GRADE",
        "The slowest cells",
        f"{LAB}: 1 graded, 0 unchanged, 1 without a grade",
        f"Only these again: autograde grade {LAB} --course {course} --only-failed",
    ]:
        assert words in said
    [path] = (course / "logs").glob("grade-*.json")
    assert f"Times of every student and cell: {path}" in said.replace("\r\n", "")
    assert list(json.loads(path.read_text())["students"]) == ["ada"]

    code, events = _in_a_script("grade", LAB, "--course", str(course), "--json")
    assert code == 1
    assert [event["event"] for event in events] in (
        ["begin", "unchanged", "failed", "end"],
        ["begin", "failed", "unchanged", "end"],
    )
    code, events = _in_a_script("grade", LAB, "--course", str(course), "--json", "--student", "ada")
    assert (code, events[-1]["unchanged"]) == (0, 1)
    assert len(list((course / "logs").glob("grade-*.json"))) == 1, "nothing was run"


def _command(*arguments):
    return [sys.executable, "-m", "autograde", *arguments]


def _in_a_script(*arguments):
    ran = subprocess.run(_command(*arguments), capture_output=True, text=True, timeout=120)
    assert ran.stderr == ""
    return ran.returncode, [json.loads(line) for line in ran.stdout.splitlines()]


def _in_a_terminal(*arguments):
    ours, theirs = pty.openpty()
    environment = os.environ | {"COLUMNS": "100", "TERM": "xterm", "NO_COLOR": "1"}
    process = subprocess.Popen(_command(*arguments), stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    said = b""
    with open(ours, "rb", buffering=0) as terminal:
        try:
            while part := terminal.read(65536):
                said += part
        except OSError:  # Linux's way to say that nobody writes to it any more
            pass
    return process.wait(120), re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said.decode())
