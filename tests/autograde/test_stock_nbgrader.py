"""The whole road with real nbgrader: kernels, gradebook and feedback pages."""

import nbformat
import pytest

from autograde import stock
from autograde.checks import checks_of, points_of
from autograde.classroom import fill_in
from autograde.selftest import examine_through_nbgrader
from autograde.variants import file_variants
from solutions.lab1_xor import answers

LAB = "lab1_xor"
CHEAT = """
### BEGIN HIDDEN TESTS
print("a student wrote this")
"""


@pytest.fixture(scope="module")
def graded(course, source, released):
    """A small class: everything right, one slip, nothing done, broken files."""
    variants = file_variants(LAB, points_of(LAB))
    slip = next(v for v in variants if v.name == "q3 wrong: seeds shifted by one")
    odd = fill_in(released, source, {})
    odd.cells.insert(3, nbformat.v4.new_code_cell(CHEAT))
    full = nbformat.writes(fill_in(released, source, {}))
    submissions = {
        "full": full,
        "slip": nbformat.writes(fill_in(released, source, slip.sources)),
        "odd": nbformat.writes(odd),
        "untouched": nbformat.writes(released),
        "cut": full[:5000],
        "empty": "",
    }
    for student, text in submissions.items():
        stock.submit(course, LAB, student, text)
    seen: list[str] = []
    stock.autograde(course, LAB, seen.append)
    pages = stock.generate_feedback(course, LAB)
    return (
        course,
        stock.scores(course, LAB),
        {p.parts[-3]: p.read_text() for p in pages},
        seen,
        slip,
    )


def test_scores(graded):
    _, scores, _, seen, slip = graded
    points = points_of(LAB)
    for student, expected in [
        ("full", points),
        ("odd", points),
        ("slip", slip.expected),
        ("untouched", dict.fromkeys(points, 0)),
    ]:
        assert {q: scores[student].points[q] for q in points} == expected
    assert scores["full"].max_points == 100
    assert set(seen) >= {"full", "slip", "odd", "untouched"}


def test_written_answers_wait_for_a_person(graded):
    _, scores, *_ = graded
    assert scores["full"].needs_manual_grade
    assert not scores["untouched"].needs_manual_grade
    assert scores["untouched"].total == 0


def test_broken_files_get_no_grade_and_stop_nobody(graded):
    course, scores, pages, *_ = graded
    for student in ("cut", "empty"):
        assert scores[student] is None
        assert "is no notebook" in stock.why_no_grade(course, LAB, student)
    assert set(pages) == {"full", "slip", "odd", "untouched"}


def test_feedback_shows_points_and_figures(graded):
    _, _, pages, *_ = graded
    assert "Score: 10.0 / 10.0" in pages["full"]
    assert pages["full"].count("image/png") >= 6
    assert "expected:" in pages["slip"]
    assert "likely cause:" in pages["slip"]


def test_hidden_checks_never_appear_in_feedback(graded):
    _, _, pages, *_ = graded
    hidden = (answers.__file__, "autograde", "HIDDEN TESTS\nfrom")
    for page in pages.values():
        assert not [secret for secret in hidden if secret in page]
        for check in checks_of(LAB):
            assert check.name not in page
    shown = [check for check in checks_of(LAB) if check.hidden]
    assert all(check.sentence.split(":")[0] in pages["full"] for check in shown)


def test_a_sample_of_variants_through_nbgrader():
    exam = examine_through_nbgrader(LAB, 12)
    assert len(exam.results) >= 12
    assert [(r.variant.name, r.differences, r.error) for r in exam.results if r.differences] == []


def test_a_missing_kernel_is_named_before_anyone_is_graded(course, monkeypatch):
    monkeypatch.setattr(stock, "KERNEL", "klingon")
    with pytest.raises(stock.NbgraderError, match=r"called 'klingon'.*ipykernel install"):
        stock.autograde(course, LAB, lambda student: None)


def test_a_command_that_fails_as_a_whole_says_where_its_log_is(tmp_path, course):
    from autograde.release import LabError, new_course

    with pytest.raises(LabError, match="no course folder"):
        stock.generate_assignment(tmp_path, LAB)
    new_course(tmp_path)
    with pytest.raises(stock.NbgraderError, match=r"generate_assignment\.log"):
        stock.generate_assignment(tmp_path, LAB)
