"""What of a grade must be made again, told from what it was made of."""

from __future__ import annotations

from dataclasses import dataclass

from autograde.engine.stamps import Stamp

CHECKS = "checks"
"""The stamp's part that says, question by question, what the checks were."""

WORDS = {
    "cells": "the lab was released anew",
    "given": "the lab's given files changed",
    "due": "the due date changed",
    "extension": "the student's extension changed",
    "late": "the rule for late work changed",
    "limits": "the limits changed",
    "sandbox": "the sandbox changed",
    "personal": "the rule for seeds changed",
    "code": "code changed that all questions need",
    "datasets": "the data sets changed",
    "versions": "packages changed",
    "submission": "another submission was handed in",
    "set_aside": "another submission was handed in",
}


@dataclass(frozen=True)
class Plan:
    """What is run again of a submission, and why."""

    questions: tuple[str, ...] | None
    """Only the checks of these; None for all."""
    why: str


def plan(before: Stamp, now: Stamp) -> Plan | None:
    """What must be made again of a grade made of `before`; None if nothing.

    Where it cannot be told which questions are concerned, it is all of them.
    """
    changed = sorted(key for key in {*before, *now} if before.get(key) != now.get(key))
    if not changed:
        return None
    others = [key for key in changed if key != CHECKS]
    if others:
        said = dict.fromkeys(WORDS.get(key, f"{key} changed") for key in others)
        return Plan(None, ", ".join(said))
    old, new = before.get(CHECKS), now[CHECKS]
    if not isinstance(old, dict) or old.keys() != new.keys():
        return Plan(None, "questions were added or taken out")
    questions = tuple(question for question in new if old[question] != new[question])
    return Plan(questions, f"the checks of {', '.join(questions)} changed")
