"""Predictors on curves whose ends are known: error, calibration, and the rule made of them."""

import numpy as np
import pytest
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import NuSVR

from course.hpo.prediction import DomhanPredictor, LastValue, NuSVRPredictor, StopUnpromising
from course.hpo.prediction.baker import features
from course.hpo.prediction.domhan import CURVES as FAMILIES
from course.hpo.prediction.domhan import extrapolated
from course.hpo.searchers import RandomSearch
from course.hpo.simulate import simulate
from tests.course.hpo.test_simulate import Table

N_EPOCHS = 10


def curves_of(n, seed):
    """Saturating curves; the setting says how fast and how far."""
    rng = np.random.default_rng(seed)
    points = rng.random((n, 3))
    ends = 0.3 + 0.6 * points[:, 0] * (1 - 0.5 * points[:, 1])
    speed = 1 + 6 * points[:, 2]
    t = np.arange(1, N_EPOCHS + 1)
    curves = ends[:, np.newaxis] * (1 - np.exp(-t / speed[:, np.newaxis]))
    return curves + 0.01 * rng.normal(size=curves.shape), points


CURVES, POINTS = curves_of(80, 0)
NEW_CURVES, NEW_POINTS = curves_of(200, 1)


@pytest.fixture(scope="module")
def baker():
    return NuSVRPredictor().fit(CURVES, POINTS)


@pytest.mark.parametrize("t", [1, 2, 5])
def test_bakers_errors_are_small_and_his_deviations_true(baker, t):
    mean, deviation = baker.predict(NEW_CURVES[:, :t], NEW_POINTS)
    errors = mean - NEW_CURVES[:, -1]
    baseline, _ = LastValue().fit(CURVES, POINTS).predict(NEW_CURVES[:, :t], NEW_POINTS)
    assert np.sqrt(np.mean(errors**2)) < 0.65 * np.std(baseline - NEW_CURVES[:, -1])
    assert 0.8 < np.mean(np.abs(errors) < 2 * deviation) <= 1


def test_bakers_model_is_no_worse_than_an_untuned_one(baker):
    mean, _ = baker.predict(NEW_CURVES[:, :3], NEW_POINTS)
    plain = make_pipeline(StandardScaler(), NuSVR())
    X, y = features(NEW_CURVES[:, :3], NEW_POINTS), NEW_CURVES[:, -1]
    untuned = -cross_val_score(plain, X, y, cv=3, scoring="neg_mean_squared_error").mean()
    assert np.mean((mean - y) ** 2) < 1.2 * untuned


def test_features_are_the_curve_its_differences_and_the_setting():
    row = features(np.array([[0.1, 0.3, 0.6]]), np.array([[0.7, 0.8]]))
    np.testing.assert_allclose(row, [[0.1, 0.3, 0.6, 0.2, 0.3, 0.1, 0.7, 0.8]])


def test_the_baseline_by_hand():
    model = LastValue().fit([[0.1, 0.5], [0.2, 0.8]], [[0.0], [1.0]])
    mean, deviation = model.predict([[0.3]], [[0.5]])
    assert mean.tolist() == [pytest.approx(0.3 + 0.5)]  # gains of 0.4 and 0.6
    assert deviation.tolist() == [pytest.approx(np.std([0.4, 0.6], ddof=1))]


@pytest.mark.parametrize("name", FAMILIES)
def test_each_of_domhans_families_is_found_again(name):
    family = FAMILIES[name]
    t = np.arange(1.0, 21)
    curve = family.function(t, *family.start)
    assert ((curve > -0.5) & (curve < 1.2)).all()
    mean, deviation = extrapolated(curve[:10], 20)
    assert mean == pytest.approx(curve[-1], abs=0.03)
    assert abs(mean - curve[-1]) < 4 * deviation


def test_domhans_ends_are_near_and_surer_the_more_is_seen():
    model = DomhanPredictor().fit(CURVES, POINTS)
    errors, deviations = {}, {}
    for t in (4, 8):
        mean, deviation = model.predict(NEW_CURVES[:40, :t], NEW_POINTS[:40])
        errors[t] = np.abs(mean - NEW_CURVES[:40, -1])
        deviations[t] = deviation
        assert np.mean(errors[t] < 2 * deviation) > 0.7
    assert np.median(errors[8]) < 0.05
    assert np.median(deviations[8]) < np.median(deviations[4])


def test_domhans_model_says_that_it_does_not_know():
    mean, deviation = DomhanPredictor().fit(CURVES, POINTS).predict([[0.2, 0.3]], [[0, 0, 0]])
    assert (mean[0], deviation[0]) == (0.3, 0.5)
    flat, sure = DomhanPredictor().fit(CURVES, POINTS).predict([[0.1] * 6], [[0, 0, 0]])
    assert flat[0] == pytest.approx(0.1, abs=0.03)
    assert sure[0] < 0.1


def test_the_rule_saves_epochs_and_keeps_the_winner():
    table = Table(np.clip(NEW_CURVES, 0, 1), np.ones(len(NEW_CURVES)))
    plain = simulate(table, RandomSearch(200, random_state=0))
    rule = StopUnpromising(NuSVRPredictor(), NEW_POINTS, epochs=(2, 4))
    saved = simulate(table, RandomSearch(200, random_state=0), rule)
    assert saved.epochs[-1] < 0.6 * plain.epochs[-1]
    assert saved.best[-1] == plain.best[-1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: LastValue().fit([[0.1, 0.2]], [[0.0]]), "at least 2 curves, got 1"),
        (lambda: NuSVRPredictor().fit(CURVES[:8], POINTS[:8]), "at least 9 curves, got 8"),
        (lambda: LastValue().fit(CURVES, POINTS[:3]), r"got \(80, 10\) and \(3, 3\)"),
        (lambda: LastValue().fit([[np.nan, 1], [0, 1]], [[0], [1]]), "count what diverged as 0"),
        (lambda: StopUnpromising(LastValue(), POINTS, delta=0), "delta must lie between 0 and 1"),
    ],
)
def test_mistakes_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
