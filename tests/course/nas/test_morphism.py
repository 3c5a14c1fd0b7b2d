"""Wider and deeper networks compute the same function, to 1e-5, and go on to learn."""

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from course.nas.architecture import ArchitectureError, Draft
from course.nas.estimation.inheritance import inherited
from course.nas.morphism import deepened, widened
from tests.course.nas.genotypes import spaces_and_legal
from tests.course.nas.networks import images_for, lived_in
from tests.course.nas.test_search_spaces import losses_of_training

torch.set_num_threads(1)


def outputs(net, images):
    with torch.no_grad():
        return net.eval()(torch.from_numpy(images)).numpy()


def assert_same_function(child, parent):
    images = images_for(parent.architecture, seed=9)
    theirs = outputs(parent, images)
    scale = max(1.0, float(np.abs(theirs).max()))
    np.testing.assert_allclose(outputs(child, images) / scale, theirs / scale, atol=1e-5)


@settings(max_examples=60)
@given(spaces_and_legal, st.data())
def test_wider_is_the_same_function(drawn, data):
    space, genotype = drawn
    parent, _ = lived_in(space.decode(genotype))
    layers = parent.architecture.layers
    convs = [i for i, layer in enumerate(layers, start=1) if layer.operation == "conv"]
    assume(convs)
    number = data.draw(st.sampled_from(convs))
    channels = layers[number - 1].channels + data.draw(st.integers(0, 7))
    try:
        child = widened(parent, number, channels, np.random.default_rng(0))
    except ArchitectureError:
        assert any(layer.operation == "add" for layer in layers)
        return
    assert child.architecture.layers[number - 1].channels == channels
    assert_same_function(child, parent)


@settings(max_examples=60)
@given(spaces_and_legal, st.data())
def test_deeper_is_the_same_function(drawn, data):
    space, genotype = drawn
    parent, images = lived_in(space.decode(genotype))
    layers = parent.architecture.layers
    fit = [i for i, layer in enumerate(layers, start=1) if layer.relu]
    assume(fit)
    child = deepened(parent, data.draw(st.sampled_from(fit)), images)
    assert len(child.architecture.layers) == len(layers) + 1
    assert_same_function(child, parent)


def two_convolutions():
    draft = Draft((1, 8, 8))
    return draft.finish(draft.conv(draft.conv(0, 3, kernel=3), 4, kernel=3))


def test_deeper_is_near_the_same_function_while_it_trains():
    """In training, normalization uses the batch: the same images give the same outputs."""
    parent, images = lived_in(two_convolutions())
    parent.train()
    child = deepened(parent, 1, images)
    assert child.training
    X = torch.from_numpy(images)
    parent.parts[0][1].eval()
    child.parts[0][1].eval()
    with torch.no_grad():
        torch.testing.assert_close(child(X), parent(X), rtol=1e-3, atol=1e-3)


def test_repeated_channels_become_different():
    parent, _ = lived_in(two_convolutions())
    child = widened(parent, 1, 6, np.random.default_rng(0))
    before = child.parts[0][0].weight.detach().flatten(1)
    assert len(torch.unique(before, dim=0)) == 3
    losses = losses_of_training(child.train())
    assert losses[-1] < losses[0]
    assert len(torch.unique(child.parts[0][0].weight.detach().flatten(1), dim=0)) == 6


def test_what_cannot_be_changed_is_refused():
    parent, images = lived_in(two_convolutions())
    rng = np.random.default_rng(0)
    with pytest.raises(ArchitectureError, match=r"layer 3 \(global_average.*only convolutions"):
        widened(parent, 3, 8, rng)
    with pytest.raises(ArchitectureError, match="to 2; only convolutions can, and not to fewer"):
        widened(parent, 1, 2, rng)
    with pytest.raises(ArchitectureError, match=r"layer 3 \(global_average\) has no ReLU"):
        deepened(parent, 3, images)
    draft = Draft((4, 8, 8))
    x = draft.conv(0, 4, kernel=3)
    residual, _ = lived_in(draft.finish(draft.add(0, x)))
    with pytest.raises(ArchitectureError, match=r"layer 2 \(add\) would add unlike channels"):
        widened(residual, 1, 5, rng)


@settings(max_examples=20)
@given(spaces_and_legal)
def test_a_child_with_the_same_layers_is_a_copy(drawn):
    space, genotype = drawn
    parent, _ = lived_in(space.decode(genotype))
    assert_same_function(inherited(parent.architecture, parent, seed=5), parent)


def test_a_longer_child_inherits_what_fits():
    parent, _ = lived_in(two_convolutions())
    draft = Draft((1, 8, 8))
    x = draft.conv(0, 3, kernel=3)
    x = draft.pool("max_pool", x, kernel=2, stride=2)
    child = inherited(draft.finish(draft.conv(x, 4, kernel=3)), parent)
    for ours, theirs in ((0, 0), (2, 1), (4, 3)):
        for a, b in zip(
            child.parts[ours].parameters(), parent.parts[theirs].parameters(), strict=True
        ):
            assert torch.equal(a, b)
