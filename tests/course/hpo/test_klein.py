"""Klein's predictor on curves drawn from its own bases, whose ends are known."""

import numpy as np
import pytest
import torch

from course.hpo.prediction.klein import KleinPredictor, Network, bases

N_EPOCHS, NOISE = 12, 0.02


def curves_of(n, seed):
    """Weibull's curves: one coordinate says how far they rise, another how fast."""
    rng = np.random.default_rng(seed)
    points = rng.random((n, 3))
    t = np.arange(1, N_EPOCHS + 1) / N_EPOCHS
    ends, speeds = 0.3 + 0.6 * points[:, :1], 1 + 5 * points[:, 1:2]
    mean = 0.1 + (ends - 0.1) * (1 - np.exp(-speeds * t))
    return mean + NOISE * rng.normal(size=mean.shape), points, mean[:, -1]


@pytest.fixture(scope="module", autouse=True)
def _one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def fitted():
    curves, points, _ = curves_of(80, 0)
    return KleinPredictor().fit(curves, points)


@pytest.mark.parametrize("t", [1, 4])
def test_ends_are_found_again_and_intervals_hold_what_they_promise(fitted, t):
    curves, points, ends = curves_of(150, 1)
    mean, deviation = fitted.predict(curves[:, :t], points)
    assert np.sqrt(np.mean((mean - ends) ** 2)) < 1.5 * NOISE
    standardized = np.abs(mean - curves[:, -1]) / deviation
    assert 0.8 < np.mean(standardized < 1.645) <= 0.98  # 90 %, give or take four standard errors
    assert 0.35 < np.mean(standardized < 0.674) < 0.7
    assert deviation.mean() == pytest.approx(NOISE, rel=0.6)


def test_settings_that_matter_beat_the_mean_of_the_ends(fitted):
    curves, points, ends = curves_of(150, 2)
    mean, _ = fitted.predict(curves[:, :1], points)
    assert np.abs(mean - ends).mean() < 0.25 * np.abs(ends - ends.mean()).mean()


def test_partial_curves_join_the_data():
    """Twelve whole curves say little of other settings; most of a new curve says much."""
    curves, points, _ = curves_of(12, 5)
    model = KleinPredictor(n_steps=1500).fit(curves, points)
    curves, points, ends = curves_of(40, 6)
    errors = {t: np.abs(model.predict(curves[:, :t], points)[0] - ends).mean() for t in (1, 9)}
    assert errors[9] < 0.6 * errors[1]


def test_the_same_seed_gives_the_same_numbers():
    curves, points, _ = curves_of(20, 3)
    first, again, other = (
        KleinPredictor(n_steps=60, n_samples=5, random_state=seed)
        .fit(curves, points)
        .predict(curves[:3, :4], points[:3])
        for seed in (0, 0, 1)
    )
    np.testing.assert_array_equal(first, again)
    assert (first[0] != other[0]).all()


def test_asking_twice_gives_the_same_answer(fitted):
    curves, points, _ = curves_of(5, 4)
    first, again = (fitted.predict(curves[:, :3], points) for _ in range(2))
    np.testing.assert_array_equal(first, again)


def test_bases_grow_from_0_to_1_and_are_the_families_they_name():
    times = torch.tensor([1e-6, 0.5, 1.0, 1e6])
    grown = bases(times, torch.full((1, 4), 2.0), torch.full((1, 4), 1.5))[0].numpy()
    assert (np.diff(grown, axis=1) >= 0).all()
    np.testing.assert_allclose(grown[:, 0], 0, atol=1e-5)
    np.testing.assert_allclose(grown[:, -1], 1, atol=1e-5)
    s, a = 2.0, 1.5  # at time 1
    by_hand = [1 - np.exp(-(s**a)), 1 - (1 + s) ** -a, s**a / (1 + s**a), np.exp(-(s**-a))]
    np.testing.assert_allclose(grown[:, 2], by_hand, rtol=1e-5)


def test_a_networks_curves_stay_between_0_and_1():
    network = Network(4, 8)
    random = torch.Generator().manual_seed(0)
    weights = 3 * torch.randn(network.n_weights, generator=random)
    mean, log_noise = network(weights, torch.rand(50, 4, generator=random), 20)
    assert mean.shape == (50, 20)
    assert log_noise.shape == (50, 1)
    assert ((mean >= 0) & (mean <= 1)).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: KleinPredictor(n_samples=0), "n_samples and batch_size must be at least 1"),
        (lambda: KleinPredictor().fit([[0.1, 0.2]], [[0.0]]), "at least 2 curves, got 1"),
    ],
)
def test_mistakes_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
