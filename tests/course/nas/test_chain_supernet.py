"""Paths of the tiny chain's supernet against networks of their own."""

import torch
from hypothesis import given, settings
from torch import nn

from course.nas.chain_supernet import ChainSupernet
from course.nas.network import Network
from course.nas.spaces import TinyChain
from course.nas.supernet import train_paths
from course.nas.training import noisy_digits
from tests.course.nas.genotypes import legal

SPACE = TinyChain()


@torch.no_grad()
def extracted(supernet, genotype):
    """The path as a network of its own, with copies of the shared weights."""
    network = Network(SPACE.decode(genotype))
    for place, one, part in zip(supernet.places, genotype, network.parts, strict=False):
        if one.operation == "max_pool":
            continue
        conv, norm = part
        n_out, n_in, kernel, _ = conv.weight.shape
        shared = place[one.operation]
        conv.weight.copy_(shared.part(n_in, n_out, kernel))
        norm.weight.copy_(shared.scale[:n_out])
        norm.bias.copy_(shared.bias[:n_out])
    linear = network.parts[-1]
    assert isinstance(linear, nn.Linear)
    head = supernet.heads[len(genotype) - 1]
    linear.weight.copy_(head.weight[:, : linear.in_features])
    linear.bias.copy_(head.bias)
    return network.train()


@settings(max_examples=20)
@given(legal(SPACE))
def test_a_path_is_the_network_that_it_stands_for(genotype):
    torch.manual_seed(0)
    net = ChainSupernet(SPACE)
    for parameter in net.parameters():
        parameter.data += 0.2 * torch.randn(parameter.shape)
    images = torch.randn(16, *SPACE.image)
    with torch.no_grad():
        torch.testing.assert_close(
            net(images, genotype), extracted(net, genotype)(images), rtol=1e-4, atol=1e-4
        )


def test_a_supernet_follows_from_its_seed():
    data = noisy_digits(noise=0.5)
    first, again = (
        train_paths(lambda: ChainSupernet(SPACE), SPACE, data, n_steps=3, seed=2)[0]
        for _ in range(2)
    )
    for a, b in zip(first.parameters(), again.parameters(), strict=True):
        assert torch.equal(a, b)
