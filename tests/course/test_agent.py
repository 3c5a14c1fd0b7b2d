"""The agent: it answers, stays quiet, and never lets a student's code end it."""

import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from matplotlib import pyplot as plt
from traitlets.config import Config

from course.checks.agent import Agent
from course.checks.codec import FIGURES, Bounds, pack, unpack
from course.checks.expect import CheckFailed
from course.checks.runner import MAX_WORDS
from course.checks.xor_inputs import small_runs

SECONDS = 5.0


def asked(agent, op, **parts):
    """The reply to one request."""
    return unpack(agent.answer(pack({"op": op, **parts})), kinds=FIGURES)


def call(agent, function, *args, returns="data", stand_ins=None, **kwargs):
    parts = {"function": function, "args": list(args), "kwargs": kwargs}
    return asked(agent, "call", **parts, returns=returns, stand_ins=stand_ins or {})


def test_answers_every_request():
    def draw():
        fig, ax = plt.subplots()
        ax.plot([1, 2], [3, 4])
        ax.set_title("A")
        return fig

    clfs, X, _ = small_runs(6, (14, 6))
    names = {"x": (1, np.int64(2)), "clfs": clfs, "fig": draw(), "draw": draw, "add": lambda *a: a}
    agent = Agent(names, SECONDS)
    before = plt.get_fignums()
    assert asked(agent, "contains", name="x") == {"ok": True}
    assert asked(agent, "contains", name="y") == {"ok": False}
    assert asked(agent, "value", name="x") == {"ok": [1, 2]}
    assert call(agent, "add", 1, {"a": (2,)}) == {"ok": [1, {"a": [2]}]}
    assert call(agent, "add", 9, stand_ins={"add": "math:sqrt"}) == {"ok": [9]}
    for reply in (asked(agent, "figure", name="fig"), call(agent, "draw", returns="figure")):
        assert reply["ok"].panels[0].title == "A"
    assert plt.get_fignums() == before
    plt.close(names["fig"])
    assert asked(agent, "estimators", name="clfs") == {"ok": [0, 2]}
    ask = partial(asked, agent, "ask", list=0)
    reply = ask(which=[1, 0], method="predict_proba", args=[X])
    for got, clf in zip(reply["ok"], clfs[::-1], strict=True):
        np.testing.assert_array_equal(got, clf.predict_proba(X))
    assert ask(which=[1], method="attribute", args=["random_state"]) == {"ok": [6]}
    assert asked(agent, "forget") == {"ok": None}
    assert "IndexError" in ask(which=[1], method="get_params", args=[])["failed"][0]


def test_a_folder_lives_until_it_is_closed():
    agent = Agent({"read": lambda folder: Path(folder, "a.txt").read_text()}, SECONDS)
    path = asked(agent, "folder", files={"a.txt": "né"})["ok"]
    assert Path(path).parent == Path(tempfile.gettempdir())
    assert call(agent, "read", path) == {"ok": "né"}
    asked(agent, "close_folder", path=path)
    assert not Path(path).exists()
    assert "KeyError" in asked(agent, "close_folder", path=path)["failed"][0]


class Unreadable(BaseException):
    def __str__(self):
        raise SystemExit


class Sly(type):
    __name__ = property(lambda cls: 1 / 0)


class Forged(CheckFailed):
    got = property(lambda self: 1 / 0)

    def __init__(self):
        pass


ERRORS = [
    ValueError("bad"),
    SystemExit(3),
    KeyboardInterrupt(),
    GeneratorExit(),
    RecursionError(),
    MemoryError(),
    StopIteration(),
    Unreadable(),
    Sly("Nameless", (Exception,), {})(),
    CheckFailed(object(), 3, None, "n" * 5000),
    CheckFailed.__new__(CheckFailed),
    Forged(),
]


@pytest.mark.parametrize("error", ERRORS, ids=range(len(ERRORS)))
def test_whatever_a_call_raises_is_a_failed_reply(error):
    def broken():
        raise error

    agent = Agent({"broken": broken, "x": 1}, SECONDS)
    words = call(agent, "broken")["failed"]
    assert len(words) == 4
    assert all(type(text) is str and len(text) <= MAX_WORDS for text in words)
    assert asked(agent, "value", name="x") == {"ok": 1}


def test_endless_recursion_and_loops():
    def deep():
        return deep()

    def endless():
        while True:
            pass

    agent = Agent({"deep": deep, "endless": endless}, 0.2)
    assert "RecursionError" in call(agent, "deep")["failed"][0]
    assert "took more than 0.2 seconds" in call(agent, "endless")["failed"][0]


def test_objects_that_misbehave_when_looked_at():
    class Trap:
        def __getattribute__(self, name):
            raise KeyboardInterrupt

        def __deepcopy__(self, memo):
            raise SystemExit

    class Endless(list):
        def __len__(self):
            return -1

        def __iter__(self):
            while True:
                yield 1

    agent = Agent({"trap": Trap(), "list": Endless([1, 2]), "f": lambda x: x}, 0.3)
    for op in ("value", "estimators", "figure"):
        assert len(asked(agent, op, name="trap")["failed"]) == 4
    assert len(call(agent, "trap")["failed"]) == 4
    assert asked(agent, "value", name="list") == {"ok": [1, 2]}


@pytest.mark.parametrize(
    "frames",
    [
        [],
        [b"no JSON"],
        pack({}),
        pack({"op": "format the disk"}),
        pack({"op": "value"}),
        pack({"op": "ask", "list": "x", "which": 1, "method": 3, "args": None}),
    ],
)
def test_bad_requests_get_a_failed_reply(frames):
    reply = unpack(Agent({}, SECONDS).answer(frames))
    assert len(reply["failed"]) == 4


def test_replies_beyond_the_bounds_name_the_limit_and_the_size():
    agent = Agent(
        {"x": np.zeros(10**6), "many": [0] * 2000, "half": "\ud800"},
        SECONDS,
        Bounds(value_bytes=10**6, n_values=1000),
    )
    got, *_ = asked(agent, "value", name="x")["failed"]
    assert "8,000,0" in got
    assert "more than the limit of 1,000,000 bytes" in got
    got, *_ = asked(agent, "value", name="many")["failed"]
    assert "more than the limit of 1,000 values" in got


def test_careless_names_do_not_matter(monkeypatch):
    names = dict.fromkeys(["list", "dict", "sum", "len", "type", "json", "np", "isinstance"], 3)
    agent = Agent(names | {"x": [1, 2.5, np.ones(2)]}, SECONDS)
    monkeypatch.setattr("json.dumps", None)
    monkeypatch.setattr("json.loads", None)
    monkeypatch.setattr("json.JSONEncoder", None)
    assert asked(agent, "value", name="x")["ok"][:2] == [1, 2.5]
    assert asked(agent, "value", name="sum") == {"ok": 3}


@pytest.fixture
def shell():
    config = Config()
    config.HistoryManager.enabled = False
    yield InteractiveShell.instance(config=config)
    InteractiveShell.clear_instance()


def test_nothing_is_printed_warned_or_displayed(shell, capsys, recwarn):
    from IPython.display import display

    def noisy():
        print("out")
        print("err", file=sys.stderr)
        display({"text/plain": "shown"}, raw=True)
        plt.figure()
        return 1

    publisher = shell.display_pub
    agent = Agent({"noisy": noisy}, SECONDS)
    assert call(agent, "noisy") == {"ok": 1}
    assert capsys.readouterr() == ("", "")
    assert shell.display_pub is publisher
    assert plt.get_fignums() == []


def test_warnings_are_not_shown():
    """In a process of its own: pytest records warnings before they are shown."""
    code = """
import warnings
from course.checks.agent import Agent
from course.checks.codec import pack
agent = Agent({"f": lambda: warnings.warn("careful")}, 5.0)
agent.answer(pack({"op": "call", "function": "f", "args": [], "kwargs": {}, "returns": "data",
                   "stand_ins": {}}))
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (ran.stdout, ran.stderr) == (b"", b"")
