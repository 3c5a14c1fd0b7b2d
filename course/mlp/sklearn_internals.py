"""Notice when scikit-learn changes the private code that the compiled path repeats.

`training.py`, `kernels.py` and `lbfgs.py` do again what the code named below does in scikit-learn
1.9. A fingerprint of its source is kept here. Where one differs, nobody has checked that the
numbers are still the same: `MLPClassifier` then trains by scikit-learn's own code, and says so.

After an upgrade of scikit-learn: read what changed, change the compiled path alike, run
`pytest tests/course/mlp`, and copy what `python -m course.mlp.sklearn_internals` prints to here.
"""

import hashlib
import importlib
import inspect
from collections.abc import Mapping
from functools import cache, reduce

_MLP = "_multilayer_perceptron BaseMultilayerPerceptron"

#: Of scikit-learn 1.9.1: a path within sklearn.neural_network, and the hash of its source.
FINGERPRINTS = {
    f"{_MLP} _backprop": "7a446d3f1258",
    f"{_MLP} _compute_loss_grad": "46afb1c76724",
    f"{_MLP} _fit": "3433b9f7925c",
    f"{_MLP} _fit_lbfgs": "a05d5efc3f8c",
    f"{_MLP} _fit_stochastic": "ca73df575d75",
    f"{_MLP} _forward_pass": "008af2c740d8",
    f"{_MLP} _initialize": "30caaac84ead",
    f"{_MLP} _loss_grad_lbfgs": "403e23d12fc7",
    f"{_MLP} _unpack": "88c123399a57",
    f"{_MLP} _update_no_improvement_count": "d8565221638a",
    "_multilayer_perceptron shuffle": "d0d47850ab0a",
    "_base": "6e9e19dd3c67",
    "_stochastic_optimizers": "95d656b882f5",
}


def fingerprint(path: str) -> str:
    """A short hash of the source at a path such as "module Class method"; "missing" if none."""
    module, *names = path.split()
    try:
        found = importlib.import_module(f"sklearn.neural_network.{module}")
        source = inspect.getsource(reduce(getattr, names, found))
    except (ImportError, AttributeError, OSError, TypeError):
        return "missing"
    return hashlib.sha256(source.encode()).hexdigest()[:12]


def changed(known: Mapping[str, str]) -> list[str]:
    """The paths whose source is not the known one."""
    return [path.replace(" ", ".") for path in known if fingerprint(path) != known[path]]


@cache
def changed_internals() -> tuple[str, ...]:
    """What the installed scikit-learn does otherwise than the one that is repeated here."""
    return tuple(changed(FINGERPRINTS))


if __name__ == "__main__":
    for path in FINGERPRINTS:
        print(f"{path}: {fingerprint(path)}")
