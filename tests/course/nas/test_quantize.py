"""Int8 networks against the floats that they stand for."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from course.nas.architecture import Draft
from course.nas.quantize import FakeQuantized, Grid, fixed_point, quantize
from course.nas.spaces import Blocks, Cells, ChainStructured, MultiBranch
from course.nas.training import Recipe, accuracy, noisy_digits, train
from tests.course.nas.genotypes import SPACES, spaces_and_legal
from tests.course.nas.networks import lived_in

torch.set_num_threads(1)


@given(st.floats(1e-9, 1e9))
def test_a_factor_is_a_multiplier_and_a_shift(factor):
    multiplier, shift = fixed_point(factor)
    assert 2**30 <= multiplier < 2**31
    assert 1 <= shift <= 62
    assert multiplier / 2**shift == pytest.approx(factor, rel=2**-31)


def test_factors_beyond_the_range():
    assert fixed_point(1e-30) == (0, 62)
    for factor in (0.0, -1.0, 2.0**31):
        with pytest.raises(ValueError, match=r"must be in \(0, 2\^30\), got"):
            fixed_point(factor)


@given(st.floats(1e-3, 1e3), st.integers(-128, 127), st.integers(0, 2**32 - 1))
def test_a_grid_is_off_by_half_a_step_at_most(scale, zero, seed):
    grid = Grid(scale, zero)
    low, high = scale * (-128 - zero), scale * (127 - zero)
    values = np.random.default_rng(seed).uniform(low, high, 50).astype(np.float32)
    back = scale * (grid.quantize(values).astype(float) - zero)
    assert np.abs(back - values).max() <= scale * 0.5001
    assert grid.quantize(np.float32([0.0])) == zero
    assert list(grid.quantize(np.float32([-1e9, 1e9]))) == [-128, 127]


@settings(max_examples=25)
@given(spaces_and_legal, st.integers(0, 1000))
def test_integers_follow_torchs_fake_quantization(drawn, seed):
    """Untrained logits: each is within a few steps, and nearly all within one.

    A mean of four integers is often a tie, which torch rounds to even and C upwards; where an
    average is followed by finer grids, that one step becomes several.
    """
    space, genotype = drawn
    net, images = lived_in(space.decode(genotype), seed)
    quantized = quantize(net, images)
    grid = quantized.grids[-1]
    fake = FakeQuantized(net, quantized)(torch.from_numpy(images)).numpy()
    steps = np.abs(quantized.run(images) - (np.rint(fake / grid.scale) + grid.zero))
    has_ties = any(layer.operation == "average_pool" for layer in quantized.architecture.layers)
    assert (steps <= 1).mean() > (0.5 if has_ties else 0.95)
    assert steps.max() <= (10 if has_ties else 4)


@settings(max_examples=15)
@given(spaces_and_legal)
def test_int8_is_near_the_floats(drawn):
    space, genotype = drawn
    net, images = lived_in(space.decode(genotype))
    quantized = quantize(net, images)
    grid = quantized.grids[-1]
    with torch.no_grad():
        floats = net(torch.from_numpy(images)).numpy()
    ours = grid.scale * (quantized.run(images).astype(float) - grid.zero)
    error = np.sqrt(np.mean((ours - floats) ** 2)) / floats.std()
    assert error < 0.05


@pytest.fixture(scope="module")
def digits():
    return noisy_digits(noise=0.5)


@pytest.mark.parametrize(
    "space", [ChainStructured(), MultiBranch(), Cells(n_nodes=2), Blocks()], ids=lambda s: s.name
)
def test_trained_networks_keep_their_predictions(space, digits):
    trained = train(space.decode(space.rich()[0]), digits, Recipe(epochs=4))
    net = trained.network
    quantized = quantize(net, digits.X_train)
    X = np.concatenate([digits.X_validation, digits.X_test])
    y = np.concatenate([digits.y_validation, digits.y_test])
    ours = quantized.predict(X)
    fake = FakeQuantized(net, quantized)(torch.from_numpy(X)).argmax(1).numpy()
    assert (ours == fake).mean() >= 0.995
    assert abs((ours == y).mean() - (fake == y).mean()) <= 0.005
    assert abs((ours == y).mean() - accuracy(net, X, y)) <= 0.02
    assert (ours == y).mean() > 0.3  # chance is 0.1


def test_a_large_channel_does_not_coarsen_the_others():
    """Per-channel scales: the others' integers stay, per-tensor ones would all become 0."""
    draft = Draft((1, 8, 8))
    net, images = lived_in(draft.finish(draft.conv(0, 4, kernel=3)))
    before = quantize(net, images).layers[0]
    net.parts[0][1].weight.data[2] *= 1000
    after = quantize(net, images).layers[0]
    others = [0, 1, 3]
    np.testing.assert_array_equal(before.weight[others], after.weight[others])
    np.testing.assert_array_equal(np.abs(before.weight[2]), np.abs(after.weight[2]))
    assert after.weight_scale[2] == pytest.approx(1000 * before.weight_scale[2])


def test_a_dead_channel_and_a_constant_image():
    draft = Draft((1, 8, 8))
    net, _ = lived_in(draft.finish(draft.conv(0, 4, kernel=3)))
    net.parts[0][1].weight.data[1] = 0
    images = np.zeros((3, 1, 8, 8), dtype=np.float32)
    logits = quantize(net, images).run(images)
    assert logits.shape == (3, 10)
    assert (logits == logits[0]).all()


def test_a_network_is_left_as_it_was():
    space = SPACES["blocks"]
    net, images = lived_in(space.decode(space.rich()[0]))
    net.train()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    quantize(net, images)
    assert net.training
    assert all(torch.equal(before[name], value) for name, value in net.state_dict().items())
