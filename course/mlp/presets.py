"""Settings that the labs and the command line start from."""

from typing import Any

_NETWORK = {"hidden_layer_sizes": (2,), "alpha": 1e-4}

#: HW04's settings of each solver: XOR with two hidden neurons. Adam, which HW04 leaves out, runs
#: with scikit-learn's own defaults and as many epochs as SGD.
HW04: dict[str, dict[str, Any]] = {
    "lbfgs": {**_NETWORK, "solver": "lbfgs", "max_iter": 200, "tol": 1e-6},
    "sgd": {
        **_NETWORK,
        "solver": "sgd",
        "max_iter": 400,
        "tol": 1e-8,
        "batch_size": 10,
        "learning_rate": "adaptive",
        "learning_rate_init": 0.1,
        "momentum": 0.0,
    },
    "adam": {**_NETWORK, "solver": "adam", "max_iter": 400},
}
