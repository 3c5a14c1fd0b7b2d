"""What a check may ask of a submission: plain data, calls, fitted estimators, facts of figures.

A check sees a submission only through this class, so that where the values come from (the
student's own kernel here, a sandbox elsewhere) changes nothing in the checks.
"""

from __future__ import annotations

import copy
import importlib
import tempfile
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from course.checks.expect import CheckFailed, short
from course.checks.figures import FigureFacts, figure_facts

Returns = Literal["data", "estimators", "figure"]
MAX_DEPTH = 8

RUN_FROM_THE_TOP = (
    "Run the cells above it from the top, and mend the first one that shows an error."
)


@dataclass(frozen=True)
class Name:
    """An argument of a call that stands for a variable of the submission's notebook."""

    name: str


class EstimatorProxy:
    """A fitted estimator of the submission: asked by method, answers in plain data."""

    def __init__(self, estimator: Any) -> None:
        self._estimator = estimator

    @property
    def params(self) -> dict[str, Any]:
        """The estimator's parameters, as `get_params` gives them."""
        params: dict[str, Any] = self._ask("get_params")
        return params

    def attribute(self, name: str) -> Any:
        """A public attribute such as `n_iter_`, as plain data."""
        if name.startswith("_") or not hasattr(self._estimator, name):
            raise CheckFailed(
                f"a {type(self._estimator).__name__} without `{name}`",
                f"a fitted classifier with `{name}`",
                "the object is not a classifier, or `fit` was not called on it",
                "Call `fit` on each classifier before you keep it.",
            )
        return plain(getattr(self._estimator, name), name)

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Predicted classes, shape (n_samples,)."""
        return np.asarray(self._ask("predict", X))

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """Predicted probabilities, shape (n_samples, n_classes)."""
        return np.asarray(self._ask("predict_proba", X))

    def _ask(self, method: str, *args: Any) -> Any:
        bound = getattr(self._estimator, method, None)
        if bound is None:
            raise CheckFailed(
                f"an object of type {type(self._estimator).__name__}",
                "a fitted classifier",
                "the list holds something other than classifiers, such as their losses",
                "Keep the objects on which you called `fit`.",
            )
        return plain(_run(bound, args, {}, method), method)


class Submission:
    """A submission in this process: the names of a notebook's kernel.

    Parameters
    ----------
    namespace : the mapping of names to values, such as IPython's `user_ns`.
    """

    def __init__(self, namespace: MutableMapping[str, Any]) -> None:
        self._namespace = namespace

    def __contains__(self, name: str) -> bool:
        return name in self._namespace

    def __getitem__(self, name: str) -> Any:
        """The variable `name` as plain data; raises `CheckFailed` if absent or not plain."""
        return plain(self._value(name), name)

    def call(
        self,
        function: str,
        *args: Any,
        returns: Returns = "data",
        stand_ins: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> Any:
        """Call the student's `function` on copies of the arguments.

        Parameters
        ----------
        args, kwargs : plain data, fitted `course.mlp.MLPClassifier`s, or `Name("variable")`.
        returns : "data" for plain data, "estimators" for a list of `EstimatorProxy`,
            "figure" for `FigureFacts`.
        stand_ins : names of the notebook to replace during the call, each by the library function
            given as "module:function"; so a mistake in one question need not cost another.

        Raises
        ------
        CheckFailed
            If the function is missing, raises, or returns something else than asked for.
        """
        called = self._value(function)
        if not callable(called):
            raise CheckFailed(short(called), f"a function called `{function}`")
        args, kwargs = self._arguments(args, kwargs)
        with self._replaced(stand_ins or {}), _figures_closed():
            result = _run(called, args, kwargs, function)
            return _AS[returns](result, f"{function}(…)")

    def estimators(self, name: str) -> list[EstimatorProxy]:
        """The list of fitted estimators called `name`."""
        return _estimators(self._value(name), name)

    def figure(self, name: str) -> FigureFacts:
        """The facts of the figure called `name`."""
        return _figure(self._value(name), name)

    @contextmanager
    def folder(self, files: Mapping[str, str]) -> Iterator[str]:
        """A folder that the submission can read, holding `files` (name → text), for a while."""
        with tempfile.TemporaryDirectory(prefix="check-") as folder:
            for name, text in files.items():
                (Path(folder) / name).write_text(text, encoding="utf-8")
            yield folder

    def _value(self, name: str) -> Any:
        if name not in self._namespace:
            raise CheckFailed(
                f"no `{name}` in the notebook",
                f"`{name}`",
                "the cell that makes it was not run, or stopped with an error",
                RUN_FROM_THE_TOP,
            )
        return self._namespace[name]

    def _arguments(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple, dict]:
        def resolve(value: Any) -> Any:
            given = self._value(value.name) if isinstance(value, Name) else value
            return copy.deepcopy(given)

        return tuple(map(resolve, args)), {key: resolve(value) for key, value in kwargs.items()}

    @contextmanager
    def _replaced(self, stand_ins: Mapping[str, str]) -> Iterator[None]:
        before = {name: self._namespace[name] for name in stand_ins if name in self._namespace}
        for name, target in stand_ins.items():
            module, _, attribute = target.partition(":")
            self._namespace[name] = getattr(importlib.import_module(module), attribute)
        try:
            yield
        finally:
            for name in stand_ins:
                self._namespace.pop(name, None)
            self._namespace.update(before)


def plain(value: Any, what: str, depth: int = 0) -> Any:
    """`value` as numbers, strings, lists, dicts, arrays and data frames, copied.

    Tuples and other sequences of plain data become lists, numpy scalars Python numbers, series
    arrays. Raises `CheckFailed` for anything else, naming `what` it was.
    """
    if depth > MAX_DEPTH:
        raise CheckFailed(f"`{what}` nested deeper than {MAX_DEPTH} levels", "simpler data")
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, pd.DataFrame):
        return value.copy()
    if isinstance(value, pd.Series | pd.Index):
        return np.array(value)
    if isinstance(value, np.ndarray):
        if value.dtype == object:
            return [plain(item, what, depth + 1) for item in value.tolist()]
        return np.array(value)
    if isinstance(value, Mapping):
        return {_key(k, what): plain(v, what, depth + 1) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset | range | map | filter | zip):
        return [plain(item, what, depth + 1) for item in value]
    raise CheckFailed(
        f"`{what}` holds a value of type {type(value).__name__}",
        "numbers, strings, lists, dicts, arrays or data frames",
        "something else was stored or returned than the question asks for",
        "Print it, and compare its type with the question's text.",
    )


def _key(key: Any, what: str) -> Any:
    if isinstance(key, tuple):
        return tuple(_key(part, what) for part in key)
    value = plain(key, what)
    return tuple(value) if isinstance(value, list) else value


def _estimators(value: Any, what: str) -> list[EstimatorProxy]:
    if isinstance(value, Mapping) or not hasattr(value, "__iter__"):
        raise CheckFailed(
            f"`{what}` is of type {type(value).__name__}",
            "a list of fitted classifiers",
            "the function returned a single classifier, or nothing",
            "Collect every fitted classifier in a list, and return the list.",
        )
    return [EstimatorProxy(item) for item in value]


def _figure(value: Any, what: str) -> FigureFacts:
    from matplotlib.figure import Figure

    if not isinstance(value, Figure):
        raise CheckFailed(
            f"`{what}` is of type {type(value).__name__}",
            "a matplotlib Figure",
            "the figure was drawn but not returned",
            "End the function with `return fig`.",
        )
    return figure_facts(value)


_AS: dict[Returns, Callable[[Any, str], Any]] = {
    "data": plain,
    "estimators": _estimators,
    "figure": _figure,
}


def _run(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any], what: str) -> Any:
    """Call a student's function; whatever it raises, `exit()` included, fails the check."""
    try:
        return function(*args, **kwargs)
    except NotImplementedError as error:
        raise CheckFailed(
            f"not answered yet ({str(error)[:80]})" if str(error) else "not answered yet",
            "your code in place of the line `raise NotImplementedError`",
        ) from None
    except (Exception, SystemExit) as error:
        raise CheckFailed(
            f"{type(error).__name__}: {short(str(error), 160)}",
            f"`{what}` to return without an error",
            "the function works on other data than this, or has a slip in it",
            f"Call `{what}` in a cell of its own and read the last line of the error.",
        ) from None


@contextmanager
def _figures_closed() -> Iterator[None]:
    """Close the figures that a check's call opens, so that they are not shown in the notebook."""
    from matplotlib import pyplot as plt

    before = set(plt.get_fignums())
    try:
        yield
    finally:
        for number in set(plt.get_fignums()) - before:
            plt.close(number)
