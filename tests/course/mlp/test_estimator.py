"""MLPClassifier is scikit-learn's: its contract, its numbers, its errors, and two facts more."""

import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from course.mlp import MLPClassifier


@parametrize_with_checks(
    [
        MLPClassifier(solver="sgd", hidden_layer_sizes=(3,), max_iter=100, learning_rate_init=0.1),
        MLPClassifier(solver="adam", hidden_layer_sizes=(3,), max_iter=100),
        MLPClassifier(solver="lbfgs", hidden_layer_sizes=(3,), max_iter=100),
    ]
)
@pytest.mark.filterwarnings("ignore:Got `batch_size` less than 1 or larger than sample size")
def test_keeps_scikit_learns_estimator_contract(estimator, check):
    check(estimator)
