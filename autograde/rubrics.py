"""What written answers get their points for: `solutions/LAB/rubrics.yaml`.

    r1b:
      - points: 1
        for: the fraction, with its count
      - points: 1
        times: 3
        for: three experiments, each with a change and a measurement

Students see it as a table above their answer, graders as buttons in formgrader.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import solutions

_KEYS = {"points", "times", "for"}


class RubricError(ValueError):
    """A rubric breaks a rule; the message says which, where, and what to do."""


@dataclass(frozen=True)
class Criterion:
    """What an answer gets `points` for, so many `times` at most."""

    points: int
    sentence: str
    times: int = 1

    @property
    def most(self) -> int:
        return self.points * self.times


Rubrics = dict[str, tuple[Criterion, ...]]
"""Written answer → what it gets points for."""


@cache
def rubrics_of(lab: str) -> Rubrics:
    """A lab's rubrics; none if it has no such file.

    Raises `RubricError` for a file that cannot be read as such.
    """
    path = Path(str(solutions.__file__)).parent / lab / "rubrics.yaml"
    return read_rubrics(path) if path.is_file() else {}


def read_rubrics(path: Path) -> Rubrics:
    """The rubrics in a file; raises `RubricError` if it breaks a rule."""
    where = f"{path.parent.name}/{path.name}"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise RubricError(f"{where} is no YAML: {' '.join(str(error).split())}") from None
    if not isinstance(content, dict):
        raise RubricError(f"{where}: must be answers with their lists of criteria, got {content!r}")
    return {str(name): _criteria(where, name, listed) for name, listed in content.items()}


def require_rubric(rubrics: Mapping[str, Sequence[Criterion]], answer: str, points: int) -> None:
    """Raise `RubricError` unless the rubric of a written answer sums up to its points."""
    if answer not in rubrics:
        raise RubricError(
            f"the written answer {answer} has no rubric; say in rubrics.yaml what it gets its "
            f"{points} points for"
        )
    total = sum(criterion.most for criterion in rubrics[answer])
    if total != points:
        raise RubricError(
            f"the rubric of {answer} gives {total} points, and its cell says points={points}; "
            "change one of the two"
        )


def table(criteria: Sequence[Criterion]) -> str:
    """A rubric as a table in Markdown."""
    rows = [f"| {_points(one)} | {one.sentence.replace('|', '&#124;')} |" for one in criteria]
    return "\n".join(["| points | for |", "|---|---|", *rows])


def for_graders(lab: str) -> dict[str, list[dict[str, Any]]]:
    """Written answer → what formgrader offers to be clicked: points and sentence of each.

    What counts several times is there as often. Nothing for a lab that is not ours.
    """
    return {
        answer: [
            {"points": one.points, "sentence": _numbered(one, i)}
            for one in criteria
            for i in range(one.times)
        ]
        for answer, criteria in rubrics_of(lab).items()
    }


def _criteria(where: str, name: object, listed: object) -> tuple[Criterion, ...]:
    if not isinstance(listed, list) or not listed:
        raise RubricError(f"{where}: {name} must have a list of criteria, got {listed!r}")
    return tuple(_criterion(f"{where}: {name}", one) for one in listed)


def _criterion(where: str, content: object) -> Criterion:
    if not isinstance(content, dict) or not {"points", "for"} <= content.keys() <= _KEYS:
        raise RubricError(f"{where}: a criterion has points, for, and perhaps times, got {content}")
    for key in ("points", "times"):
        value = content.get(key, 1)
        if type(value) is not int or value < 1:
            raise RubricError(f"{where}: {key} must be a whole number from 1 up, got {value!r}")
    if not isinstance(content["for"], str) or not content["for"].strip():
        raise RubricError(f"{where}: for must be a sentence, got {content['for']!r}")
    sentence = " ".join(content["for"].split())
    return Criterion(content["points"], sentence, content.get("times", 1))


def _points(criterion: Criterion) -> str:
    return (
        str(criterion.points) if criterion.times == 1 else f"{criterion.times} × {criterion.points}"
    )


def _numbered(criterion: Criterion, i: int) -> str:
    of_several = f" ({i + 1} of {criterion.times})" if criterion.times > 1 else ""
    return f"{criterion.sentence}{of_several}"
