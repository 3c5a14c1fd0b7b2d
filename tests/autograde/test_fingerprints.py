"""Which question a changed line of the check files concerns."""

import shutil
from pathlib import Path

import pytest

from autograde.checks import points_of
from autograde.engine.fingerprints import ROOMS, question_hashes, rest_hash
from autograde.engine.plan import plan

LAB = "lab0_seeds"
PUBLIC, HIDDEN = Path("course", "checks", f"{LAB}.py"), Path("autograde", "checks", f"{LAB}.py")
ELSEWHERE = Path("course", "checks", "expect.py")


@pytest.fixture
def house(tmp_path):
    """Copies of our two rooms' checks, to be changed."""
    for room in ROOMS:
        shutil.copytree(room / "checks", tmp_path / room.name / "checks")
    return tmp_path


def rooms(house):
    return tuple(house / room.name for room in ROOMS)


def change(house, path, old, new):
    text = (house / path).read_text()
    assert old in text
    (house / path).write_text(text.replace(old, new))


@pytest.mark.parametrize(
    ("path", "old", "new", "concerned"),
    [
        (HIDDEN, "(N_FLIPS_OF_SIXTEEN, 3)", "(N_FLIPS_OF_SIXTEEN, 4)", {"q2"}),
        (HIDDEN, "N_FLIPS_OF_SIXTEEN = 6857", "N_FLIPS_OF_SIXTEEN = 6863", {"q2"}),
        (PUBLIC, '"fraction_of_heads", 10, 0)', '"fraction_of_heads", 10, 13)', {"q1"}),
        (PUBLIC, "line[:, 1] == 0.5", "line[:, 1] == 0.6", {"q3"}),
        (PUBLIC, "randint(2, size=n_flips)", "randint(3, size=n_flips)", {"q1", "q2"}),
        (PUBLIC, '"""Stands in', '"""It stands in', set()),
        (PUBLIC, "# --- q1: one coin", "# --- q1: a coin", set()),
        (PUBLIC, "KEYS = [", "KEYS: list[str] = [", {"q2"}),
        (PUBLIC, "FRACTIONS = [0.5,", "FRACTIONS = [0.6,", {"q3"}),
        (PUBLIC, "import numpy", "import math\nimport numpy", set()),
        (PUBLIC, "COIN = {", "print('now')\nCOIN = {", {"q1", "q2", "q3"}),
    ],
)  # fmt: skip
def test_a_change_concerns_the_questions_that_lead_to_it(house, path, old, new, concerned):
    before, rest = question_hashes(LAB, rooms(house)), rest_hash(LAB, rooms(house))
    change(house, path, old, new)
    after = question_hashes(LAB, rooms(house))
    assert {q for q in before if before[q] != after[q]} == concerned
    assert rest_hash(LAB, rooms(house)) == rest


def test_other_code_concerns_everything_and_another_labs_checks_nothing(house):
    before = rest_hash(LAB, rooms(house))
    change(house, Path("course", "checks", "lab1_xor.py"), "points=2", "points=1")
    assert rest_hash(LAB, rooms(house)) == before
    change(house, ELSEWHERE, "rtol", "rtol_")
    assert rest_hash(LAB, rooms(house)) != before


def test_every_question_of_every_lab_has_a_hash():
    for lab in ("lab0_seeds", "lab1_xor", "lab2_optimizers", "lab3_evidence"):
        assert set(question_hashes(lab)) == set(points_of(lab))


def test_where_it_cannot_be_told_everything_is_run_again():
    before = {"checks": {"q1": "a", "q2": "b"}, "code": 1, "limits": 2}
    assert plan(before, before) is None
    only = plan(before, before | {"checks": {"q1": "a", "q2": "c"}})
    assert (only.questions, only.why) == (("q2",), "the checks of q2 changed")
    everything = plan(before, before | {"checks": {"q1": "x", "q2": "c"}, "code": 2, "limits": 3})
    assert everything.questions is None
    assert everything.why == "code changed that all questions need, the limits changed"
    assert plan(before, before | {"checks": {"q1": "a"}}).questions is None
    assert plan({"code": 1, "limits": 2}, before).questions is None  # of an older version
