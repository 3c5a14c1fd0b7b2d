"""Table I, and the way from Sobol points to settings and back."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import qmc

from course.hpo.space import PAPER_SPACES, SPACES, Hyperparameter, Space

ALL = [*PAPER_SPACES.values(), *SPACES.values()]


def ranges(space):
    return {h.name: (h.low, h.high) if h.choices == () else h.choices for h in space.free()}


def test_the_papers_ranges_are_those_of_table_1():
    rate = (1e-4, 10**-0.5)
    assert ranges(PAPER_SPACES["mnist"]) == {
        "C1": (1, 350),
        "C2": (1, 350),
        "Fc": (1, 1024),
        "filter_size": (2, 10),
        "pool1": (2, 3),
        "pool2": (2, 3),
        "learning_rate": rate,
        "l2": (0, 1),
        "dropout": (0, 0.9),
    }
    assert ranges(PAPER_SPACES["cifar10"]) == {
        "C1": (8, 32),
        "C2": (32, 64),
        "C3": (64, 128),
        "C4": (64, 128),
        "Fc": (10, 1000),
        "filter_size": (2, 3),
        "learning_rate": rate,
        "l2": (0, 1),
        "activation": ("relu", "elu", "tanh"),
        "regularizer": ("none", "dropout", "batch_norm"),
    }


def test_what_the_paper_fixes_is_fixed_here_too():
    for spaces in (PAPER_SPACES, SPACES):
        fixed = {h.name: h.fixed for h in spaces["mnist"].hyperparameters if h.fixed is not None}
        assert fixed == {"activation": "relu", "regularizer": "dropout"}
        fixed = {h.name: h.fixed for h in spaces["cifar10"].hyperparameters if h.fixed is not None}
        assert fixed == {"pool1": 2, "pool2": 2, "dropout": 0.5}


@pytest.mark.parametrize("space", ALL, ids=lambda space: f"{space.task}-{space.image[1]}")
def test_settings_and_points_are_two_names_of_the_same(space):
    settings = space.sobol(300)
    assert list(settings) == [h.name for h in space.hyperparameters]
    for h in space.free():
        if h.type == "categorical":
            assert set(settings[h.name]) == set(h.choices)
        else:
            assert settings[h.name].between(h.low, h.high).all()
    again = space.from_unit(space.to_unit(settings))
    pd.testing.assert_frame_equal(again, settings, rtol=1e-12)


def test_sobol_settings_are_the_unscrambled_sequence():
    space = SPACES["mnist"]
    points = qmc.Sobol(len(space.free()), scramble=False).random(16)
    settings = space.sobol(16)
    l2 = [h.name for h in space.free()].index("l2")
    np.testing.assert_allclose(settings["l2"], points[:, l2])
    assert settings["learning_rate"][0] == pytest.approx(1e-4)  # the corner 0
    assert settings["learning_rate"][1] == pytest.approx((1e-4 * 10**-0.5) ** 0.5)  # the middle
    pd.testing.assert_frame_equal(space.sobol(5), settings[:5])  # a longer one begins alike


def test_each_integer_and_choice_has_its_share():
    settings = SPACES["cifar10"].sobol(4096)
    for name, n_values in (("C1", 13), ("filter_size", 2), ("activation", 3)):
        counts = settings[name].value_counts()
        assert len(counts) == n_values
        assert counts.max() - counts.min() <= 2 * 4096**0.5 / n_values


@given(st.data())
def test_any_point_gives_a_setting_of_the_space(data):
    space = data.draw(st.sampled_from(ALL))
    number = st.floats(0, 1, exclude_max=True)
    point = data.draw(st.lists(number, min_size=len(space.free()), max_size=len(space.free())))
    setting = space.from_unit(np.array([point])).to_dict("records")[0]
    space.check(setting)


@given(st.sampled_from(ALL))
def test_a_space_survives_json(space):
    assert Space.from_json(json.loads(json.dumps(space.to_json()))) == space


def changed(space, **values):
    return {str(k): v for k, v in space.sobol(2).to_dict("records")[1].items()} | values


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"C1": 0}, "C1 must be a whole number in 1 … 16, got 0"),
        ({"C1": 2.5}, "C1 must be a whole number in 1 … 16, got 2.5"),
        ({"C1": "many"}, "C1 must be a whole number in 1 … 16, got 'many'"),
        ({"C1": float("nan")}, "C1 must be a whole number in 1 … 16, got nan"),
        ({"learning_rate": 1}, "learning_rate must be in 0.0001 … 0.316228, got 1"),
        ({"activation": "elu"}, "activation must be 'relu', as it is fixed, got 'elu'"),
    ],
)
def test_what_is_no_setting_is_refused(values, message):
    space = SPACES["digits"]
    with pytest.raises(ValueError, match=message):
        space.check(changed(space, **values))


def test_other_mistakes_are_refused():
    space = SPACES["cifar10"]
    with pytest.raises(ValueError, match="activation must be one of relu, elu, tanh, got 'swish'"):
        space.check(changed(space, activation="swish"))
    setting = changed(space)
    del setting["l2"]
    with pytest.raises(ValueError, match="a setting of cifar10 must have 'l2', got none"):
        space.check(setting)
    with pytest.raises(ValueError, match=r"must have shape \(n, 10\), got \(3, 9\)"):
        space.from_unit(np.zeros((3, 9)))
    with pytest.raises(ValueError, match=r"must lie in \[0, 1\)"):
        space.from_unit(np.ones((1, 10)))
    with pytest.raises(ValueError, match="n must be at least 1, got n=0"):
        space.sobol(0)
    with pytest.raises(ValueError, match=r"must be what Space\.to_json writes, got KeyError"):
        Space.from_json({"task": "digits"})


def with_ranges(**rows):
    digits = SPACES["digits"]
    return Space(
        "small",
        digits.image,
        tuple(
            Hyperparameter(h.name, "integer", *rows[h.name]) if h.name in rows else h
            for h in digits.hyperparameters
        ),
    )


def test_settings_that_do_not_fit_the_image_are_refused_at_sampling():
    with pytest.raises(ValueError, match="pool1 must be at most 8, the side of what it pools, got"):
        with_ranges(pool1=(9, 9)).sobol(4)
    with pytest.raises(ValueError, match="pool2 must be at most 2, the side of what it pools, got"):
        with_ranges(pool1=(4, 4), filter_size=(2, 2)).sobol(4)
    with pytest.raises(ValueError, match=r"at most 2 · 3 − 1 pixels a side .* got filter_size=6"):
        with_ranges(filter_size=(6, 6), pool1=(3, 3)).sobol(4)
