"""Rubrics: read, summed up, and shown to students above their answers."""

from itertools import pairwise

import pytest

from autograde import rubrics
from autograde.release import LabError, lab_names, source_notebook
from autograde.rubrics import (
    Criterion,
    RubricError,
    for_graders,
    read_rubrics,
    require_rubric,
    rubrics_of,
    table,
)

RIGHT = """
r1:
  - points: 2
    for: a number,
      with its interval
  - points: 1
    times: 3
    for: "an experiment | a change"
"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "lab0_seeds" / "rubrics.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_criteria_are_read_and_shown_as_a_table(written):
    [criteria] = read_rubrics(written(RIGHT)).values()
    expected = (
        Criterion(2, "a number, with its interval"),
        Criterion(1, "an experiment | a change", 3),
    )
    assert criteria == expected
    assert table(criteria).splitlines()[2:] == [
        "| 2 | a number, with its interval |",
        "| 3 × 1 | an experiment &#124; a change |",
    ]


def test_a_rubric_must_sum_up_to_the_answers_points(written):
    read = read_rubrics(written(RIGHT))
    require_rubric(read, "r1", 5)
    with pytest.raises(RubricError, match="the rubric of r1 gives 5 points, and its cell says po"):
        require_rubric(read, "r1", 4)
    with pytest.raises(RubricError, match="the written answer r2 has no rubric; say in rubrics"):
        require_rubric(read, "r2", 4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("r1: [", "is no YAML"),
        ("- r1", "must be answers with their lists of criteria"),
        ("r1: 3", "r1 must have a list of criteria, got 3"),
        ("r1: []", r"r1 must have a list of criteria, got \[\]"),
        ("r1: [{points: 1}]", "a criterion has points, for, and perhaps times"),
        ("r1: [{points: 1, for: x, four: y}]", "a criterion has points, for, and perhaps times"),
        ("r1: [{points: 0, for: x}]", "points must be a whole number from 1 up, got 0"),
        ("r1: [{points: yes, for: x}]", "points must be a whole number from 1 up, got True"),
        ("r1: [{points: 1, for: x, times: 1.5}]", "times must be a whole number from 1 up"),
        ("r1: [{points: 1, for: '  '}]", "for must be a sentence"),
    ],
)
def test_what_breaks_a_rule_is_told(written, text, said):
    with pytest.raises(RubricError, match=rf"^lab0_seeds/rubrics\.yaml.*{said}"):
        read_rubrics(written(text))


def test_graders_may_click_as_often_as_it_counts(monkeypatch, written):
    read = read_rubrics(written(RIGHT))
    monkeypatch.setattr(rubrics, "rubrics_of", lambda lab: read)
    [offered] = for_graders("lab").values()
    assert [one["points"] for one in offered] == [2, 1, 1, 1]
    assert [one["sentence"][-8:] for one in offered[1:]] == ["(1 of 3)", "(2 of 3)", "(3 of 3)"]


def test_a_lab_that_is_not_ours_has_none():
    assert for_graders("ps1") == {}


@pytest.mark.parametrize("lab", lab_names())
def test_students_see_each_rubric_right_above_their_answer(lab):
    cells = source_notebook(lab).cells
    written = [
        (above, cell)
        for above, cell in pairwise(cells)
        if cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("grade")
    ]
    assert written
    for above, cell in written:
        marks = cell.metadata.nbgrader
        assert above.source.endswith(table(rubrics_of(lab)[marks.grade_id]))
        assert sum(one.most for one in rubrics_of(lab)[marks.grade_id]) == marks.points


def test_a_lab_is_not_built_without_its_rubrics(monkeypatch):
    monkeypatch.setattr("autograde.release.rubrics_of", lambda lab: {})
    with pytest.raises(LabError, match="lab0_seeds: the written answer r1 has no rubric"):
        source_notebook("lab0_seeds")
    more = rubrics_of("lab0_seeds") | {"r9": (Criterion(1, "x"),)}
    monkeypatch.setattr("autograde.release.rubrics_of", lambda lab: more)
    with pytest.raises(LabError, match=r"rubrics\.yaml has r9, which the text does not ask"):
        source_notebook("lab0_seeds")
