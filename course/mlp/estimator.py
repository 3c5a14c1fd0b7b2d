"""scikit-learn's MLPClassifier with the two facts that a study of optimizers needs, and fast.

`loss_curve_` for every solver and `did_converge_`: nothing else differs from
`sklearn.neural_network.MLPClassifier`, neither parameters nor fitted numbers. README.md says
when training is compiled.
"""

import threading
import warnings
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.optimize
import sklearn
import sklearn.neural_network
from scipy.optimize import OptimizeResult
from sklearn.exceptions import ConvergenceWarning

from course.mlp import known
from course.mlp.lbfgs import Objective, fewest_threads
from course.mlp.sklearn_internals import changed_internals
from course.mlp.training import compiled_applies, fit_stochastic

# `warnings.catch_warnings` swaps state that all threads share, so one thread at a time.
_WARNING_FILTERS = threading.Lock()

if changed_internals():
    warnings.warn(
        f"scikit-learn {sklearn.__version__} differs in {', '.join(changed_internals())} from the "
        "release that course.mlp repeats in compiled code: training by scikit-learn's own, slower "
        "code, and loss_curve_ of L-BFGS holds only the last loss. Install the versions of "
        "constraints.txt, or see course/mlp/sklearn_internals.py",
        RuntimeWarning,
        stacklevel=2,
    )


class MLPClassifier(sklearn.neural_network.MLPClassifier):
    """A multi-layer perceptron: same parameters and numbers as scikit-learn's, and more to see.

    Silent: a run that ends at `max_iter` says so in `did_converge_`, not in a warning.

    Attributes besides scikit-learn's own
    -------------------------------------
    loss_curve_ : list of float
        Training loss (mean cross-entropy in nats plus the L2 term), one entry an epoch for
        `solver="sgd"` and `"adam"`, one entry an iteration for `solver="lbfgs"`.
    did_converge_ : bool
        Whether the tolerance `tol` stopped the training, rather than `max_iter` or `max_fun`.

    Raises
    ------
    ValueError, TypeError
        By `fit`, for bad parameters or data: scikit-learn's own errors, unchanged. Also when a
        training diverges to weights that are not finite (learning rate too high).
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> "MLPClassifier":
        """As scikit-learn's; a training whose outcome is known is not repeated (`known.py`)."""
        asked = known.question(self, X, y, sample_weight) if type(self) is MLPClassifier else None
        if asked is None or not known.recall(self, asked):
            super().fit(X, y, sample_weight)
            if asked is not None:
                known.remember(self, asked)
        return self

    def _fit_stochastic(self, *args: Any) -> None:
        if changed_internals():
            _without_convergence_warning(super()._fit_stochastic, args)
            self.did_converge_ = self.n_iter_ < self.max_iter
            return
        X, y, sample_weight, *_, layer_units, incremental = args
        if compiled_applies(X, sample_weight):
            fit_stochastic(self, X, y, sample_weight, layer_units, incremental)
        else:
            _without_convergence_warning(super()._fit_stochastic, args)
        # the count is left above its limit exactly when that limit ended the training
        self.did_converge_ = bool(self._no_improvement_count > self.n_iter_no_change)

    def _fit_lbfgs(self, *args: Any) -> None:
        if changed_internals():
            _without_convergence_warning(super()._fit_lbfgs, args)
            self.loss_curve_: list[float] = [float(self.loss_)]
            self.did_converge_ = self.n_iter_ < self.max_iter
            return
        *loss_args, layer_units = args
        X, y, sample_weight = loss_args[:3]
        self._index_parameters(layer_units)
        loss: Any = self._loss_grad_lbfgs
        gradient: Any = True  # scipy's way to say that `loss` returns both
        if compiled_applies(X, sample_weight):
            form = (self.activation, self.out_activation_, self.alpha)
            objective = Objective(X, y, sample_weight, layer_units, *form)
            loss, gradient, loss_args = objective.loss, objective.gradient, []
        with fewest_threads(len(y), layer_units):
            self._minimize(loss, gradient, tuple(loss_args))

    def _minimize(self, loss: Any, gradient: Any, args: tuple) -> None:
        """scikit-learn's call of scipy, with a callback that records the loss."""
        self.loss_curve_ = []

        def record(intermediate_result: OptimizeResult) -> None:
            self.loss_curve_.append(float(intermediate_result.fun))
            if self.verbose:
                print(f"Iteration {len(self.loss_curve_)}, loss = {self.loss_curve_[-1]:.8f}")

        result = scipy.optimize.minimize(
            loss,
            np.hstack([p.ravel() for p in self.coefs_ + self.intercepts_]),
            args=args,
            method="L-BFGS-B",
            jac=gradient,
            callback=record,
            options={"maxfun": self.max_fun, "maxiter": self.max_iter, "gtol": self.tol},
        )
        self.n_iter_ = min(result.nit, self.max_iter)
        self.loss_ = result.fun
        self.did_converge_ = bool(result.success)
        self._unpack(result.x)

    def _index_parameters(self, layer_units: list[int]) -> None:
        """Say where each coefficient matrix and intercept lies in the packed vector."""
        self._coef_indptr = []
        self._intercept_indptr = []
        start = 0
        for fan_in, fan_out in pairwise(layer_units):
            self._coef_indptr.append((start, start + fan_in * fan_out, (fan_in, fan_out)))
            start += fan_in * fan_out
        for fan_out in layer_units[1:]:
            self._intercept_indptr.append((start, start + fan_out))
            start += fan_out


def _without_convergence_warning(function: Callable[..., None], args: tuple) -> None:
    with _WARNING_FILTERS, warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        function(*args)
