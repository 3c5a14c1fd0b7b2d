"""The playground: its trainings against the course's own, its controls, its picture in words."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from course.data import load_xor
from course.layouts import make_moons
from course.mlp import MLPClassifier, snapshots
from course.play import Playground, play
from course.play.settings import ACTIVATIONS, SOLVERS, Settings, train

X, y, *_ = load_xor()


@pytest.fixture
def kernel(monkeypatch):
    """As in a Jupyter kernel: a shell with a kernel."""
    monkeypatch.setattr("course.play.playground.get_ipython", lambda: type("S", (), {"kernel": 1}))


def weights(clf):
    return [*clf.coefs_, *clf.intercepts_]


@pytest.mark.parametrize("solver", SOLVERS.values())
def test_without_the_switch_it_is_the_classifier_whose_code_it_shows(solver):
    settings = Settings(solver=solver, activation="tanh", seed=3, width=3, steps=20)
    own = MLPClassifier(**settings.parameters()).fit(X, y)
    shown = train(settings, X, y)
    assert all(np.array_equal(a, b) for a, b in zip(weights(own), weights(shown), strict=True))


@pytest.mark.parametrize("solver", SOLVERS.values())
def test_before_the_first_step_there_are_the_initial_weights(solver):
    settings = Settings(solver=solver, seed=5, steps=0)
    (start,) = snapshots(MLPClassifier(**settings.parameters() | {"max_iter": 1}), X, y, [0])
    shown = train(settings, X, y)
    assert all(np.array_equal(a, b) for a, b in zip(weights(start), weights(shown), strict=True))
    assert (shown.n_iter_, shown.loss_curve_, shown.solver) == (0, [], solver)
    assert shown.loss_ == pytest.approx(start.loss_, rel=1e-9)


def test_same_initial_weights_whatever_else_is_changed():
    starts = [
        train(Settings(solver, activation, rate, 4, width, 0, same_start=True), X, y)
        for solver in SOLVERS.values()
        for activation in ACTIVATIONS.values()
        for rate in (0.01, 1)
        for width in (1, 2, 5)
    ]
    widest = max(starts, key=lambda clf: clf.coefs_[0].shape[1])
    for start in starts:
        width = start.coefs_[0].shape[1]
        assert np.array_equal(start.coefs_[0], widest.coefs_[0][:, :width])
        assert np.array_equal(start.coefs_[1], widest.coefs_[1][:width])
        assert np.array_equal(start.intercepts_[0], widest.intercepts_[0][:width])
    other = train(Settings(seed=5, steps=0, same_start=True), X, y)
    assert not np.isin(other.coefs_[0], widest.coefs_[0]).any()


def test_moving_draws_another_picture_of_the_same_size_and_says_what_it_shows():
    ground = Playground(X, y, {"½ ln 2": np.log(2) / 2})
    before = ground.shown
    shown = ground.move(solver="lbfgs", width=8, seed=2)
    assert ground.shown is shown
    sizes = {Image.open(io.BytesIO(one.png)).size for one in (before, shown)}
    assert len(sizes) == 1
    assert shown.png != before.png
    assert shown.sentence.startswith("L-BFGS, ReLU, 8 hidden units, seed 2: ")
    assert "unit 8" in shown.alt
    assert "Dashed, before this change: down to 0.347" in shown.alt
    assert ground.move(seed=2) is shown


def test_a_training_that_diverges_leaves_everything_as_it_was():
    ground = Playground(X, y, {})
    settings, shown = ground.settings, ground.shown
    with pytest.raises(ValueError, match="non-finite"):
        ground.move(learning_rate=1e300, activation="identity")
    assert (ground.settings, ground.shown) == (settings, shown)


def test_a_terminal_gets_a_sentence(capsys):
    assert repr(play(*make_moons(0))).splitlines()[1].startswith("In a Jupyter notebook")


def test_without_ipywidgets_there_is_a_still_picture_and_what_to_install(kernel, monkeypatch):
    monkeypatch.setattr("course.play.playground.find_spec", lambda name: None)
    bundle = play(X, y)._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert "pip install ipywidgets" in bundle["text/plain"]
    assert "pip install ipywidgets" in bundle["text/html"]
    data = bundle["text/html"].partition("base64,")[2].partition('"')[0]
    assert Image.open(io.BytesIO(base64.b64decode(data))).width == 864


def test_controls_move_the_picture(kernel):
    from course.play.controls import make_controls

    ground = play(X, y)
    left, right = make_controls(ground).children
    controls = {widget.description: widget for widget in left.children if widget.description}
    picture, code = right.children
    seen = [picture.value]
    for name, value in {
        "solver": "adam", "activation": "logistic", "learning rate": 0.01, "seed": 7,
        "hidden units": 4, "look at epoch": 50,
    }.items():  # fmt: skip
        controls[name].value = value
        seen.append(picture.value)
    assert len(set(seen)) == len(seen)
    assert ground.settings == Settings("adam", "logistic", 0.01, 7, 4, 50)
    assert "learning_rate_init=0.01" in code.value
    controls["same initial weights"].value = True
    assert code.value == "", "scikit-learn alone would not give these numbers"
    controls["solver"].value = "lbfgs"
    assert controls["learning rate"].disabled


def test_one_half_of_the_data_is_not_enough():
    with pytest.raises(
        ValueError, match=r"X and y must be given together, got X=a ndarray and y=N"
    ):
        play(X)
