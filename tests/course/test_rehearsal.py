"""What is trained before a class comes: what everybody trains, and nothing that is hidden."""

import sys

import pytest

from autograde.checks.lab1_xor import reference_runs
from course.data import datasets_folder, make_xor
from course.mlp import MLPClassifier, known
from course.personal import COMMON_SEEDS
from course.rehearsal import rehearse
from solutions.lab1_xor import answers


@pytest.fixture(scope="module")
def memory():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "_known", {})
        rehearse("lab1_xor")
        yield known._known


def is_known(clf, X, y):
    new = MLPClassifier(**clf.get_params())
    return known.recall(new, known.question(new, X, y, None))


@pytest.mark.parametrize("activation", ["relu", "logistic"])
@pytest.mark.parametrize("train", [answers.lbfgs_runs, answers.sgd_runs])
def test_right_answers_need_not_train(memory, train, activation, monkeypatch):
    def refuse(self, *args):
        raise AssertionError("trained")

    X, y, *_ = answers.load_data(str(datasets_folder() / "xor"))
    monkeypatch.setattr(sys.modules["sklearn.neural_network"].MLPClassifier, "fit", refuse)
    assert len(train(X, y, activation)) == 16


@pytest.mark.parametrize("activation", ["relu", "logistic"])
@pytest.mark.parametrize("hidden", [(14, 5, "lbfgs"), (15, 3, "sgd")])
def test_hidden_data_is_not_known(memory, hidden, activation):
    """Else a submission could try what it guesses, before it is asked."""
    runs, _, X, y = reference_runs(COMMON_SEEDS, *hidden, activation)
    assert not any(is_known(clf, X, y) for clf in runs)


def test_public_checks_of_lab1_are_known(memory):
    X, y = make_xor(4, n_per_blob=3)
    assert all(is_known(clf, X, y) for clf in answers.sgd_runs(X, y, "logistic"))


def test_other_labs_have_nothing_to_rehearse(monkeypatch):
    monkeypatch.setattr(known, "_known", {})
    rehearse("lab0_seeds")
    assert known._known == {}
