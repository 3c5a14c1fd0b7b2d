"""HW04 as one would give it today: stock nbgrader, stock scikit-learn, the homework's pictures.

The published notebook's cells, tidied: sixteen seeds of each solver and activation, a 4×4 grid of
contour plots for each (a field of 50×50 places, 100 levels, as the homework's helper draws it),
and the loss curves. Its L-BFGS helper read losses off the solver's printed output, which SciPy no
longer prints; here the loss function is wrapped. The checks, asserts in the notebook, are few and
take no time, and written answers are left out: both are in its favour.
"""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograde.release import BEGIN_SOLUTION, END_SOLUTION
from course.data import datasets_folder

LAB = "hw04"
SETTINGS = {
    "q1": ("L-BFGS ReLU", "MLPClassifierLBFGS", "relu"),
    "q2": ("L-BFGS Logistic", "MLPClassifierLBFGS", "logistic"),
    "q3": ("SGD ReLU", "MLPClassifier", "relu"),
    "q4": ("SGD Logistic", "MLPClassifier", "logistic"),
}
SOLVER = {
    "MLPClassifierLBFGS": "solver='lbfgs', max_iter=200, tol=1e-6",
    "MLPClassifier": (
        "solver='sgd', max_iter=400, tol=1e-8, batch_size=10, learning_rate='adaptive',\n"
        "            learning_rate_init=0.1, momentum=0.0"
    ),
}
BEGIN = """\
import time
import warnings

import numpy as np
import pandas as pd
import sklearn.metrics
from matplotlib import pyplot as plt
from sklearn.neural_network import MLPClassifier

x_tr_N2 = np.loadtxt('{data}/x_train.csv', skiprows=1, delimiter=',')
y_tr_N = np.loadtxt('{data}/y_train.csv', skiprows=1, delimiter=',')
n_runs = {n_runs}
runs = {{}}


class MLPClassifierLBFGS(MLPClassifier):
    def fit(self, X, y):
        self.loss_curve_ = []
        return super().fit(X, y)

    def _loss_grad_lbfgs(self, *args):
        loss, gradient = super()._loss_grad_lbfgs(*args)
        self.loss_curve_.append(loss)
        return loss, gradient


def plot_probabilities(clf, ax):
    ax.plot(*x_tr_N2[y_tr_N == 0].T, 'rx', mew=2)
    ax.plot(*x_tr_N2[y_tr_N == 1].T, 'b+', mew=2)
    loss = sklearn.metrics.log_loss(y_tr_N, clf.predict_proba(x_tr_N2)[:, 1])
    error = sklearn.metrics.zero_one_loss(y_tr_N, clf.predict(x_tr_N2))
    ax.set_title('log loss %.3f  err_rate %.3f' % (loss, error))
    x1, x2 = np.meshgrid(np.linspace(-2, 2, 50), np.linspace(-2, 2, 50))
    field = clf.predict_proba(np.column_stack([x1.ravel(), x2.ravel()]))[:, 1].reshape(x1.shape)
    levels = np.linspace(0.0, 1.0, 100)
    ax.contourf(x1, x2, field, levels=levels, vmin=0, vmax=1.0, cmap=plt.cm.RdYlBu)
    ax.set_xticks([-1, 0, 1])
    ax.set_yticks([-1, 0, 1])"""
TRAIN = """\
clfs = []
for rand_state in range(n_runs):
    start = time.time()
    with warnings.catch_warnings(record=True) as warn_list:
        clf = {name}(
            hidden_layer_sizes=[2], activation='{activation}', alpha=0.0001,
            random_state=rand_state,
            {solver})
        clf.fit(x_tr_N2, y_tr_N)
    clfs.append(clf)
    print('run %2d/%d after %6.1f sec | %3d iters | %s | loss %s' % (
        rand_state + 1, n_runs, time.time() - start, len(clf.loss_curve_),
        'NOT converged' if warn_list else 'converged', clf.loss_))
runs['{title}'] = clfs"""
GRID = """\
fig, ax_grid = plt.subplots(nrows=4, ncols=4, figsize=(16, 16))
for clf, ax in zip(runs['{title}'], ax_grid.flat):
    plot_probabilities(clf, ax)
plt.show()"""
CHECK = """\
errors = [1 - clf.score(x_tr_N2, y_tr_N) for clf in runs['{title}']]
assert len(errors) == n_runs
assert max(errors) < 0.6"""
CURVES = """\
fig, ax_grid = plt.subplots(2, 2, sharex=True, sharey=True, figsize=(16, 16))
for (title, clfs), ax in zip(runs.items(), ax_grid.flat):
    ax.set_title(title)
    for clf in clfs:
        ax.plot(range(1, len(clf.loss_curve_) + 1), clf.loss_curve_)
plt.ylim([0, 1.0])
plt.show()"""


def hw04_source(n_runs: int = 16) -> NotebookNode:
    """The instructor's notebook, solved; `n_runs` seeds of each setting."""
    cells = [new_code_cell(BEGIN.format(data=datasets_folder() / "xor", n_runs=n_runs))]
    for question, (title, name, activation) in SETTINGS.items():
        train = TRAIN.format(title=title, name=name, activation=activation, solver=SOLVER[name])
        cells += [
            _marked(f"{question}-answer", f"{BEGIN_SOLUTION}\n{train}\n{END_SOLUTION}"),
            new_code_cell(GRID.format(title=title)),
            _marked(question, CHECK.format(title=title), points=10),
        ]
    cells.append(new_code_cell(CURVES))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def _marked(name: str, source: str, points: int | None = None) -> NotebookNode:
    is_check = points is not None
    marks: dict[str, Any] = {
        "schema_version": 3,
        "grade_id": name,
        "grade": is_check,
        "solution": not is_check,
        "locked": is_check,
        "task": False,
    } | ({"points": points} if is_check else {})
    return new_code_cell(source, metadata={"nbgrader": marks})
