"""scikit-learn's MLPClassifier, with the two facts that a study of optimizers needs.

`loss_curve_` for every solver and `did_converge_`: nothing else differs from
`sklearn.neural_network.MLPClassifier`, neither parameters nor fitted numbers.
"""

import threading
import warnings
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.optimize
import sklearn.neural_network
from scipy.optimize import OptimizeResult
from sklearn.exceptions import ConvergenceWarning

from course.mlp.training import compiled_applies, compiled_objective, fit_stochastic

# `warnings.catch_warnings` swaps state that all threads share, so one thread at a time.
_WARNING_FILTERS = threading.Lock()


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

    def _fit_stochastic(
        self,
        X: Any,
        y: np.ndarray,
        sample_weight: np.ndarray | None,
        activations: list,
        deltas: list,
        coef_grads: list,
        intercept_grads: list,
        layer_units: list[int],
        incremental: bool,
    ) -> None:
        """As scikit-learn's: compiled where that applies, else its own code."""
        if compiled_applies(X, sample_weight):
            fit_stochastic(self, X, y, sample_weight, layer_units, incremental)
        else:
            work = (activations, deltas, coef_grads, intercept_grads)
            with _WARNING_FILTERS, warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)
                super()._fit_stochastic(X, y, sample_weight, *work, layer_units, incremental)
        # the count is left above its limit exactly when that limit ended the training
        self.did_converge_ = bool(self._no_improvement_count > self.n_iter_no_change)

    def _fit_lbfgs(
        self,
        X: Any,
        y: np.ndarray,
        sample_weight: np.ndarray | None,
        activations: list,
        deltas: list,
        coef_grads: list,
        intercept_grads: list,
        layer_units: list[int],
    ) -> None:
        """As scikit-learn's, but records the loss at each iteration and gives no warning."""
        self._index_parameters(layer_units)
        self.loss_curve_: list[float] = []

        def record(intermediate_result: OptimizeResult) -> None:
            self.loss_curve_.append(float(intermediate_result.fun))
            if self.verbose:
                print(f"Iteration {len(self.loss_curve_)}, loss = {self.loss_curve_[-1]:.8f}")

        if compiled_applies(X, sample_weight):
            objective, args = compiled_objective(self, X, y, sample_weight, layer_units), ()
        else:
            work = (activations, deltas, coef_grads, intercept_grads)
            objective, args = self._loss_grad_lbfgs, (X, y, sample_weight, *work)
        result = scipy.optimize.minimize(
            objective,
            np.hstack([p.ravel() for p in self.coefs_ + self.intercepts_]),
            args=args,
            method="L-BFGS-B",
            jac=True,
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
