"""Personal seeds: the same for ever, different for everybody, and checks that expect just these."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.checks import Checker, for_lab
from course.checks.runner import run_checks
from course.checks.submission import NotebookSubmission
from course.mlp import fit_seeds
from course.mlp.presets import HW04
from course.personal import SixteenSeeds, my_seeds

NAMES = st.text(min_size=1).filter(str.strip)
ADA = [104, 107, 239, 636, 848, 2898]


@given(NAMES, st.text())
def test_sixteen_different_seeds_in_order(student, course):
    seeds = my_seeds(student, "lab1_xor", course)
    assert len(set(seeds)) == 16
    assert seeds == sorted(seeds)
    assert 0 <= seeds[0] <= seeds[-1] <= 9999
    assert my_seeds(f"  {student}\n", "lab1_xor", course) == seeds


def test_they_are_what_they_were():
    assert my_seeds("ada", "lab1_xor", "autumn")[:6] == ADA
    assert my_seeds("Ada", "lab1_xor", "autumn")[:6] == ADA


def test_another_student_lab_or_course_has_others():
    students = {tuple(my_seeds(f"s{i}", "lab1_xor")) for i in range(300)}
    assert len(students) == 300
    others = [my_seeds("ada", "lab0_seeds", "autumn"), my_seeds("ada", "lab1_xor", "spring")]
    assert ADA not in [seeds[:6] for seeds in others]


@pytest.mark.parametrize("student", ["", "  "])
def test_a_name_must_be_typed(student):
    with pytest.raises(ValueError, match="type the name under which you hand in"):
        my_seeds(student, "lab1_xor")
    with pytest.raises(ValueError, match="got student="):
        for_lab("lab1_xor", student=student)


def notebook(student):
    """The names of a notebook in which this student's seeds are run."""

    def lbfgs_runs(X, y, activation):
        return fit_seeds(X, y, my_seeds(student, "lab1_xor"), activation=activation, **SETTINGS)

    return {"lbfgs_runs": lbfgs_runs, "STUDENT": student}


SETTINGS = {key: value for key, value in HW04["lbfgs"].items() if key != "activation"}


def report(names, seeds):
    check = for_lab("lab1_xor")
    return run_checks(NotebookSubmission(names), "q4", "", check._public, seeds)


def test_own_seeds_pass_and_somebody_elses_cost_the_question_in_plain_words():
    seeds = SixteenSeeds(tuple(my_seeds("ada", "lab1_xor")), "ada")
    assert report(notebook("ada"), seeds).all_passed
    other = report(notebook("bob"), seeds)
    assert other.n_passed == 0
    assert "runs of seeds that are not yours" in other.outcomes[0].got
    assert "STUDENT = 'bob', and this is the work of 'ada'" in other.outcomes[0].cause
    changed = report(notebook("bob") | {"STUDENT": "Ada"}, seeds)
    assert changed.n_passed == 0
    assert "SEEDS was changed" in changed.outcomes[0].cause


def test_a_slip_with_own_seeds_is_no_fraud():
    seeds = SixteenSeeds(tuple(my_seeds("ada", "lab1_xor")), "ada")
    names = notebook("ada")
    whole = names["lbfgs_runs"]
    names["lbfgs_runs"] = lambda *data: whole(*data)[:-1]
    first, second = report(names, seeds).outcomes
    assert "seeds left out" in first.cause
    assert second.passed


def test_common_seeds_are_expected_where_nobody_says_else():
    names = notebook("ada")
    assert not Checker("lab1_xor", names)("q4").report.outcomes[0].passed
