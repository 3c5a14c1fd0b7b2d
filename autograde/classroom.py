"""Submissions made from variants of a lab's answers, and a class of twelve sample students."""

from __future__ import annotations

import copy

import nbformat
from nbformat import NotebookNode

from autograde.checks import points_of
from autograde.release import BEGIN_SOLUTION, END_SOLUTION, question_of, source_notebook
from autograde.variants import Variant, file_variants, untouched


def fill_in(released: NotebookNode, source: NotebookNode, sources: dict[str, str]) -> NotebookNode:
    """A student's notebook: the released one, with the reference's answers in every cell.

    `sources` (question → code) replaces answers; written responses are those of the source.
    """
    answers = {cell.metadata.nbgrader["grade_id"]: cell.source for cell in _solutions(source)}
    filled = copy.deepcopy(released)
    for cell in _solutions(filled):
        name = cell.metadata.nbgrader["grade_id"]
        lines = sources.get(question_of(cell) or "", answers[name]).splitlines()
        marks = (BEGIN_SOLUTION, END_SOLUTION)
        cell.source = "\n".join(line for line in lines if line.strip() not in marks)
    return filled


def _solutions(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]


def sample_class(lab: str, released: NotebookNode) -> dict[str, str]:
    """Twelve students → the text of what they hand in.

    A full solution, one in other words, four partial ones, four with typical mistakes, the
    untouched notebook, and a file that was cut off.
    """
    source = source_notebook(lab)
    points = points_of(lab)
    stubs = untouched(lab, points).sources
    variants = file_variants(lab, points)
    questions = list(points)
    half = len(questions) // 2

    def text(sources: dict[str, str]) -> str:
        written: str = nbformat.writes(fill_in(released, source, sources))
        return written

    def without(missing: list[str]) -> dict[str, str]:
        return {question: stubs[question] for question in missing}

    full = text({})
    return {
        "ada-full": full,
        "alan-other-words": text(_pick(variants, questions, "right", 0)),
        "barbara-first-half": text(without(questions[half:])),
        "dennis-first-one": text(without(questions[1:])),
        "edsger-skips-some": text(without(questions[1::4])),
        "frances-gave-up-late": text(without(questions[half + 1 :])),
        "grace-one-slip": text(_pick(variants, questions[2:3], "wrong", 0)),
        "john-two-slips": text(_pick(variants, questions[::half][:2], "wrong", 1)),
        "katherine-careless": text(_pick(variants, questions[half:], "wrong", 2)),
        "ken-half-wrong": text(_pick(variants, questions[::2], "wrong", 3)),
        "linus-untouched": nbformat.writes(released),
        "margaret-cut-off": full[: len(full) // 2],
    }


def _pick(variants: list[Variant], questions: list[str], kind: str, which: int) -> dict[str, str]:
    """For each question the source of its `which`-th variant of a kind."""
    picked: dict[str, str] = {}
    for question in questions:
        of_kind = [v for v in variants if v.name.startswith(f"{question} {kind}:")]
        picked |= of_kind[which].sources
    return picked
