"""Trainings taken from memory: the same to the last bit, and locked to who does not ask right."""

import copy

import numpy as np
import pandas as pd
import pytest
import sklearn.neural_network
from hypothesis import given
from hypothesis import strategies as st

from course.data import make_xor
from course.mlp import MLPClassifier, known
from course.mlp.presets import HW04

X, Y = make_xor(1, n_per_blob=10)
SETTINGS = {"hidden_layer_sizes": (3,), "max_iter": 12, "random_state": 5}


@pytest.fixture(autouse=True)
def memory(monkeypatch):
    memory = {}
    monkeypatch.setattr(known, "_known", memory)
    return memory


@pytest.fixture
def no_training(monkeypatch):
    def refuse(self, *args, **kwargs):
        raise AssertionError("trained, though the outcome is known")

    def begin():
        monkeypatch.setattr(sklearn.neural_network.MLPClassifier, "fit", refuse)

    return begin


def train(X=X, Y=Y, **settings):
    return MLPClassifier(**SETTINGS | settings).fit(X, Y)


def same(one, other):
    """Whether two fitted classifiers have the same in all that they have, to the last bit."""
    left, right = _plain(vars(one)), _plain(vars(other))
    return bool(left == right)


def _plain(value):
    """Parts of fitted things as bytes, words and lists of them, which can be compared."""
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, np.random.RandomState):
        return _plain(list(value.get_state()))
    if isinstance(value, dict):
        return [(name, _plain(part)) for name, part in value.items()]
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, float | int | str | None):
        return repr(value)
    return _plain(vars(value))


@pytest.mark.parametrize("solver", ["sgd", "adam", "lbfgs"])
@pytest.mark.parametrize("activation", ["relu", "logistic"])
def test_what_is_remembered_is_what_training_gives(solver, activation, no_training):
    settings = {"solver": solver, "activation": activation}
    trained = train(**settings)
    with known.remembering():
        assert same(train(**settings), trained)
    no_training()
    remembered = train(**settings)
    assert same(remembered, trained)
    np.testing.assert_array_equal(remembered.predict_proba(X), trained.predict_proba(X))


def test_each_one_has_its_own():
    with known.remembering():
        train()
    one, other = train(), train()
    one.coefs_[0][:] = 0
    one.loss_curve_.clear()
    assert np.any(other.coefs_[0])
    assert other.loss_curve_


def test_training_goes_on_from_there():
    trained = train(solver="sgd")
    with known.remembering():
        train(solver="sgd")
    remembered = train(solver="sgd")
    for _ in range(3):
        trained.partial_fit(X, Y)
        remembered.partial_fit(X, Y)
    assert same(remembered, trained)


def test_seeds_and_layers_may_be_written_in_any_way(no_training):
    with known.remembering():
        train(random_state=3, hidden_layer_sizes=(2,))
    no_training()
    train(random_state=np.int64(3), hidden_layer_sizes=[2])


def next_number(array):
    changed = array.copy()
    changed.flat[7] = np.nextafter(changed.flat[7], 9)
    return changed


@pytest.mark.parametrize(
    "other",
    [
        {"random_state": 6},
        {"alpha": np.nextafter(1e-4, 1)},
        {"max_iter": 13},
        {"X": next_number(X)},
        {"Y": 1 - Y},
        {"Y": Y.astype(float)},
        {"X": np.asfortranarray(X)},
    ],
    ids=["seed", "alpha", "max_iter", "last bit", "labels", "kind of labels", "order in memory"],
)
def test_anything_else_is_trained(other, memory):
    with known.remembering():
        train()
    before = copy.copy(memory)
    expected = sklearn.neural_network.MLPClassifier(
        **SETTINGS | {k: v for k, v in other.items() if k not in ("X", "Y")}
    )
    got = train(**other)
    assert memory == before, "nothing is kept outside of `remembering`"
    with pytest.warns(sklearn.exceptions.ConvergenceWarning):
        expected.fit(other.get("X", X), other.get("Y", Y))
    for one, two in zip(got.coefs_, expected.coefs_, strict=True):
        np.testing.assert_allclose(one, two, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    "settings",
    [{"random_state": None}, {"random_state": np.random.RandomState(0)}, {"warm_start": True}],
    ids=["no seed", "a generator", "warm start"],
)
def test_what_depends_on_more_is_never_remembered(settings, memory):
    with known.remembering():
        train(**settings)
    assert not memory


def test_nor_what_speaks_or_was_trained_or_has_names_or_weights(memory, capsys):
    class Own(MLPClassifier):
        pass

    old = train()
    with known.remembering():
        train(verbose=True)
        old.fit(X, Y)
        train(X=pd.DataFrame(X, columns=["a", "b"]))
        train(Y=list(Y))
        MLPClassifier(**SETTINGS).fit(X, Y, np.ones(len(X)))
        Own(**SETTINGS).fit(X, Y)
    assert not memory
    assert "Iteration 1" in capsys.readouterr().out


def test_bad_settings_are_refused_as_ever():
    with known.remembering():
        train()
        with pytest.raises(ValueError, match="max_iter"):
            train(max_iter=0)
        with pytest.raises(ValueError, match="max_iter"):
            train(max_iter=12.0)


def test_what_is_kept_tells_nothing(memory):
    """Neither weights nor anything else of a pickle is there for who cannot ask for it."""
    with known.remembering():
        fitted = [train(**HW04["sgd"] | {"random_state": seed}) for seed in range(16)]
    assert len(memory) == 16
    for clf, locked in zip(fitted, memory.values(), strict=True):
        assert clf.coefs_[0].tobytes() not in locked
        assert b"numpy" not in locked
        counts = np.bincount(np.frombuffer(locked, np.uint8), minlength=256)
        expected = len(locked) / 256
        # chi-squared with 255 degrees of freedom: 15 standard deviations above its mean
        assert ((counts - expected) ** 2 / expected).sum() < 255 + 15 * np.sqrt(2 * 255)


@given(text=st.binary(max_size=300), asked=st.binary(max_size=40), other=st.binary(max_size=40))
def test_only_the_same_question_opens_the_lock(text, asked, other):
    locked = known._with_key(asked, text)
    assert known._with_key(asked, locked) == text
    if asked != other and len(text) > 8:
        assert known._with_key(other, locked) != text
