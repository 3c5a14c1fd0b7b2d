"""Lab 4: its text keeps its promises, and others agree with its answers."""

import re
from itertools import pairwise

import numpy as np
import pytest
import torch
from scipy.stats import qmc, spearmanr

from autograde.checks import checks_of, points_of
from autograde.release import source_notebook
from autograde.variants import file_variants
from course.hpo.space import SPACES
from course.hpo.tasks import load_task
from course.hpo.training import accuracy_by_epoch
from solutions.lab4_curves import answers

LAB = "lab4_curves"
RNG = np.random.default_rng(4)


@pytest.fixture(scope="module")
def cells():
    return source_notebook(LAB).cells


@pytest.fixture(scope="module")
def text(cells):
    return "\n".join(cell.source for cell in cells)


# --- the text -----------------------------------------------------------------------------------


def test_headings_state_the_points(text):
    stated = re.findall(r"### Question (\d+) · [^\n]*\((\d+) points\)", text)
    assert {f"q{number}": int(n) for number, n in stated} == points_of(LAB)
    assert "12 questions are checked by machine (65 points)" in " ".join(text.split())
    assert len(points_of(LAB)) == 12
    assert sum(points_of(LAB).values()) == 65


def test_written_answers_state_their_points_and_have_rubrics_that_add_up(cells):
    manual = []
    for before, cell in pairwise(cells):
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("grade") and marks["solution"]:
            [stated] = re.findall(r"\*\*.*\((\d+) points\)\.\*\*", before.source)
            rows = re.findall(r"^\| (\d) \| ", before.source, re.MULTILINE)
            assert marks["points"] == int(stated) == sum(map(int, rows))
            manual.append(marks["points"])
    assert sum(manual) == 15


def test_every_training_cell_has_its_expected_seconds_in_the_part_before_it(cells):
    trained = [i for i, cell in enumerate(cells) if "training" in cell.metadata.get("tags", [])]
    assert len(trained) == 1
    for i in trained:
        assert any("*Expected time:" in cell.source for cell in cells[i - 2 : i])


def test_every_question_has_public_and_hidden_checks_with_hints():
    for question in points_of(LAB):
        own = [check for check in checks_of(LAB) if check.question == question]
        assert {check.hidden for check in own} == {True, False}
        assert all(check.hint for check in own if check.hidden)


@pytest.mark.parametrize("question", [f"q{i}" for i in range(1, 13)])
def test_enough_variants_of_each_question(question):
    own = [v for v in file_variants(LAB, points_of(LAB)) if v.question == question]
    sources = [v.sources[question] for v in own]
    assert len(set(sources)) == len(sources)
    assert sum(" right: " in f" {v.name}" for v in own) >= 3
    assert sum(" wrong: " in f" {v.name}" for v in own) >= 8


# --- the answers, by outside references ---------------------------------------------------------


@pytest.mark.parametrize("shape", [(1, 1), (9, 2), (32, 9)])
def test_discrepancy_is_scipys(shape):
    points = RNG.random(shape)
    assert answers.centred_discrepancy(points) == pytest.approx(qmc.discrepancy(points))


def test_values_are_those_of_table_1():
    u = RNG.random(50)
    for h in SPACES["digits"].free():
        row = {"type": h.type, "low": h.low, "high": h.high, "log": h.log}
        np.testing.assert_allclose(answers.from_unit(u.tolist(), row), h.from_unit(u))


def test_rank_correlations_are_scipys():
    curves = np.round(RNG.random((40, 6)), 1)
    wanted = [spearmanr(column, curves[:, -1]).statistic for column in curves.T]
    np.testing.assert_allclose(answers.rank_correlations(curves), wanted)


def test_a_rule_with_no_patience_saves_all_but_the_first_epochs():
    curves = RNG.random((5, 4))
    epochs = answers.replay(curves.tolist(), lambda curve, best: True)
    assert epochs == [1] * 5
    assert answers.tally(epochs, curves, 0.0)["epochs_saved"] == pytest.approx(0.75)
    assert answers.replay(curves.tolist(), lambda curve, best: False) == [4] * 5


def test_etr2_decides_at_its_tau_only():
    best = [0.2, 0.5, 0.6, 0.9, 1.0]
    tau = answers.etr2_tau(best)
    stops = [t for t in range(1, 6) if answers.etr2(np.zeros(t), tuple(best), 0.5)]
    assert stops == [tau]
    assert answers.etr2([0.0], None, 0.9) is False


# --- training, epoch by epoch -------------------------------------------------------------------


def test_training_is_asked_epoch_by_epoch_and_leaves_torchs_generator_alone():
    images = load_task("digits")
    small = images._replace(X_train=images.X_train[:64], y_train=images.y_train[:64])
    setting = SPACES["digits"].sobol(2).iloc[1].to_dict()
    before = torch.get_rng_state()
    whole, part = (
        accuracy_by_epoch(setting, small, n_epochs=3, batch_size=16, seed=0) for _ in range(2)
    )
    first = next(part)
    torch.rand(3)  # somebody else draws meanwhile
    assert [first, *part] == list(whole)
    torch.set_rng_state(before)
    assert len(list(accuracy_by_epoch(setting, small, n_epochs=2, batch_size=16, seed=1))) == 2
    assert torch.equal(torch.get_rng_state(), before)
