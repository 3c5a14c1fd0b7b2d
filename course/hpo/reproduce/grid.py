"""All searches of the experiment, kept in small files that a killed run goes on from.

A search depends on its table, its rule, its number and the code that searches, and on nothing else.
Each file says of which; what was found with another table, other rules or other code is not used.

Source: D. Choi, H. Cho, W. Rhee (2018), section IV.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from numpy.typing import NDArray

import course.hpo
from course.data import datasets_folder, load_curves
from course.hpo.facts import goal_accuracies
from course.hpo.reproduce.rules import NO_RULE, VARIANTS, Rules, Variant
from course.hpo.searchers import SMAC
from course.hpo.simulate import simulate
from course.hpo.table import CurveTable
from course.hpo.table_files import CARD

GOALS: Mapping[str, tuple[float, float]] = {
    "digits": (0.005, 0.0005),
    "mnist": (0.005, 0.0025),
    "cifar10": (0.005, 0.0005),
}
"""The easy and the hard goal: the accuracy that so large a part of the table's settings reaches.
Section IV.C has those of MNIST and CIFAR-10; digits, which the paper lacks, has those of CIFAR-10.
"""
LIMIT = 300
"""A search is given up after the time in which so many average settings are trained to the end."""
N_INITIAL = 10
"""Random settings at the beginning of each search. The paper doesn't say how many it had."""
SEARCHES_A_PIECE = 5
CODE = (
    "acquisition.py",
    "forest.py",
    "reproduce/grid.py",
    "reproduce/rules.py",
    "searchers/smac.py",
    "simulate.py",
    "trees.py",
)
"""What was searched with other versions of these files is not used again."""


@dataclass(frozen=True)
class Task:
    """A table, and what is to be found in it."""

    name: str
    folder: Path
    """Of the table."""
    sha256: str
    """Of the table's card, which has the checksums of all that is in it."""
    table: CurveTable

    @property
    def goals(self) -> tuple[float, float]:
        """The accuracies of the easy and of the hard goal."""
        easy, hard = goal_accuracies(self.table, GOALS[self.name]).tolist()
        return easy, hard

    @property
    def limit(self) -> float:
        """In simulated seconds."""
        return LIMIT * float(self.table.modelled_seconds[:, -1].mean(dtype=np.float64))


@dataclass(frozen=True)
class Search:
    """What one search did. Arrays have an entry a trial, in the order in which trials ended."""

    rows: NDArray[np.int64]
    seconds: NDArray[np.float64]
    """Simulated time at the end of each trial."""
    was_stopped: NDArray[np.bool_]
    epochs: int
    """Trained in all."""
    thought: float
    """Processor seconds of the searcher, measured."""

    def seconds_to(self, goal: float, final: NDArray[np.float64]) -> float:
        """When a setting was first trained to an end of at least `goal`; infinite if never."""
        hits = np.flatnonzero(~self.was_stopped & (final[self.rows] >= goal))
        return float(self.seconds[hits[0]]) if len(hits) else np.inf


Found = dict[tuple[str, Variant], list[Search]]


@dataclass(frozen=True)
class Piece:
    """Some searches with one rule on one table."""

    task: str
    variant: Variant
    first: int
    n: int


def find_task(name: str, tables: Path | None = None) -> Task:
    """The table of a task, from the course or from the folder `tables`/`name`.

    Raises `course.data.DataError` as `load_curves` does.
    """
    folder = (datasets_folder() / "curves" if tables is None else tables) / name
    return _task(name, folder.resolve(), _sha256_of(folder))


def run_grid(
    tasks: list[Task],
    rules: Rules,
    folder: Path,
    *,
    n_searches: int = 50,
    seed: int = 0,
    n_jobs: int = 1,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Found:
    """Search every table with every rule, `n_searches` times each.

    Search i begins with the same random settings whatever the rule. It ends at the hard goal: when
    it reached the easy one is seen on the way. Finished pieces lie in `folder`; when the run is
    killed, the same call goes on from them. `progress` gets the numbers of finished and of all
    searches. Raises `RulesError` when a rule fails, ValueError if a table changes meanwhile, and
    OSError if the folder can't be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = {task.name: task for task in tasks}
    pieces = list(_pieces(list(known), n_searches))
    about = {piece: _about(known[piece.task], rules, piece, seed) for piece in pieces}
    found = {piece: _read(folder, piece, about[piece]) for piece in pieces}
    missing = [piece for piece in pieces if found[piece] is None]
    done, total = sum(piece.n for piece in pieces if found[piece]), sum(p.n for p in pieces)
    progress(done, total)
    jobs = (
        joblib.delayed(_search)(
            piece, known[piece.task].folder, known[piece.task].sha256, rules, seed
        )
        for piece in missing
    )
    for piece, searches in joblib.Parallel(n_jobs=n_jobs, return_as="generator_unordered")(jobs):
        _write(folder, piece, about[piece], searches)
        found[piece] = searches
        done += piece.n
        progress(done, total)
    result: Found = {}
    for piece in pieces:
        result.setdefault((piece.task, piece.variant), []).extend(found[piece] or [])
    return result


def searcher(points: NDArray[np.float64], seed: int, number: int) -> SMAC:
    """SMAC as the paper has it, with the same random numbers for search `number` of each rule."""
    random_state = int(np.random.SeedSequence([seed, number]).generate_state(1)[0])
    return SMAC(points, n_initial=N_INITIAL, log_error=False, random_state=random_state)


def _pieces(tasks: list[str], n_searches: int) -> Iterator[Piece]:
    """First searches first, so that what there is of a run is of all rules."""
    for first in range(0, n_searches, SEARCHES_A_PIECE):
        for task in tasks:
            for variant in VARIANTS:
                yield Piece(task, variant, first, min(SEARCHES_A_PIECE, n_searches - first))


def _search(
    piece: Piece, folder: Path, sha256: str, rules: Rules, seed: int
) -> tuple[Piece, list[Search]]:
    task, points = _here(piece.task, folder, sha256)
    rule, searches = rules.rule(piece.variant), []
    for number in range(piece.first, piece.first + piece.n):
        result = simulate(
            task.table,
            searcher(points, seed, number),
            rule,
            goal=task.goals[1],
            max_seconds=task.limit,
            clock=time.process_time,
        )
        epochs = int(result.epochs[-1]) if len(result.epochs) else 0
        searches.append(
            Search(
                result.settings, result.seconds, result.was_stopped, epochs, result.searcher_seconds
            )
        )
    return piece, searches


@lru_cache(maxsize=4)
def _task(name: str, folder: Path, sha256: str) -> Task:
    return Task(name, folder, sha256, load_curves(name, folder))


@lru_cache(maxsize=4)
def _here(name: str, folder: Path, sha256: str) -> tuple[Task, NDArray[np.float64]]:
    """Table and points of a task, loaded once by each process, with a compiled searcher."""
    if _sha256_of(folder) != sha256:
        raise ValueError(f"{folder}: the table has changed meanwhile; run the same command again")
    task = _task(name, folder, sha256)
    points = task.table.space.to_unit(task.table.settings)
    simulate(task.table, SMAC(points, n_initial=2, random_state=0), max_trials=3)
    return task, points


# --- files --------------------------------------------------------------------------------------


def _about(task: Task, rules: Rules, piece: Piece, seed: int) -> dict[str, Any]:
    """All that a piece's numbers depend on."""
    return {
        "task": task.name,
        "table_sha256": task.sha256,
        "rule": piece.variant.key,
        "rules_sha256": None if piece.variant == NO_RULE else rules.sha256,
        "code_sha256": _code_sha256(),
        "numpy": np.__version__,
        "goal": task.goals[1],
        "limit": task.limit,
        "n_initial": N_INITIAL,
        "seed": seed,
        "first": piece.first,
        "n": piece.n,
    }


@lru_cache(maxsize=1)
def _code_sha256() -> str:
    room = Path(course.hpo.__file__).parent
    digest = hashlib.sha256()
    for name in CODE:
        digest.update((room / name).read_bytes())
    return digest.hexdigest()


def _sha256_of(folder: Path) -> str:
    """Of the table's card; empty if there is none, which `load_curves` will say."""
    try:
        return hashlib.sha256((folder / CARD).read_bytes()).hexdigest()
    except OSError:
        return ""


def _path(folder: Path, piece: Piece, about: Mapping[str, Any]) -> Path:
    digest = hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()[:16]
    last = piece.first + piece.n - 1
    return folder / f"{piece.task}_{piece.variant.key}_{piece.first:03d}-{last:03d}_{digest}.json"


def _read(folder: Path, piece: Piece, about: Mapping[str, Any]) -> list[Search] | None:
    """The searches of a finished piece; None if there are none, no whole ones, or others."""
    try:
        content = json.loads(_path(folder, piece, about).read_bytes())
        if content["about"] != about or len(content["searches"]) != piece.n:
            return None
        return [
            Search(
                np.array(one["rows"], dtype=np.int64),
                np.array(one["seconds"], dtype=np.float64),
                np.array(one["was_stopped"], dtype=np.bool_),
                int(one["epochs"]),
                float(one["thought"]),
            )
            for one in content["searches"]
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(folder: Path, piece: Piece, about: Mapping[str, Any], searches: list[Search]) -> None:
    content = {
        "about": about,
        "searches": [
            {
                "rows": one.rows.tolist(),
                "seconds": one.seconds.tolist(),
                "was_stopped": one.was_stopped.astype(int).tolist(),
                "epochs": one.epochs,
                "thought": one.thought,
            }
            for one in searches
        ],
    }
    path = _path(folder, piece, about)
    aside = path.with_suffix(f".{os.getpid()}")
    aside.write_text(json.dumps(content))
    os.replace(aside, path)
