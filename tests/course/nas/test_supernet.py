"""A supernet's paths against networks of their own; TinyNAS's stages against their rules."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings

from course.nas.cost import cost
from course.nas.mcunet import Limits, at_resolution, choose_space, evolve_within
from course.nas.spaces import Bottlenecks, ChainStructured
from course.nas.supernet import OneShot, Supernet, train_supernet
from course.nas.training import noisy_digits
from tests.course.nas.genotypes import legal

torch.set_num_threads(1)
SPACE = Bottlenecks(image=(1, 6, 6), width=0.5)
LIMITS = Limits(sram_bytes=700, flash_bytes=2500)


@pytest.fixture(scope="module")
def digits():
    return at_resolution(noisy_digits(noise=0.5), 6)


@pytest.fixture(scope="module")
def supernet(digits):
    return train_supernet(SPACE, digits, n_steps=150)[0]


@settings(max_examples=25)
@given(legal(SPACE))
def test_a_path_is_the_network_that_it_stands_for(genotype):
    torch.manual_seed(0)
    net = Supernet(SPACE)
    for parameter in net.parameters():
        parameter.data += 0.2 * torch.randn(parameter.shape)
    images = torch.randn(16, *SPACE.image)
    with torch.no_grad():
        shared = net(images, genotype)
        own = net.extract(genotype).train()(images)
    torch.testing.assert_close(shared, own, rtol=1e-4, atol=1e-4)


def test_training_a_path_changes_what_others_share():
    """The smallest path's weights are part of every path, so all of them change."""
    net = Supernet(SPACE)
    smallest, largest = SPACE.trivial(), SPACE.rich()[0]
    images = torch.randn(8, *SPACE.image)
    before = net(images, largest).detach()
    net(images, smallest).sum().backward()
    with torch.no_grad():
        for parameter in net.parameters():
            if parameter.grad is not None:
                parameter -= parameter.grad
    assert not torch.allclose(before, net(images, largest))


def test_paths_that_were_not_trained_alone_tell_digits_apart(supernet, digits):
    one_shot = OneShot(supernet, digits)
    rng = np.random.default_rng(0)
    genotypes = {SPACE.random(rng) for _ in range(20)}
    accuracies = [one_shot(genotype).accuracy for genotype in genotypes]
    assert min(accuracies) > 0.2  # chance is 0.1
    assert max(accuracies) > 0.5
    assert set(one_shot.estimates) == genotypes
    assert one_shot(SPACE.trivial()) is one_shot(SPACE.trivial())


def test_a_supernet_follows_from_its_seed(digits):
    first, again = (train_supernet(SPACE, digits, n_steps=3, seed=5)[0] for _ in range(2))
    for a, b in zip(first.parameters(), again.parameters(), strict=True):
        assert torch.equal(a, b)


def test_stage_one_takes_the_space_that_computes_most_within_limits():
    candidates = choose_space(
        LIMITS, np.random.default_rng(0), widths=(0.25, 0.5, 1.0), resolutions=(4, 8), n_samples=60
    )
    means = [one.mean_macs for one in candidates if one.fraction >= 0.05]
    assert len(candidates) == 6
    assert means
    assert means == sorted(means, reverse=True)
    assert all(one.fraction < 0.05 for one in candidates[len(means) :])
    for one in candidates:
        assert len(one.macs) == round(60 * one.fraction)
        assert list(one.macs) == sorted(one.macs)
    by_size = {(one.space.width, one.space.image[1]): one.fraction for one in candidates}
    assert by_size[1.0, 8] < by_size[0.25, 4]  # what is larger fits less often


def test_limits_that_nothing_fits_are_said_so():
    with pytest.raises(ValueError, match="none of 10 networks fits 10 bytes of SRAM and 10 of "):
        choose_space(
            Limits(10, 10), np.random.default_rng(0), widths=(1.0,), resolutions=(8,), n_samples=10
        )


def macs(genotype):
    return float(cost(SPACE.decode(genotype)).macs)


def test_stage_two_is_within_limits_and_gets_better():
    """A fitness that limits work against: the most MACs that fit."""
    rng = np.random.default_rng(0)
    evolved = evolve_within(SPACE, macs, LIMITS, rng, population_size=30, n_parents=6,
                            n_generations=8)  # fmt: skip
    assert [len(one) for one in evolved.generations] == [30] * 8
    for generation in evolved.generations:
        fitness = [one.fitness for one in generation]
        assert fitness == sorted(fitness, reverse=True)
        assert all(LIMITS.allow(SPACE, one.genotype) for one in generation)
    everyone = [one for generation in evolved.generations for one in generation]
    assert evolved.winner.fitness == max(one.fitness for one in everyone)
    medians = [generation[15].fitness for generation in evolved.generations]
    assert medians[-1] > medians[0]
    fits = [g for g in (SPACE.random(rng) for _ in range(240)) if LIMITS.allow(SPACE, g)]
    assert evolved.winner.fitness >= max(macs(genotype) for genotype in fits)


def test_half_of_a_generation_comes_from_crossover():
    """With one parent, crossover gives the parent again and mutation something else."""
    space = ChainStructured(image=(1, 64, 64), max_layers=1)
    roomy = Limits(10**9, 10**9)
    evolved = evolve_within(space, lambda genotype: 1.0, roomy, np.random.default_rng(0),
                            population_size=20, n_parents=1, n_generations=2)  # fmt: skip
    first = evolved.generations[0][0].genotype
    second = sorted(evolved.generations[1], key=lambda one: one.born)
    assert all(one.genotype == first for one in second[:10])
    assert all(one.genotype != first for one in second[10:])


def test_resolution(digits):
    assert digits.X_train.shape == (800, 1, 6, 6)
    whole = noisy_digits(noise=0.5)
    np.testing.assert_allclose(
        at_resolution(whole, 4).X_test[0, 0, 0, 0], whole.X_test[0, 0, :2, :2].mean(), rtol=1e-5
    )
