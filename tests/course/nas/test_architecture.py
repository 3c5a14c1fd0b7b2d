"""Layers that fit, and the sentences about those that don't."""

import pytest
import torch

from course.nas.architecture import Architecture, ArchitectureError, Draft, Layer
from course.nas.network import Network, folded

IMAGE = (1, 8, 8)
HEAD = (Layer("global_average", (1,), 4), Layer("linear", (2,), 10))


@pytest.mark.parametrize(
    ("layer", "reason"),
    [
        (Layer("conv", (1,), 4), r"layer 1 \(conv\): inputs must be earlier tensors, 0 to 0"),
        (Layer("conv", (), 4), "inputs must be earlier tensors"),
        (Layer("warp", (0,), 4), "operation must be one of conv, depthwise"),
        (Layer("conv", (0,), 0), "must be at least 1, got 0, 1 and 1"),
        (Layer("conv", (0,), 4, kernel=2), "kernel must be odd, got 2"),
        (Layer("depthwise", (0,), 4, kernel=3), "writes 1 channels of such an input, got 4"),
        (Layer("max_pool", (0,), 1, kernel=5), "kernel must be 2 or 3, got 5"),
        (Layer("max_pool", (0,), 1, kernel=2), "windows of 2 pixels need stride 2, got 1"),
        (Layer("max_pool", (0,), 1, kernel=2, stride=3), "stride 3 would skip pixels"),
        (Layer("add", (0,), 1), "needs 2 inputs, got 1"),
        (Layer("concat", (0,), 1), "needs at least 2 inputs, got 1"),
        (Layer("conv", (0, 0), 1), "needs 1 inputs, got 2"),
        (Layer("linear", (0,), 10), "reads 1 × 1 pixels, got 1 × 8 × 8"),
        (Layer("conv", (0,), 4, stride=9), "stride 9 on an image of 8 × 8 pixels"),
    ],
)
def test_a_layer_that_does_not_fit(layer, reason):
    with pytest.raises(ArchitectureError, match=reason):
        Architecture(IMAGE, (layer, *HEAD))


def test_an_unread_layer_and_a_missing_head_are_refused():
    conv = Layer("conv", (0,), 4)
    with pytest.raises(ArchitectureError, match=r"layer 2 \(conv\): no later layer reads it"):
        Architecture(IMAGE, (conv, conv, HEAD[0], Layer("linear", (3,), 10)))
    with pytest.raises(ArchitectureError, match="the last layer must be linear"):
        Architecture(IMAGE, (conv,))


def test_a_draft_leaves_out_what_no_end_needs():
    draft = Draft(IMAGE)
    wanted = draft.conv(0, 4, kernel=3)
    draft.conv(0, 8, kernel=3)
    last = draft.pool("max_pool", wanted, kernel=2, stride=2)
    architecture = draft.finish(last)
    assert [layer.operation for layer in architecture.layers] == [
        "conv", "max_pool", "global_average", "linear",
    ]  # fmt: skip
    assert architecture.shapes == (IMAGE, (4, 8, 8), (4, 4, 4), (4, 1, 1), (10, 1, 1))


@pytest.mark.parametrize("side", [1, 2, 3, 5, 7, 8])
@pytest.mark.parametrize("stride", [1, 2])
def test_shapes_are_those_of_torch(side, stride):
    if stride > side:
        return
    draft = Draft((3, side, side))
    ends = [draft.conv(0, 4, k, stride) for k in (1, 3, 5)]
    ends += [draft.depthwise(0, k, stride) for k in (3, 5)]
    ends += [draft.pool(pool, 0, 3, stride) for pool in ("max_pool", "average_pool")]
    ends += [draft.pool(pool, 0, 2, 2) for pool in ("max_pool", "average_pool") if side > 1]
    architecture = draft.finish(*ends)
    tensors = Network(architecture).eval().tensors(torch.zeros(1, 3, side, side))
    assert [tuple(t[0].shape) for t in tensors[:-1]] == list(architecture.shapes[:-1])


def test_folding_changes_no_output():
    """Convolution with the folded weights against convolution, then normalization."""
    torch.manual_seed(0)
    draft = Draft((3, 6, 6))
    draft.conv(0, 5, kernel=3, stride=2, relu=False)
    architecture = draft.finish(1)
    net = Network(architecture)
    net(torch.randn(32, 3, 6, 6) * 3 + 1)
    torch.nn.init.normal_(net.parts[0][1].weight)
    net.eval()
    X = torch.randn(4, 3, 6, 6)
    weight, bias = folded(architecture.layers[0], net.parts[0])
    ours = torch.nn.functional.conv2d(X, weight, bias, stride=2, padding=1)
    torch.testing.assert_close(ours, net.tensors(X)[1], rtol=1e-5, atol=1e-5)
