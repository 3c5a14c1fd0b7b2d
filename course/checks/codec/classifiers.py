"""Fitted classifiers as parameters and plain state, and back."""

from __future__ import annotations

from typing import Any

from sklearn.preprocessing import LabelBinarizer

from course.mlp import MLPClassifier


def params_and_state(clf: MLPClassifier) -> tuple[dict[str, Any], dict[str, Any]]:
    """The parameters of `clf`, and the public attributes that `fit` gave it.

    Raises `ValueError` for one that was fitted on several labels a sample.
    """
    params = clf.get_params(deep=False)
    state = {
        name: value
        for name, value in vars(clf).items()
        if not name.startswith("_") and name not in params
    }
    if "classes_" in state and clf._label_binarizer.y_type_ not in ("binary", "multiclass"):
        raise ValueError("a classifier of several labels a sample")
    return params, state


def fitted(params: dict[str, Any], state: dict[str, Any]) -> MLPClassifier:
    """A classifier that predicts, and shows of itself, what the one with this state does."""
    clf = MLPClassifier(**params)
    clf.__dict__.update(state)
    if "classes_" in state:  # the one private attribute that prediction needs
        clf._label_binarizer = LabelBinarizer().fit(state["classes_"])
    return clf
