"""The compiled small network against torch's: weights, gradients by steps, and whole curves."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from course.hpo import compiled
from course.hpo.networks import network
from course.hpo.space import PAPER_SPACES, SPACES
from course.hpo.tasks import TaskData
from course.hpo.training import _CompiledRun, _TorchRun, parts_of, train


def images(n, side, seed):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 1, side, side)).astype(np.float32)
    y = rng.integers(10, size=n)
    return TaskData(X, y, X, y, X, y)


def setting_of(space, draw):
    u = draw(st.lists(st.floats(0, 0.999), min_size=9, max_size=9))
    [row] = space.from_unit(np.array([u])).to_dict("records")
    return {str(k): v for k, v in row.items()} | {"dropout": 0.0}


def runs(setting, data, batch_size, n_epochs):
    """Both ways of training, and (accuracy, loss) of each epoch."""
    for kind in (_TorchRun, _CompiledRun):
        torch.manual_seed(1)
        run = kind(setting, data, batch_size, "cpu")
        yield run, [run.epoch() for _ in range(n_epochs)]


@settings(max_examples=40)
@given(st.data())
def test_three_steps_change_weights_as_torchs_does(data):
    """Adam's first step goes by the gradient's sign; the others tell its size."""
    space = data.draw(st.sampled_from([SPACES["digits"], SPACES["mnist"]]))
    setting = setting_of(space, data.draw) | {"learning_rate": 1e-3}
    (torch_run, [(accuracy, loss)]), (own_run, [(own_accuracy, own_loss)]) = runs(
        setting, images(12, space.image[1], 0), 4, 1
    )
    assert own_accuracy == pytest.approx(accuracy, abs=0.1)  # one image that is a tie
    assert own_loss == pytest.approx(loss, rel=1e-3)
    theirs, own = (
        torch.cat([p.flatten() for p in r.net.parameters()]) for r in (torch_run, own_run)
    )
    # where a gradient is nought but for rounding, its sign and so Adam's step is chance
    assert ((theirs - own).abs() < 2e-5).float().mean() > 0.9


@settings(max_examples=30)
@given(st.data())
def test_the_forward_pass_is_torchs(data):
    space = data.draw(st.sampled_from([SPACES["digits"], PAPER_SPACES["mnist"]]))
    setting = setting_of(space, data.draw) | {"C1": 5, "C2": 11, "Fc": 13}
    side = space.image[1]
    X, y = images(3, side, 1)[:2]
    torch.manual_seed(0)
    net = network(setting, space.image)
    names = ("C1", "C2", "Fc", "filter_size", "pool1", "pool2")
    shape = compiled.Shape(side, 1, *(int(setting[name]) for name in names))
    at = np.array(compiled.offsets(shape))
    theta = np.zeros(at[-1], dtype=np.float32)
    with torch.no_grad():
        for parameter, part in parts_of(net, torch.from_numpy(theta)):
            part.copy_(parameter)
        logits = net(torch.as_tensor(X))
        wanted = float(functional.cross_entropy(logits, torch.as_tensor(y), reduction="sum"))
    _, loss, _ = compiled.epoch(
        theta, np.zeros((2, len(theta)), np.float32), 0, X.reshape(3, side, side, 1), y,
        np.arange(3), np.ones((3, 13), np.float32), at, shape, compiled.scratch(shape), 3,
        np.float32(0), np.float32(0),
    )  # fmt: skip
    assert loss == pytest.approx(wanted, rel=1e-4)


def test_whole_curves_are_torchs():
    space = SPACES["digits"]
    data = images(60, 8, 2)
    for row in space.sobol(12).to_dict("records")[4:]:
        setting = row | {"dropout": 0.0, "learning_rate": 0.003}
        (_, theirs), (_, own) = runs(setting, data, len(data.y_train), 20)
        np.testing.assert_allclose(own, theirs, atol=0.035)  # two images may change sides


def test_dropout_keeps_the_share_it_should():
    setting = SPACES["digits"].sobol(2).to_dict("records")[1] | {"Fc": 64, "learning_rate": 0.003}
    data = images(80, 8, 3)
    ends = [
        train(setting | {"dropout": p}, data, n_epochs=30, batch_size=8, seed=0)[-1, 0]
        for p in (0.0, 0.5, 0.9)
    ]
    assert ends[0] > ends[1] > ends[2]  # the batches as they were trained on
