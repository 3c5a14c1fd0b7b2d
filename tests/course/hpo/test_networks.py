"""The two networks against counts by hand and torch's own counter."""

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from course.hpo.networks import count_macs, count_parameters, network
from course.hpo.space import PAPER_SPACES, SPACES


def settings(space, n):
    return [{str(k): v for k, v in row.items()} for row in space.sobol(n).to_dict("records")]


def kinds(net):
    return [type(layer).__name__ for layer in net]


def test_the_order_of_the_layers_is_the_papers():
    setting = settings(PAPER_SPACES["mnist"], 2)[1] | {"filter_size": 5}
    conv_pool_relu = ["Conv2d", "MaxPool2d", "ReLU"]
    net = network(setting, (1, 28, 28))
    end = ["Flatten", "Linear", "ReLU", "Dropout", "Linear"]
    assert kinds(net) == [*conv_pool_relu, *conv_pool_relu, *end]
    setting = settings(PAPER_SPACES["cifar10"], 2)[1] | {"filter_size": 3, "activation": "elu"}
    conv, pooled = ["Conv2d", "ELU"], ["Conv2d", "MaxPool2d", "ELU"]
    net = network(setting | {"regularizer": "none"}, (3, 32, 32))
    assert kinds(net) == [*conv, *pooled, *pooled, *pooled, "Flatten", "Linear", "ELU", "Linear"]
    net = network(setting | {"regularizer": "batch_norm"}, (3, 32, 32))
    assert kinds(net)[:3] == ["Conv2d", "BatchNorm2d", "ELU"]
    assert kinds(net)[-4:] == ["Linear", "BatchNorm1d", "ELU", "Linear"]


def test_parameters_and_macs_by_hand():
    setting = {"C1": 3, "C2": 5, "Fc": 7, "filter_size": 4, "pool1": 3, "pool2": 2}
    setting |= {"activation": "relu", "regularizer": "dropout", "dropout": 0.5}
    net = network(setting, (1, 8, 8))  # 8 → 3 → 2 pixels a side
    first, second = (16 + 1) * 3, (16 * 3 + 1) * 5
    assert count_parameters(net) == first + second + (5 * 4 + 1) * 7 + (7 + 1) * 10
    assert count_macs(net, (1, 8, 8)) == 64 * 16 * 3 + 9 * 16 * 3 * 5 + 20 * 7 + 70


@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES)
def test_every_setting_fits_and_torch_counts_as_many_macs(space):
    for setting in settings(space, 40):
        net = network(setting, space.image)
        x = torch.zeros(2, *space.image)
        with FlopCounterMode(display=False) as counter:
            assert net(x).shape == (2, 10)
        assert counter.get_total_flops() == 2 * 2 * count_macs(net, space.image)


def test_the_papers_largest_and_smallest_networks_run():
    for space in PAPER_SPACES.values():
        for u in (0.0, 0.999999):
            [row] = space.from_unit([[u] * len(space.free())]).to_dict("records")
            assert network(row, space.image)(torch.zeros(2, *space.image)).shape == (2, 10)


def test_even_filters_keep_the_side():
    setting = settings(SPACES["digits"], 2)[1] | {"filter_size": 4}
    net = network(setting, (1, 8, 8))
    pad, conv = net[0], net[1]
    assert isinstance(pad, nn.ZeroPad2d)
    assert conv(pad(torch.zeros(1, 1, 8, 8))).shape[2:] == (8, 8)
