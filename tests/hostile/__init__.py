"""Hostile, broken and honest submissions of Lab 0, and what each of them deserves."""

from __future__ import annotations

from tests.hostile import (
    broken_files,
    cheats,
    exits,
    files,
    forged,
    honest,
    hooks,
    leaks,
    loops,
    memory,
    messages,
    metadata,
    names,
    network,
    objects,
    outputs,
    processes,
)
from tests.hostile.base import Submission

CLASSES = {
    module.__name__.rpartition(".")[2]: module.SUBMISSIONS
    for module in (
        loops,
        memory,
        processes,
        exits,
        outputs,
        files,
        network,
        leaks,
        cheats,
        hooks,
        objects,
        forged,
        messages,
        metadata,
        names,
        broken_files,
        honest,
    )
}
"""Class → its submissions."""


def all_submissions() -> list[Submission]:
    """All of them, class by class; raises `ValueError` if two have the same name."""
    every = [submission for submissions in CLASSES.values() for submission in submissions]
    names_of_all = [submission.name for submission in every]
    twice = {name for name in names_of_all if names_of_all.count(name) > 1}
    if twice:
        raise ValueError(f"two submissions are called {', '.join(sorted(twice))}")
    return every
