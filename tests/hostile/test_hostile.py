"""Hostile, broken and honest work through nbgrader and the engine: what is due, and no harm done.

`make test` takes a sample of each class, in two large batches (each costs 15 s before its first
submission), one through `nbgrader autograde` and one through `autograde grade`; `make test-full`
takes everything through both, a batch for each class.
"""

from __future__ import annotations

import html
import html.parser
import re
import shutil

import pytest

from tests.hostile import CLASSES, all_submissions
from tests.hostile.base import ALL, POINTS, QUESTIONS, Submission
from tests.hostile.batch import CLASSMATES, Batch, Graded, grade_batch
from tests.hostile.leaked import leaks_in

SAMPLE = 2
GRADERS = ("nbgrader", "engine")
TRUSTED_BYTES = 1_500_000_000
pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is missing")


def sample(submissions: list[Submission]) -> list[Submission]:
    """A few of a class, evenly chosen."""
    return [submissions[i * len(submissions) // SAMPLE] for i in range(SAMPLE)]


@pytest.mark.parametrize(("first", "grader"), list(enumerate(GRADERS)))
def test_a_sample_of_every_class(first, grader, tmp_path):
    kinds = list(CLASSES)[first :: len(GRADERS)]
    submissions = [s for kind in kinds for s in sample(CLASSES[kind])]
    graded = grade_batch(submissions, tmp_path, grader)
    assert problems(graded, submissions) == []


@pytest.mark.slow
@pytest.mark.parametrize("grader", GRADERS)
@pytest.mark.parametrize("kind", CLASSES)
def test_all_of_a_class(kind, grader, tmp_path):
    assert problems(grade_batch(CLASSES[kind], tmp_path, grader), CLASSES[kind]) == []


def test_there_are_enough_of_them():
    everyone = all_submissions()
    assert len(everyone) >= 272
    for submission in everyone:
        assert submission.what
        assert set(submission.points) in (set(), set(QUESTIONS))
        assert all(0 <= points <= POINTS for points in submission.points.values())


# --- what may be wrong --------------------------------------------------------------------------


def problems(batch: Batch, submissions: list[Submission]) -> list[str]:
    """Everything that is not as it must be, a sentence each."""
    found = list(batch.harm)
    if batch.trusted_bytes > TRUSTED_BYTES:
        found.append(f"a trusted process had {batch.trusted_bytes / 1e6:.0f} MB")
    for student in CLASSMATES:
        if batch.students[student].points != ALL:
            found.append(f"{student} has {batch.students[student].points}")
    for submission in submissions:
        graded = batch.students[submission.name]
        found += [f"{submission.name}: {what}" for what in wrong_with(submission, graded)]
    return found


def wrong_with(submission: Submission, graded: Graded) -> list[str]:
    """What one student got that is not due, or did not get that is."""
    if not submission.points:  # a folder that nbgrader cannot name
        return [] if graded.points is None else ["has a grade"]
    found = []
    if graded.points != submission.points:
        found.append(f"has {graded.points}, deserves {dict(submission.points)}")
    if not graded.page:
        return [*found, "has no page"]
    found += [f"tells {secret}" for secret in graded.leaks]
    text = html.unescape(re.sub(r"<[^>]*>", "", graded.page))
    found += [f"its page lacks {words!r}" for words in submission.words if words not in text]
    found += [f"its page has {words!r}" for words in submission.never if words in text]
    return found + Active(graded.page).found


class Active(html.parser.HTMLParser):
    """Finds what would run or load if a person opened the page."""

    LOADS = ("src", "href", "poster", "data", "action", "background", "xlink:href", "srcset")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._tag = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._tag = tag
        for name, value in attributes:
            value = (value or "").strip().lower()
            active = name.startswith("on") or value.startswith("javascript:")
            loads = name in self.LOADS and "127.0.0.1" in value and tag != "a"
            if active or loads or (name == "style" and "url(" in value):
                self.found.append(f"its page has <{tag} {name}={value[:60]!r}>")
        if tag in ("iframe", "object", "embed", "base", "form"):
            self.found.append(f"its page has a <{tag}>")

    def handle_data(self, data: str) -> None:
        bad = ("alert(1)", "hostile", "127.0.0.1", "visibility: hidden }")
        if self._tag in ("script", "style") and any(words in data for words in bad):
            self.found.append(f"its page has a <{self._tag}> of the student's")

    def handle_endtag(self, tag: str) -> None:
        self._tag = ""


# --- the finders find ---------------------------------------------------------------------------


def test_a_leak_is_found():
    assert leaks_in("seen: (7919, 104729)") == ["104729", "7919"]
    assert leaks_in("[0.271829, 0.618033]") == ["0.271829", "0.618033"]
    assert leaks_in("test_many_flips_from_a_large_seed failed") != []
    assert leaks_in("0.49753756787473163") != []
    assert leaks_in("fraction_of_heads(10, 0) is 0.8; 17919 flips") == []


@pytest.mark.parametrize(
    "page",
    [
        "<p onclick='x()'>",
        "<script>alert(1)</script>",
        "<img src='http://127.0.0.1:80/x'>",
        "<a href=' javascript:x'>",
        "<iframe></iframe>",
        "<p style='background: url(x)'>",
    ],
)
def test_an_active_page_is_found(page):
    assert Active(page).found
    assert not Active("<p class='x'>alert(1)</p><a href='http://127.0.0.1/'>x</a>").found
