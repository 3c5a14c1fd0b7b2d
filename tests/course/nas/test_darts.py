"""The continuous cell space: mixtures, their gradients, and what is read from them."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from course.nas.darts import ContinuousCells, Mixed, discretized, gradient_search, operation
from course.nas.spaces import Cells
from course.nas.spaces.cells import OPERATIONS
from course.nas.training import noisy_digits

torch.set_num_threads(1)
SPACE = Cells(n_nodes=2, channels=4)


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("stride", [1, 2])
def test_a_weight_of_one_is_the_operation_alone(name, stride):
    torch.manual_seed(0)
    mixed = Mixed(3, stride)
    X = torch.randn(4, 3, 8, 8)
    one_hot = torch.eye(len(OPERATIONS))[OPERATIONS.index(name)]
    alone = operation(name, 3, stride)
    alone.load_state_dict(mixed.operations[OPERATIONS.index(name)].state_dict())
    torch.testing.assert_close(mixed(X, one_hot), alone(X))
    assert alone(X).shape == (4, 3, 8 // stride, 8 // stride)


def test_alphas_have_the_slope_of_the_loss():
    torch.manual_seed(0)
    net = ContinuousCells(SPACE).double()
    X, y = torch.randn(6, 1, 8, 8, dtype=torch.float64), torch.arange(6)
    alpha = net.alphas["normal"][1]
    functional.cross_entropy(net(X), y).backward()
    for place in ((0, 1), (2, 3)):
        sides = []
        with torch.no_grad():
            for move in (1e-5, -2e-5):
                alpha[place] += move
                sides.append(functional.cross_entropy(net(X), y).item())
            alpha[place] += 1e-5
        assert alpha.grad[place].item() == pytest.approx((sides[0] - sides[1]) / 2e-5, rel=1e-4)


def test_nodes_keep_their_two_strongest_inputs():
    strong = np.full((3, len(OPERATIONS)), 0.1)
    strong[0, OPERATIONS.index("max_pool_3")] = 0.6
    strong[2, OPERATIONS.index("separable_5")] = 0.9
    strong[1, OPERATIONS.index("identity")] = 0.5
    (node,) = discretized([strong])
    assert (node["left"], node["left_operation"]) == (0, "max_pool_3")
    assert (node["right"], node["right_operation"]) == (2, "separable_5")


def test_a_search_ends_in_a_legal_genotype_and_follows_from_its_seed():
    data = noisy_digits(noise=0.5)
    torch.manual_seed(1)
    untouched = torch.get_rng_state()
    first, again = (gradient_search(SPACE, data, n_steps=8, seed=2) for _ in range(2))
    assert torch.equal(torch.get_rng_state(), untouched)
    assert first.genotype == again.genotype
    assert SPACE.reason_against(first.genotype) is None
    for kind in ("normal", "reduction"):
        for rows, same in zip(first.weights[kind], again.weights[kind], strict=True):
            np.testing.assert_array_equal(rows, same)
            np.testing.assert_allclose(rows.sum(1), 1, rtol=1e-6)
            assert np.abs(rows - 1 / len(OPERATIONS)).max() > 0.005  # α has moved
