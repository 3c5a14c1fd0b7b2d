"""Costs against torch's own counts, memory against a replay of the plan."""

from itertools import product

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from torch.utils.flop_counter import FlopCounterMode

from course.hpo.networks import count_parameters
from course.nas.architecture import Draft
from course.nas.cost import Latency, cost, work
from course.nas.memory import buffers, peak_bytes, plan
from course.nas.network import Network
from tests.course.nas.genotypes import SPACES, spaces_and_legal


@settings(max_examples=15)
@given(spaces_and_legal)
def test_parameters_and_macs_are_those_of_torch(drawn):
    space, genotype = drawn
    net = Network(space.decode(genotype)).eval()
    with FlopCounterMode(display=False) as counted, torch.no_grad():
        net(torch.zeros(1, *space.image))
    ours = cost(net.architecture)
    assert ours.parameters == count_parameters(net)
    assert 2 * ours.macs == counted.get_total_flops()


def chain_of_three():
    """64 bytes → 4 × 64 = 256 → depthwise, 4 × 16 = 64 → 8 × 16 = 128 → 8 → 10."""
    draft = Draft((1, 8, 8))
    x = draft.conv(0, 4, kernel=3)
    x = draft.depthwise(x, 3, stride=2)
    return draft.finish(draft.conv(x, 8, kernel=1))


def test_memory_of_a_chain_by_hand():
    architecture = chain_of_three()
    assert peak_bytes(architecture, in_place=False) == 64 + 256  # conv; depthwise has 256 + 64
    assert peak_bytes(architecture, in_place=True) == 64 + 256  # depthwise has 256 + 16
    assert cost(architecture).flash_bytes == (4 * 9 + 4 * 9 + 8 * 4 + 10 * 8) + 9 * (4 + 4 + 8 + 10)


def test_a_skip_connection_keeps_what_it_carries():
    draft = Draft((4, 8, 8))
    x = draft.conv(0, 4, kernel=3)
    y = draft.conv(x, 4, kernel=3)
    y = draft.conv(y, 4, kernel=3)
    architecture = draft.finish(draft.add(x, y))
    assert peak_bytes(architecture) == 3 * 256


@settings(max_examples=80)
@given(spaces_and_legal)
def test_a_plan_never_lends_a_byte_twice(drawn):
    space, genotype = drawn
    architecture = space.decode(genotype)
    for in_place in (False, True):
        found = plan(architecture, in_place=in_place)
        peak = peak_bytes(architecture, in_place=in_place)
        assert peak <= found.arena_bytes <= 1.5 * peak
        owner = np.full((len(architecture.layers) + 1, found.arena_bytes), -1)
        for number, one in enumerate(buffers(architecture, in_place=in_place)):
            at = found.tensors[one.tensors[0]] if one.tensors else found.scratch[one.needs[0].first]
            for n_bytes, first, last in one.needs:
                part = owner[first : last + 1, at : at + n_bytes]
                assert part.shape[1] == n_bytes
                assert np.isin(part, (-1, number)).all()
                part[:] = number


@settings(max_examples=60)
@given(spaces_and_legal)
def test_every_layer_finds_what_it_reads(drawn):
    """Bytes are labelled by the tensor last written there; a layer must find its inputs' labels."""
    space, genotype = drawn
    architecture = space.decode(genotype)
    for in_place in (False, True):
        found = plan(architecture, in_place=in_place)
        arena = np.full(found.arena_bytes, -1)

        def place(tensor, found=found, arena=arena):
            size = int(np.prod(architecture.shapes[tensor]))
            return arena[found.tensors[tensor] :][:size]

        place(0)[:] = 0
        for step, layer in enumerate(architecture.layers, start=1):
            assert all((place(tensor) == tensor).all() for tensor in layer.inputs)
            if step in found.scratch:
                scratch = int(np.prod(architecture.shapes[step][1:]))
                arena[found.scratch[step] :][:scratch] = -1
            place(step)[:] = step
        assert (place(len(architecture.layers)) == len(architecture.layers)).all()


def test_most_plans_need_no_more_than_the_peak():
    rng = np.random.default_rng(0)
    fits = []
    for space, in_place, _ in product(SPACES.values(), (False, True), range(10)):
        architecture = space.decode(space.random(rng))
        fits.append(
            plan(architecture, in_place=in_place).arena_bytes
            == peak_bytes(architecture, in_place=in_place)
        )
    assert np.mean(fits) > 0.9


@settings(max_examples=60)
@given(spaces_and_legal)
def test_in_place_never_costs_memory(drawn):
    space, genotype = drawn
    architecture = space.decode(genotype)
    assert peak_bytes(architecture, in_place=True) <= peak_bytes(architecture, in_place=False)


def test_in_place_saves_memory_where_channels_are_many():
    """A depthwise layer alone: twice the tensor, or once and one channel."""
    draft = Draft((16, 8, 8))
    architecture = draft.finish(draft.depthwise(0, 3))
    assert peak_bytes(architecture, in_place=False) == 2 * 16 * 64
    assert peak_bytes(architecture, in_place=True) == 17 * 64


def test_latency_is_found_from_times():
    rng = np.random.default_rng(0)
    space = SPACES["multi-branch"]
    architectures = [space.decode(space.random(rng)) for _ in range(40)]
    truth = Latency((2e-9, 1e-9, 5e-9, 1e-8, 1e-9, 3e-7))
    fitted = Latency.fit(architectures, [truth.of(one) for one in architectures])
    np.testing.assert_allclose(fitted.per_unit, truth.per_unit, rtol=1e-3)
    assert cost(architectures[0], latency=fitted).latency == pytest.approx(
        truth.of(architectures[0])
    )
    with pytest.raises(ValueError, match="needs at least 6 architectures"):
        Latency.fit(architectures[:2], [1.0, 2.0])


def test_work_of_a_chain_by_hand():
    """4 × 64 sums of 9, depthwise 4 × 16 of 9, pointwise 8 × 16 of 4, and 10 of 8 in the head."""
    amounts = work(chain_of_three())
    assert list(amounts) == [
        256 * 9,
        128 * 4 + 80,
        64 * 9,
        256 + 64 + 128 + 8 + 10,
        128,  # pixels that are averaged
        5,
    ]
    assert Latency().of(chain_of_three()) == sum(amounts[:5])
