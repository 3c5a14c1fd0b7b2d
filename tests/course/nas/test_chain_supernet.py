"""Weight sharing in the tiny chain: a path is the network that it stands for; words."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from torch import nn

from course.nas.chain_supernet import ChainSupernet, train_chain_supernet
from course.nas.encoding import IllegalGenotype, every_genotype
from course.nas.letters import ALPHABET, read, spell
from course.nas.network import Network
from course.nas.spaces import TinyChain
from course.nas.supernet import OneShot
from course.nas.training import noisy_digits
from tests.course.nas.genotypes import legal

SPACE = TinyChain()


def own_network(supernet, genotype):
    """A network of its own with copies of the shared weights."""
    network = Network(SPACE.decode(genotype)).train()
    with torch.no_grad():
        for place, one, part in zip(supernet.places, genotype, network.parts, strict=False):
            if one.operation == "max_pool":
                continue
            shared, (conv, norm) = place[one.operation], part.children()
            n_out, n_in = conv.weight.shape[:2]
            conv.weight.copy_(shared.weight[:n_out, :n_in])
            norm.weight.copy_(shared.scale[:n_out])
            norm.bias.copy_(shared.bias[:n_out])
        linear = network.parts[-1]
        linear.weight.copy_(supernet.head.weight[:, : linear.in_features])
        linear.bias.copy_(supernet.head.bias)
    return network


@settings(max_examples=25)
@given(legal(SPACE))
def test_a_path_is_the_network_that_it_stands_for(genotype):
    torch.manual_seed(0)
    supernet = ChainSupernet(SPACE)
    for parameter in supernet.parameters():
        parameter.data += 0.2 * torch.randn(parameter.shape)
    images = torch.randn(16, *SPACE.image)
    with torch.no_grad():
        shared, own = supernet(images, genotype), own_network(supernet, genotype)(images)
    torch.testing.assert_close(shared, own, atol=1e-5, rtol=1e-4)


def test_training_helps_and_follows_from_its_seed():
    data = noisy_digits(0.5)
    (first, _), (again, _), (other, _) = (
        train_chain_supernet(SPACE, data, n_steps=60, seed=seed) for seed in (1, 1, 2)
    )
    weights = [nn.utils.parameters_to_vector(net.parameters()) for net in (first, again, other)]
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])
    words = ["bb", "bcd", "bxc", "cdb"]
    untrained = OneShot(ChainSupernet(SPACE), data)
    trained = OneShot(first, data)
    gains = [trained(read(w)).accuracy - untrained(read(w)).accuracy for w in words]
    assert np.mean(gains) > 0.03


def test_every_genotype_has_a_word_of_its_own():
    genotypes = list(every_genotype(SPACE))
    words = [spell(one) for one in genotypes]
    assert len(set(words)) == len(genotypes)
    assert {letter for word in words for letter in word} == set(ALPHABET)
    assert [read(word) for word in words] == genotypes


def test_a_letter_that_is_none():
    with pytest.raises(IllegalGenotype, match="'z' in 'bzx'"):
        read("bzx")
