"""Every decodable genotype trains; every other is refused with a reason."""

import json

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from course.nas.architecture import ArchitectureError
from course.nas.encoding import Gene, IllegalGenotype, gene
from course.nas.network import Network
from course.nas.spaces import Blocks, Bottlenecks, Cells, ChainStructured, MultiBranch
from course.nas.spaces.multi_branch import as_branch
from tests.course.nas.genotypes import SPACES, legal, spaces_and_legal, spaces_and_spelled

torch.set_num_threads(1)


def losses_of_training(net, n_steps=12):
    """Cross entropy on ten images while Adam learns them by heart."""
    generator = torch.Generator().manual_seed(0)
    X, y = torch.randn(10, *net.architecture.image, generator=generator), torch.arange(10)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.02)
    losses = []
    for _ in range(n_steps):
        loss = functional.cross_entropy(net(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


@settings(max_examples=150)
@given(spaces_and_spelled)
def test_spelled_genotypes_decode_or_are_refused_with_a_reason(drawn):
    space, genotype = drawn
    reason = space.reason_against(genotype)
    if reason is not None:
        assert reason.startswith(f"{space.name}: ")
        with pytest.raises(IllegalGenotype) as raised:
            space.decode(genotype)
        assert str(raised.value) == reason
        with pytest.raises(IllegalGenotype):
            space.from_json(space.to_json(genotype))
        return
    architecture = space.decode(genotype)
    net = Network(architecture).eval()
    tensors = net.tensors(torch.zeros(2, *space.image))
    assert [tuple(t[0].reshape(t.shape[1], -1).shape) for t in tensors] == [
        (c, h * w) for c, h, w in architecture.shapes
    ]
    assert tensors[-1].shape == (2, 10)


@settings(max_examples=40)
@given(spaces_and_legal)
def test_every_decodable_genotype_trains(drawn):
    space, genotype = drawn
    torch.manual_seed(0)
    net = Network(space.decode(genotype))
    losses = losses_of_training(net)
    assert np.isfinite(losses).all()
    assert losses[-1] < losses[0]
    assert all(p.grad is not None for p in net.parameters())


@settings(max_examples=60)
@given(spaces_and_legal)
def test_text_and_back(drawn):
    space, genotype = drawn
    assert space.from_json(space.to_json(genotype)) == genotype


@settings(max_examples=60)
@given(spaces_and_legal, st.data())
def test_a_spoiled_gene_is_refused_by_name(drawn, data):
    space, genotype = drawn
    position = data.draw(st.integers(0, len(genotype) - 1))
    one = genotype[position]
    spoiled = [Gene("telepathy", one.settings), Gene(one.operation, (*one.settings, ("x", 1)))]
    for number, (name, value) in enumerate(one.settings):
        for wrong in (-1, float(value) if isinstance(value, int) else 3, "no", None):
            pairs = list(one.settings)
            pairs[number] = (name, wrong)
            spoiled.append(Gene(one.operation, tuple(pairs)))
    bad = data.draw(st.sampled_from(spoiled))
    reason = space.reason_against((*genotype[:position], bad, *genotype[position + 1 :]))
    assert reason.startswith(f"gene {position + 1} ({bad.operation}): ")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_other_json_is_refused(data):
    space = SPACES["chain"]
    for text in (json.dumps(data), json.dumps({"space": space.name, "genes": data})):
        with pytest.raises(IllegalGenotype):
            space.from_json(text)
    with pytest.raises(IllegalGenotype, match="not JSON"):
        space.from_json("{")


@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES)
def test_trivial_and_rich_individuals_are_legal(space):
    trivial = space.decode(space.trivial())
    assert len(space.rich()) == 2
    for genotype in space.rich():
        assert len(space.decode(genotype).layers) > len(trivial.layers)


@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES)
def test_random_individuals_have_all_lengths(space):
    rng = np.random.default_rng(0)
    lengths = {len(space.random(rng)) for _ in range(120)}
    fewest, most = space.n_genes
    assert lengths == set(range(fewest, most + 1))


@settings(max_examples=30)
@given(legal(ChainStructured()))
def test_a_chain_is_a_special_case_of_a_multi_branch_network(genotype):
    assert MultiBranch().decode(as_branch(genotype)) == ChainStructured().decode(genotype)


@settings(max_examples=30)
@given(legal(ChainStructured(max_layers=5)))
def test_both_encodings_of_a_chain_decode_alike(genotype):
    fixed = ChainStructured(max_layers=5, fixed_length=True)
    filled = genotype + (gene("identity"),) * (5 - len(genotype))
    assert fixed.decode(filled) == ChainStructured(max_layers=5).decode(genotype)


def test_cells_are_stacked_as_they_are_searched():
    """Twice the normal cells, twice what they add; the image is halved by the reduction cell."""
    genotype = Cells(n_nodes=2).random(np.random.default_rng(3))
    once, thrice = (Cells(n_nodes=2, n_normal=n, n_stages=3).decode(genotype) for n in (1, 3))
    assert len(thrice.layers) > len(once.layers)
    assert {shape[1] for shape in once.shapes[:-2]} >= {8, 4, 2}


def test_a_residual_block_adds_and_a_dense_block_stacks():
    space = Blocks()
    residual = space.decode((gene("ResBlock", channels=8, stride=2),))
    assert [layer.operation for layer in residual.layers].count("add") == 1
    dense = space.decode((gene("DenseBlock", growth=4, layers=3),))
    assert dense.shapes[-3] == (1 + 3 * 4, 8, 8)


def test_width_and_resolution_of_bottlenecks():
    genotype = Bottlenecks().rich()[0]
    wide = Bottlenecks(image=(1, 6, 6), width=2.0).decode(genotype)
    assert wide.shapes[1] == (16, 6, 6)
    assert wide.shapes[-3] == (32, 2, 2)


@pytest.mark.parametrize(
    ("space", "genotype", "reason"),
    [
        (ChainStructured(max_layers=2), (gene("max_pool"),) * 3, "must have 1 to 2 genes, got 3"),
        (ChainStructured(max_layers=2, fixed_length=True), (gene("max_pool"),), "2 genes, got 1"),
        (ChainStructured(), (gene("max_pool"),) * 4, "stride 2 on an image of 1 × 1 pixels"),
        (
            MultiBranch(),
            (gene("max_pool", inputs=(2,), merge="add"),),
            "gene 1 .max_pool.: reads 2 layers back, but the image is 1 back",
        ),
        (
            MultiBranch(),
            (
                gene("max_pool", inputs=(1,), merge="add"),
                gene("max_pool", inputs=(1, 2), merge="add"),
            ),
            "adds outputs of one shape, got 1 × 4 × 4 and 1 × 8 × 8",
        ),
    ],
)  # fmt: skip
def test_reasons_name_rule_and_value(space, genotype, reason):
    with pytest.raises(IllegalGenotype, match=reason) as raised:
        space.decode(genotype)
    assert raised.value.__cause__ is None or isinstance(raised.value.__cause__, ArchitectureError)
