"""What a check may ask of a submission: plain data, calls, fitted estimators, facts of figures.

A check sees a submission only through `Submission`, so that where the values come from (the
student's own kernel, or a sandbox) changes nothing in the checks.
"""

from __future__ import annotations

import copy
import importlib
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal, TypeVar

import numpy as np

from course.checks.expect import CheckFailed, short
from course.checks.figures import FigureFacts, figure_facts
from course.checks.plain import plain, type_name
from course.checks.student_code import figures_closed, guarded

Returns = Literal["data", "estimators", "figure"]
T = TypeVar("T")

RUN_FROM_THE_TOP = (
    "Run the cells above it from the top, and mend the first one that shows an error."
)


@dataclass(frozen=True)
class Name:
    """An argument of a call that stands for a variable of the submission's notebook."""

    name: str


class EstimatorProxy:
    """A fitted estimator of the submission: asked by method, answers in plain data.

    Parameters
    ----------
    ask : called as `ask(method, *args)`, with "get_params", "predict" or "predict_proba", or as
        `ask("attribute", name)`; gives the estimator's answer as plain data.
    """

    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask

    @cached_property
    def params(self) -> dict[str, Any]:
        """The estimator's parameters, as `get_params` gives them."""
        return _params(self._ask("get_params"))

    def attribute(self, name: str) -> Any:
        """A public attribute such as `n_iter_`, as plain data."""
        return self._ask("attribute", name)

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Predicted classes, shape (n_samples,)."""
        return np.asarray(self._ask("predict", X))

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """Predicted probabilities, shape (n_samples, n_classes)."""
        return np.asarray(self._ask("predict_proba", X))


class Estimators:
    """Fitted estimators of the submission, in order, to be asked one by one or all together.

    What is asked of all crosses the wall once, and fails if it fails for one of them.

    Parameters
    ----------
    n : how many there are.
    ask : called as `ask(which, method, *args)`, with the places of those to be asked; gives a list
        of their answers.
    """

    def __init__(self, n: int, ask: Callable[..., list[Any]]) -> None:
        self._all = range(n)
        self.ask = ask

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[EstimatorProxy]:
        return (self[i] for i in self._all)

    def __getitem__(self, place: int) -> EstimatorProxy:
        which = self._all[place]
        return EstimatorProxy(lambda method, *args: self.ask([which], method, *args)[0])

    @cached_property
    def params(self) -> list[dict[str, Any]]:
        """Everyone's parameters, as `get_params` gives them."""
        return [_params(answer) for answer in self._ask_all("get_params")]

    def attribute(self, name: str) -> list[Any]:
        """A public attribute of everyone's, as plain data."""
        return self._ask_all("attribute", name)

    def predict(self, X: np.ndarray) -> list[np.ndarray]:
        """Everyone's predicted classes, shape (n_samples,) each."""
        return [np.asarray(answer) for answer in self._ask_all("predict", X)]

    def predict_proba(self, X: np.ndarray) -> list[np.ndarray]:
        """Everyone's predicted probabilities, shape (n_samples, n_classes) each."""
        return [np.asarray(answer) for answer in self._ask_all("predict_proba", X)]

    def _ask_all(self, method: str, *args: Any) -> list[Any]:
        return self.ask(list(self._all), method, *args) if self._all else []


def _params(answer: Any) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise CheckFailed(short(answer), "the parameters of a classifier")
    return answer


class Submission(ABC):
    """What checks know of a submission."""

    @abstractmethod
    def __contains__(self, name: str) -> bool:
        """Whether the notebook has a variable `name`."""

    @abstractmethod
    def __getitem__(self, name: str) -> Any:
        """The variable `name` as plain data; raises `CheckFailed` if absent or not plain."""

    @abstractmethod
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
        returns : "data" for plain data, "estimators" for `Estimators`,
            "figure" for `FigureFacts`.
        stand_ins : names of the notebook to replace during the call, each by the library function
            given as "module:function"; so a mistake in one question need not cost another.

        Raises
        ------
        CheckFailed
            If the function is missing, raises, or returns something else than asked for.
        """

    @abstractmethod
    def estimators(self, name: str) -> Estimators:
        """The list of fitted estimators called `name`."""

    @abstractmethod
    def figure(self, name: str) -> FigureFacts:
        """The facts of the figure called `name`."""

    @abstractmethod
    def folder(self, files: Mapping[str, str]) -> AbstractContextManager[str]:
        """A folder that the submission can read, holding `files` (name → text), for a while."""

    @abstractmethod
    def forget(self) -> None:
        """Let go of the estimators that were asked for so far: another question begins."""


class NotebookSubmission(Submission):
    """A submission in this process: the names of a notebook's kernel.

    Parameters
    ----------
    namespace : the mapping of names to values, such as IPython's `user_ns`.
    seconds_per_call : how long the student's code may take to answer, in the main thread; None for
        no limit.
    """

    def __init__(
        self, namespace: MutableMapping[str, Any], seconds_per_call: float | None = None
    ) -> None:
        self._namespace = namespace
        self._seconds = seconds_per_call

    def __contains__(self, name: str) -> bool:
        return name in self._namespace

    def __getitem__(self, name: str) -> Any:
        return self._guarded(name, plain, self._value(name), name)

    def call(
        self,
        function: str,
        *args: Any,
        returns: Returns = "data",
        stand_ins: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> Any:
        called = self._value(function)

        def code() -> Any:
            if not callable(called):
                raise CheckFailed(short(called), f"a function called `{function}`")
            given = [self._argument(value) for value in args]
            named = {key: self._argument(value) for key, value in kwargs.items()}
            with self._replaced(stand_ins or {}), figures_closed():
                result = called(*given, **named)
                return self._as(returns)(result, f"{function}(…)")

        return self._guarded(function, code)

    def estimators(self, name: str) -> Estimators:
        return self._guarded(name, self._estimators, self._value(name), name)

    def figure(self, name: str) -> FigureFacts:
        return self._guarded(name, _figure, self._value(name), name)

    @contextmanager
    def folder(self, files: Mapping[str, str]) -> Iterator[str]:
        with tempfile.TemporaryDirectory(prefix="check-", ignore_cleanup_errors=True) as folder:
            for name, text in files.items():
                (Path(folder) / name).write_text(text, encoding="utf-8")
            yield folder

    def forget(self) -> None:
        """Nothing is kept for them here."""

    def _guarded(self, what: str, code: Callable[..., T], *args: Any) -> T:
        return guarded(what, self._seconds, partial(code, *args))

    def _value(self, name: str) -> Any:
        if name not in self._namespace:
            raise CheckFailed(
                f"no `{name}` in the notebook",
                f"`{name}`",
                "the cell that makes it was not run, or stopped with an error",
                RUN_FROM_THE_TOP,
            )
        return self._namespace[name]

    def _argument(self, value: Any) -> Any:
        return copy.deepcopy(self._value(value.name) if isinstance(value, Name) else value)

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

    def _as(self, returns: Returns) -> Callable[[Any, str], Any]:
        return {"data": plain, "estimators": self._estimators, "figure": _figure}[returns]

    def _estimators(self, value: Any, what: str) -> Estimators:
        if isinstance(value, Mapping) or not hasattr(value, "__iter__"):
            raise CheckFailed(
                f"`{what}` is of type {type_name(value)}",
                "a list of fitted classifiers",
                "the function returned a single classifier, or nothing",
                "Collect every fitted classifier in a list, and return the list.",
            )
        items = list(value)
        return Estimators(len(items), partial(self._ask, items))

    def _ask(self, items: list[Any], which: list[int], method: str, *args: Any) -> list[Any]:
        answer = _attribute if method == "attribute" else _answer_of(method)
        return self._guarded(method, lambda: [answer(items[i], *args) for i in which])


def _attribute(estimator: Any, name: str) -> Any:
    if name.startswith("_") or not hasattr(estimator, name):
        raise CheckFailed(
            f"a {type_name(estimator)} without `{name}`",
            f"a fitted classifier with `{name}`",
            "the object is not a classifier, or `fit` was not called on it",
            "Call `fit` on each classifier before you keep it.",
        )
    return plain(getattr(estimator, name), name)


def _answer_of(method: str) -> Callable[..., Any]:
    def answer(estimator: Any, *args: Any) -> Any:
        bound = getattr(estimator, method, None)
        if bound is None:
            raise CheckFailed(
                f"an object of type {type_name(estimator)}",
                "a fitted classifier",
                "the list holds something other than classifiers, such as their losses",
                "Keep the objects on which you called `fit`.",
            )
        return plain(bound(*copy.deepcopy(args)), method)

    return answer


def _figure(value: Any, what: str) -> FigureFacts:
    from matplotlib.figure import Figure

    if not isinstance(value, Figure):
        raise CheckFailed(
            f"`{what}` is of type {type_name(value)}",
            "a matplotlib Figure",
            "the figure was drawn but not returned",
            "End the function with `return fig`.",
        )
    return figure_facts(value)
