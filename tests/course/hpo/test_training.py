"""One careful training loop against a plain one, and what its curve promises."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from course.hpo.networks import network
from course.hpo.space import SPACES
from course.hpo.tasks import TASKS, load_task
from course.hpo.training import METRICS, train

DIGITS = load_task("digits")
GOOD = {"C1": 8, "C2": 8, "Fc": 32, "filter_size": 3, "pool1": 2, "pool2": 2}
GOOD |= {"learning_rate": 0.01, "l2": 0.5, "dropout": 0.0}
GOOD |= {"activation": "relu", "regularizer": "dropout"}


def curve_of(setting, n_epochs=5, seed=0, batch_size=32):
    return train(setting, DIGITS, n_epochs=n_epochs, batch_size=batch_size, seed=seed)


def test_parts_of_the_digits_share_no_image_and_hold_every_class():
    task = TASKS["digits"]
    sizes = len(DIGITS.X_train), len(DIGITS.X_validation), len(DIGITS.X_test)
    assert sizes == (task.n_train, task.n_validation, task.n_test)
    parts = [DIGITS.X_train, DIGITS.X_validation, DIGITS.X_test]
    assert len({image.tobytes() for part in parts for image in part}) == sum(sizes)  # none is twice
    for labels in (DIGITS.y_train, DIGITS.y_validation, DIGITS.y_test):
        assert set(labels) == set(range(10))
    assert DIGITS.X_train.mean() == pytest.approx(0, abs=1e-5)
    assert DIGITS.X_train.std() == pytest.approx(1, abs=1e-5)


def plain_loop(setting, n_epochs, seed):
    """All images in one batch; the decay written out; torch's own Adam as it comes."""
    torch.manual_seed(seed)
    X, y, X_validation, y_validation, *_ = (torch.as_tensor(part) for part in DIGITS)
    net = network(setting, (1, 8, 8))
    optimizer = torch.optim.Adam(net.parameters(), lr=setting["learning_rate"])
    accuracies = []
    for _ in range(n_epochs):
        loss = functional.cross_entropy(net(X), y)
        optimizer.zero_grad()
        loss.backward()
        with torch.no_grad():
            for p in net.parameters():
                if p.ndim > 1:
                    p *= 1 - setting["learning_rate"] * setting["l2"]
        optimizer.step()
        net.eval()
        accuracies.append(float((net(X_validation).argmax(1) == y_validation).float().mean()))
        net.train()
    return accuracies


def test_a_plain_loop_learns_the_same():
    curve = curve_of(GOOD, n_epochs=8, seed=3, batch_size=len(DIGITS.y_train))
    np.testing.assert_allclose(curve[:, 1], plain_loop(GOOD, 8, 3), atol=0.01)


def test_a_good_setting_learns_and_a_hopeless_one_guesses():
    curve = curve_of(GOOD, n_epochs=15)
    assert curve.shape == (15, len(METRICS))
    assert curve.dtype == np.float32
    assert curve[-1, 1] > 0.85
    assert curve[-1, 2] > 0.85
    assert curve_of(GOOD | {"learning_rate": 0.3}, n_epochs=5)[-1, 1] < 0.5
    assert (np.diff(curve[:, 3]) > 0).all()


def test_the_same_seed_gives_the_same_curve_and_the_callers_stream_is_left_alone():
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    first, again, other = (curve_of(GOOD | {"dropout": 0.5}, seed=s)[:, :3] for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    assert torch.equal(torch.rand(3), expected)


def test_a_loss_that_is_no_number_ends_the_curve():
    broken = DIGITS._replace(X_train=np.full_like(DIGITS.X_train, np.inf))
    curve = train(GOOD, broken, n_epochs=4, batch_size=32, seed=0)
    assert np.isnan(curve[:, :3]).all()
    assert curve[0, 3] > 0
    assert np.isnan(curve[1:, 3]).all()


def test_unknown_tasks_and_missing_folders_are_named():
    with pytest.raises(ValueError, match="task must be one of digits, mnist, cifar10, got 'iris'"):
        load_task("iris")
    with pytest.raises(ValueError, match="mnist needs a folder with its files"):
        load_task("mnist")


@pytest.mark.parametrize("name", ["elu", "tanh"])
def test_networks_of_cifar_train_as_well(name):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(60, 3, 16, 16)).astype(np.float32), np.arange(60) % 10
    data = DIGITS._replace(X_train=X, y_train=y, X_validation=X, y_validation=y, X_test=X, y_test=y)
    space = SPACES["cifar10"]
    [_, row] = space.sobol(2).to_dict("records")
    for regularizer in ("none", "dropout", "batch_norm"):
        setting = row | {"activation": name, "regularizer": regularizer, "learning_rate": 0.003}
        curve = train(setting, data, n_epochs=12, batch_size=20, seed=0)
        assert curve[-1, 0] > curve[0, 0]
