"""Variants of a lab's answers: right ones in another form, and wrong ones with their points.

They lie in `tests/labs/LAB/variants/`, one percent-format file a question; each cell replaces the
question's solution cell, and its title says what the grader must give for it:

    # %% right: a list comprehension
    # %% wrong (3 of 10): seeds start at 1
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from nbformat import NotebookNode

from autograde.nbgrader_plugins import stub_line
from autograde.personal import Personal, personal_text
from autograde.release import BEGIN_SOLUTION, END_SOLUTION, question_of, source_notebook
from course.personal import my_seeds

VARIANTS = Path(__file__).parent.parent / "tests" / "labs"

_TITLE = re.compile(r"^# %% (?P<title>.*)$", re.MULTILINE)
_KIND = re.compile(r"(?:right|wrong \((?P<points>\d+) of (?P<of>\d+)\)): (?P<words>\S.*)")


@dataclass(frozen=True)
class Variant:
    """Answers of one imagined student.

    `sources` replaces the solution cells of some questions; `expected` maps every question to the
    points that it must get.
    """

    name: str
    sources: dict[str, str]
    expected: dict[str, int]

    @property
    def question(self) -> str | None:
        """The one question that this variant is about; None if it is about all of them."""
        return next(iter(self.sources)) if len(self.sources) == 1 else None


def all_variants(lab: str, points: dict[str, int]) -> list[Variant]:
    """The reference, the untouched stub, and every variant of the lab's files, in that order."""
    return [reference(points), untouched(lab, points), *file_variants(lab, points)]


def personal_variants(lab: str, points: dict[str, int]) -> list[Variant]:
    """For the exam with personal seeds: the reference, the untouched stub, somebody else's seeds,
    and the variants of those questions that hold no numbers of seeds.

    Raises `ValueError` for a lab that knows no personal seeds.
    """
    text = personal_text(lab)
    if text is None:
        raise ValueError(f"{lab} holds no numbers of seeds, so there are no personal ones to try")
    others = my_seeds("somebody else", lab)
    cells = source_notebook(lab, Personal()).cells
    copied = {
        question: cell.source.replace("SEEDS", repr(others))
        for cell in cells
        if (question := question_of(cell)) is not None and question in text.HOLDS_SEEDS
    }
    expected = points | dict.fromkeys(text.HOLDS_SEEDS, 0)
    files = [
        replace(v, expected=v.expected | {str(v.question): text.NOT_FORGIVEN[v.name]})
        if v.name in text.NOT_FORGIVEN
        else v
        for v in file_variants(lab, points)
        if v.question not in text.HOLDS_SEEDS
    ]
    return [
        reference(points),
        untouched(lab, points),
        Variant("somebody else's seeds", copied, expected),
        *files,
    ]


def reference(points: dict[str, int]) -> Variant:
    """The reference solution: full marks."""
    return Variant("reference", {}, dict(points))


def untouched(lab: str, points: dict[str, int]) -> Variant:
    """The released notebook as it is: no point at all."""
    cells = source_notebook(lab).cells
    stubs = {question: stub(cell) for cell in cells if (question := question_of(cell))}
    return Variant("untouched", stubs, dict.fromkeys(points, 0))


def file_variants(lab: str, points: dict[str, int]) -> list[Variant]:
    """Every variant of the lab's files, in the order of its questions.

    Raises `ValueError` for a title that cannot be read or points that do not fit.
    """
    return [
        variant
        for question in points
        for variant in read_variants(VARIANTS / lab / "variants" / f"{question}.py", points)
    ]


def read_variants(path: Path, points: dict[str, int]) -> list[Variant]:
    """The variants of one file; none if there is no such file."""
    if not path.exists():
        return []
    question = path.stem
    _, *parts = _TITLE.split(path.read_text(encoding="utf-8"))
    return [
        _variant(path, question, title, body.strip(), points)
        for title, body in zip(parts[::2], parts[1::2], strict=True)
    ]


def _variant(path: Path, question: str, title: str, body: str, points: dict[str, int]) -> Variant:
    match = _KIND.fullmatch(title.strip())
    if match is None:
        raise ValueError(
            f"{path.name}: a variant's title must read `right: …` or `wrong (K of N): …`, "
            f"got {title!r}"
        )
    given = points[question]
    if match["points"] is not None:
        given = int(match["points"])
        if int(match["of"]) != points[question] or given >= points[question]:
            raise ValueError(
                f"{path.name}: {question} is worth {points[question]} points, and a wrong answer "
                f"gets fewer, got {title!r}"
            )
    name = f"{question} {'wrong' if match['points'] else 'right'}: {match['words']}"
    return Variant(name, {question: body}, points | {question: given})


def stub(cell: NotebookNode) -> str:
    """A solution cell's source as students get it."""
    head, _, rest = cell.source.partition(f"    {BEGIN_SOLUTION}")
    _, _, tail = rest.partition(END_SOLUTION)
    return f"{head}    {stub_line(str(question_of(cell)))}{tail}"
