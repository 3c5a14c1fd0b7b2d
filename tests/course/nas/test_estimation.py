"""Cheap estimates: cheaper than full training, of the same networks, and about the same order."""

import numpy as np
import pytest
import torch

from course.hpo.prediction import LastValue
from course.nas.architecture import Draft
from course.nas.cost import cost
from course.nas.estimation import (
    Downsampled,
    Extrapolation,
    FewerEpochs,
    FullTraining,
    Inheritance,
    Narrower,
    Subset,
)
from course.nas.estimation.fidelity import for_image, halved, narrowed
from course.nas.training import Recipe, noisy_digits, train
from tests.course.nas.genotypes import SPACES

torch.set_num_threads(1)
RECIPE = Recipe(epochs=6)


@pytest.fixture(scope="module")
def data():
    return noisy_digits(noise=0.5)


@pytest.fixture(scope="module")
def three():
    """A poor, a middling and a good architecture."""
    architectures = []
    for channels, kernels in ((2, (1,)), (6, (3,)), (12, (3, 3))):
        draft, x = Draft((1, 8, 8)), 0
        for kernel in kernels:
            x = draft.conv(x, channels, kernel, stride=2 if x else 1)
        architectures.append(draft.finish(x))
    return architectures


@pytest.fixture(scope="module")
def truth(data, three):
    return [FullTraining(data, RECIPE)(one) for one in three]


def test_full_training_follows_from_its_seed(data, three, truth):
    again = FullTraining(data, RECIPE)(three[1])
    assert again.accuracy == truth[1].accuracy
    accuracies = [one.accuracy for one in truth]
    assert accuracies == sorted(accuracies)
    assert accuracies[-1] > 0.7


@pytest.mark.parametrize(
    "cheap",
    [
        lambda data: FewerEpochs(data, 2, RECIPE),
        lambda data: Subset(data, 200, RECIPE),
        lambda data: Downsampled(data, RECIPE),
        lambda data: Narrower(data, 0.5, RECIPE),
    ],
    ids=["epochs", "subset", "downsampled", "narrower"],
)
def test_lower_fidelity_keeps_the_order(cheap, data, three, truth):
    estimates = [cheap(data)(one) for one in three]
    accuracies = [one.accuracy for one in estimates]
    assert np.argmax(accuracies) == 2
    assert all(one.seconds > 0 for one in estimates)
    if not isinstance(cheap(data), Downsampled):  # noise: a mean of pixels may be a better pixel
        assert accuracies[2] < truth[2].accuracy


def test_few_epochs_and_images_take_less_time(data, three, truth):
    for cheap in (FewerEpochs(data, 1, RECIPE), Subset(data, 100, RECIPE)):
        assert cheap(three[2]).seconds < 0.7 * truth[2].seconds


@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES)
def test_narrower_and_smaller_architectures_fit(space):
    rng = np.random.default_rng(0)
    for _ in range(20):
        whole = space.decode(space.random(rng))
        narrow, small = narrowed(whole, 0.5), for_image(whole, (1, 4, 4))
        for other in (narrow, small):
            assert len(other.layers) == len(whole.layers)
            assert cost(other).macs <= cost(whole).macs
        assert narrowed(whole, 1.0) == for_image(whole, whole.image) == whole
        assert cost(small).parameters == cost(whole).parameters


def test_halved_images_are_means():
    X = np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)
    np.testing.assert_array_equal(halved(X)[0, 0], [[2.5, 4.5], [10.5, 12.5]])
    with pytest.raises(ValueError, match="must be even to be halved, got 3 × 4"):
        halved(X[:, :, :3])
    with pytest.raises(ValueError, match=r"fraction must be in \(0, 1\], got 2"):
        narrowed(SPACES["chain"].decode(SPACES["chain"].trivial()), 2)


def test_the_first_epochs_are_those_of_full_training(data, three):
    whole = train(three[1], data, RECIPE).curve
    np.testing.assert_array_equal(train(three[1], data, RECIPE, n_epochs=3).curve, whole[:3])


def test_extrapolation_adds_what_others_gained(data, three):
    """`LastValue`: the accuracy after the epochs seen, plus the others' mean gain from there."""
    curves = np.array([train(one, data, RECIPE).curve for one in three[:2]])
    estimator = Extrapolation.fit(data, LastValue(), three[:2], curves, epochs=3, recipe=RECIPE)
    seen = train(three[2], data, RECIPE, n_epochs=3).curve[-1]
    gain = (curves[:, -1] - curves[:, 2]).mean()
    assert estimator(three[2]).accuracy == pytest.approx(seen + gain)
    with pytest.raises(ValueError, match="must have the recipe's 6 epochs, got 5"):
        Extrapolation.fit(data, LastValue(), three[:2], curves[:, 1:], recipe=RECIPE)


def test_a_child_that_inherits_is_ahead_of_one_that_does_not(data, three):
    """One epoch on from the trained parent, against one epoch from scratch."""
    parent = train(three[2], data, RECIPE).network
    gentle = Recipe(epochs=1, learning_rate=0.003)
    child = Inheritance(data, parent, epochs=1, recipe=gentle)(three[2])
    assert child.accuracy > FullTraining(data, gentle)(three[2]).accuracy + 0.1


def test_training_leaves_torchs_generator_alone(data, three):
    torch.manual_seed(3)
    wanted = torch.rand(2)
    torch.manual_seed(3)
    train(three[0], data, Recipe(epochs=1))
    assert torch.equal(torch.rand(2), wanted)
