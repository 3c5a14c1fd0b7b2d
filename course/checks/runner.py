"""Runs check files (pytest) against a submission and returns what came out."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
import pytest
from _pytest.config import _prepareconfig

from course.checks.expect import CheckFailed, NoAnswer, short
from course.checks.submission import Submission
from course.personal import COMMON_SEEDS, SixteenSeeds

MAX_WORDS = 1000
"""Characters of each thing that an outcome says."""


def question(name: str, *, points: int, hint: str = "") -> pytest.MarkDecorator:
    """Mark a pytest function as a check of question `name`.

    The function's docstring is the sentence that people read. A hidden check's `hint` is all that a
    student learns of it when it fails.
    """
    if points <= 0:
        raise ValueError(f"a check's points must be above 0, got points={points!r}")
    return pytest.mark.question(name, points=points, hint=hint)


@dataclass(frozen=True)
class Check:
    """A check as its author wrote it."""

    name: str
    question: str
    points: int
    sentence: str
    hint: str
    hidden: bool


@dataclass(frozen=True)
class Outcome:
    """What one check said of one submission; `points` is what the check is worth."""

    name: str
    sentence: str
    points: int
    hidden: bool
    passed: bool
    got: str = ""
    expected: str = ""
    cause: str = ""
    next_step: str = ""


@dataclass(frozen=True)
class Report:
    """The outcomes of one question's checks; `title` is the question in a few words."""

    question: str
    title: str
    outcomes: tuple[Outcome, ...]

    @property
    def points(self) -> int:
        return sum(outcome.points for outcome in self.outcomes if outcome.passed)

    @property
    def max_points(self) -> int:
        return sum(outcome.points for outcome in self.outcomes)

    @property
    def n_passed(self) -> int:
        return sum(outcome.passed for outcome in self.outcomes)

    @property
    def all_passed(self) -> bool:
        return bool(self.outcomes) and self.n_passed == len(self.outcomes)

    def to_dict(self) -> dict[str, Any]:
        """As JSON-ready data, with the sums that a reader wants."""
        return asdict(self) | {"points": self.points, "max_points": self.max_points}


class Ask(Protocol):
    """Asks one question of a submission; `RuntimeError` if it has no such check."""

    def __call__(self, name: str, title: str, *, hidden: bool) -> Report: ...


Work = Callable[[Ask], object]
"""What is done while the check files are open."""


@dataclass
class _Session:
    """A pytest plugin: gives checks their submission, runs those asked for, keeps what they say."""

    hidden_file: Path | None
    submission: Submission | None = None
    seed: int = 0
    seeds: SixteenSeeds = COMMON_SEEDS
    checks: dict[str, Check] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    items: list[pytest.Item] = field(default_factory=list)

    @pytest.fixture(name="submission", scope="session")
    def submission_fixture(self) -> Submission:
        assert self.submission is not None
        return self.submission

    @pytest.fixture(name="seeds", scope="session")
    def seeds_fixture(self) -> SixteenSeeds:
        return self.seeds

    @pytest.fixture(name="hidden_seed", scope="session")
    def hidden_seed_fixture(self) -> int:
        """For a fixture that several checks of a question share; a check itself takes `rng`."""
        return self.seed

    @pytest.fixture(name="rng")
    def rng_fixture(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Each check has a stream of its own: what it draws hangs on the seed and its name."""
        return np.random.default_rng([self.seed, zlib.crc32(request.node.name.encode())])

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "question(name, points, hint): a check of a question")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.errors.append(f"{report.nodeid} could not be read: {report.longreprtext[-400:]}")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self.items = items
        self.checks = {item.nodeid: self._check(item) for item in items}

    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Keep the outcome; the report is without a traceback, which nobody would see."""
        error = None if call.excinfo is None else call.excinfo.value
        if call.when == "call" or error is not None:
            self.outcomes[item.nodeid] = _outcome(self.checks[item.nodeid], error)
        assert call.when != "collect"
        how: Literal["passed", "failed"] = "passed" if error is None else "failed"
        return pytest.TestReport(item.nodeid, item.location, {}, how, None, call.when)

    def ask(self, name: str, title: str, *, hidden: bool) -> Report:
        asked = [
            item
            for item in self.items
            if (check := self.checks[item.nodeid]).question == name and check.hidden == hidden
        ]
        for item, following in zip(asked, [*asked[1:], None], strict=False):
            self.outcomes.pop(item.nodeid, None)
            # with the last one fixtures end: no question depends on what another one left
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        did_not_run = RuntimeError("the check did not run")
        outcomes = (
            self.outcomes.get(item.nodeid, _outcome(self.checks[item.nodeid], did_not_run))
            for item in asked
        )
        return Report(name, title, tuple(outcomes))

    def _check(self, item: pytest.Item) -> Check:
        marker = item.get_closest_marker("question")
        sentence = (getattr(item, "obj", None).__doc__ or "").strip()
        if marker is None or not sentence:
            raise pytest.UsageError(f"{item.nodeid}: a check needs @question(…) and a docstring")
        return Check(
            name=item.name,
            question=marker.args[0],
            points=marker.kwargs["points"],
            sentence=" ".join(sentence.split()),
            hint=marker.kwargs["hint"],
            hidden=item.path == self.hidden_file,
        )


def _outcome(check: Check, error: BaseException | None) -> Outcome:
    said: dict[str, Any] = {"name": check.name, "sentence": check.sentence, "points": check.points}
    if error is None:
        return Outcome(**said, hidden=check.hidden, passed=True)
    if check.hidden:
        # got and expected would tell the hidden inputs, and so would a student's own exception
        return Outcome(**said, hidden=True, passed=False, next_step=check.hint)
    if isinstance(error, CheckFailed):
        told: tuple[str, ...] = (error.got, error.expected, error.cause, error.next_step)
    elif isinstance(error, NoAnswer):
        told = ("nothing: the notebook had been stopped", "an answer", str(error), "")
    else:
        told = (f"{type(error).__name__}: {short(str(error))}", "a check that passes", "", "")
    got, expected, cause, next_step = map(_cut, told)
    said |= {"got": got, "expected": expected, "cause": cause, "next_step": next_step}
    return Outcome(**said, hidden=False, passed=False)


def _cut(words: str) -> str:
    """At most `MAX_WORDS` characters: a dict's keys or a figure's title may be megabytes."""
    return words if len(words) <= MAX_WORDS else words[: MAX_WORDS - 1] + "…"


_PYTEST_OPTIONS = (
    "--disable-plugin-autoload",
    "--import-mode=importlib",
    "--noconftest",
    "--capture=sys",
    *("-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:faulthandler"),
    # these two collect garbage five times a session: half a second with matplotlib and pandas
    *("-p", "no:unraisableexception", "-p", "no:threadexception"),
    *("-c", os.devnull, "--rootdir", os.curdir),
)


def collect(public: Path, hidden: Path | None = None) -> list[Check]:
    """The checks of a lab's files, in file order.

    Raises `RuntimeError` if a file cannot be read or a check lacks its question or docstring.
    """
    with _session(public, hidden) as session:
        return list(session.checks.values())


def run_checks(
    submission: Submission,
    name: str,
    title: str,
    public: Path,
    seeds: SixteenSeeds = COMMON_SEEDS,
) -> Report:
    """Run the public checks of question `name` and report. A check that did not run has not passed.

    `seeds` are those from which the lab's runs should start.
    Raises `RuntimeError` if the file cannot be read.
    """
    reports: list[Report] = []
    with_checks(
        submission,
        public,
        None,
        lambda ask: reports.append(ask(name, title, hidden=False)),
        seeds=seeds,
    )
    return reports[0]


def with_checks(
    submission: Submission,
    public: Path,
    hidden: Path | None,
    work: Work,
    seed: int = 0,
    seeds: SixteenSeeds = COMMON_SEEDS,
) -> None:
    """Read a lab's check files once, and call `work` with what asks one question after another.

    From `seed` comes what a check draws from its fixture `rng`, a `numpy.random.Generator`; it is
    the fixture `hidden_seed`; the fixture `seeds` are those from which the lab's runs should start.
    Raises `RuntimeError` if a file cannot be read, and whatever `work` raises.
    """
    with _session(public, hidden) as session:
        session.submission, session.seed, session.seeds = submission, seed, seeds
        work(session.ask)


def keep_open(public: Path, hidden: Path | None) -> None:
    """Read check files now, for all `with_checks` to come in this process and those forked from it.

    Raises `RuntimeError` if a file cannot be read.
    """
    if (public, hidden) not in _kept:
        _kept[public, hidden] = _for_good.enter_context(_session(public, hidden))


_kept: dict[tuple[Path, Path | None], _Session] = {}
_for_good = ExitStack()


@contextmanager
def _session(public: Path, hidden: Path | None) -> Iterator[_Session]:
    """An open session of pytest that has read these files, a kept one if there is one.

    `pytest.main` would close it before it returns, and opening one takes 50 ms; so these are its
    steps. Raises `RuntimeError` if a file cannot be read.
    """
    if (public, hidden) in _kept:
        yield _kept[public, hidden]
        return
    plugin = _Session(hidden)
    files = [str(file) for file in (public, hidden) if file is not None]
    config = _prepareconfig([*files, *_PYTEST_OPTIONS], [plugin])
    try:
        config._do_configure()
        session = pytest.Session.from_config(config)
        config.hook.pytest_sessionstart(session=session)
        try:
            config.hook.pytest_collection(session=session)
            why = "; ".join(plugin.errors) or ("" if plugin.items else "there are none")
        except (pytest.UsageError, pytest.Session.Interrupted) as error:
            why = "; ".join(plugin.errors) or str(error)
        if why:
            raise RuntimeError(f"the checks could not run: {why}")
        yield plugin
    finally:
        config._ensure_unconfigure()
