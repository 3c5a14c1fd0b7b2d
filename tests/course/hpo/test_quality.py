"""Scores of predictions against their definitions, on numbers whose distribution is known."""

import numpy as np
import pytest
from matplotlib import pyplot as plt
from scipy.stats import norm

from course.hpo.prediction import LastValue
from course.hpo.prediction.quality import prediction_quality, scores
from course.plots.prediction import plot_prediction_quality
from tests.course.curve_tables import realistic


def test_true_deviations_have_the_coverage_and_log_score_of_a_normal_distribution():
    rng = np.random.default_rng(0)
    n, sigma = 20_000, 0.05
    mean = rng.random(n)
    got = scores(mean, np.full(n, sigma), mean + sigma * rng.normal(size=n))
    assert got["coverage_50"] == pytest.approx(0.5, abs=0.015)
    assert got["coverage_80"] == pytest.approx(0.8, abs=0.012)
    assert got["coverage_90"] == pytest.approx(0.9, abs=0.01)
    assert got["error"] == pytest.approx(sigma * np.sqrt(2 / np.pi), rel=0.03)
    assert got["log_score"] == pytest.approx(-norm(0, sigma).entropy(), abs=0.03)


@pytest.mark.parametrize("factor", [0.5, 2])
def test_a_wrong_deviation_costs_log_score(factor):
    rng = np.random.default_rng(1)
    mean, noise = rng.random(2000), 0.05 * rng.normal(size=2000)
    right, wrong = (
        scores(mean, np.full(2000, f * 0.05), mean + noise)["log_score"] for f in (1, factor)
    )
    assert wrong < right - 0.1


def test_order_counts_apart_from_error_and_constants_have_none():
    ends = np.array([0.1, 0.4, 0.9])
    assert scores(ends**2, np.zeros(3), ends)["rank_correlation"] == pytest.approx(1)
    assert scores(-ends, np.zeros(3), ends)["rank_correlation"] == pytest.approx(-1)
    flat = scores(np.full(3, 0.5), np.zeros(3), ends)
    assert np.isnan(flat["rank_correlation"])
    assert np.isfinite(flat["log_score"])


class Spy:
    """Notes what it is shown, and predicts nothing of interest."""

    def fit(self, curves, points):
        self.fitted = curves
        return self

    def predict(self, curves, points):
        self.shown = curves
        return np.zeros(len(curves)), np.ones(len(curves))


def test_tested_curves_are_cut_and_none_of_those_fitted():
    table, spy = realistic(300), Spy()
    prediction_quality(table, {"spy": spy}, n_curves=100, n_tested=200, epochs=[10])
    assert spy.fitted.shape == (100, 20)
    assert spy.shown.shape == (200, 10)
    whole = np.nan_to_num(table.validation_accuracy).astype(float)
    both = np.vstack([spy.fitted[:, :10], spy.shown])
    np.testing.assert_array_equal(  # a permutation of all rows: each is there once
        both[np.lexsort(both.T)], whole[:, :10][np.lexsort(whole[:, :10].T)]
    )


def test_the_baseline_errs_less_the_more_it_sees_and_the_picture_shows_it():
    quality = prediction_quality(realistic(1000), {"last value": LastValue()})
    assert quality["epoch"].tolist() == [1, 2, 3, 5, 10, 15]
    assert quality["error"].iloc[-1] < 0.5 * quality["error"].iloc[0]
    fig = plot_prediction_quality(quality)
    drawn = fig.axes[0].lines[0]
    np.testing.assert_array_equal(drawn.get_ydata(), quality["error"])
    assert fig.axes[1].lines[0].get_ydata()[0] == pytest.approx(100 * quality["coverage_50"].mean())
    plt.close(fig)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_curves": 200, "n_tested": 200}, "together at most 300"),
        ({"n_tested": 50, "epochs": [20]}, r"epochs must lie between 1 and 19, got \(20,\)"),
    ],
)
def test_mistakes_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        prediction_quality(realistic(300), {"last value": LastValue()}, **options)
