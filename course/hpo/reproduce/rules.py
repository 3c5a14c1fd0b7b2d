"""The rules under test, ETR-1 and ETR-2, loaded by name when the experiment runs.

They are what Lab 4's students write, so the library has none of its own: a module's name or a
Python file says whose are used.
"""

from __future__ import annotations

import hashlib
import inspect
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import numpy as np

from course.hpo.simulate import History, StoppingRule

DEFAULT_RULES = "solutions.lab4_curves.answers"
SIGNATURES = {"etr1": "etr1(curve, tau)", "etr2": "etr2(curve, best_curve, p)"}
TAUS = (1, 2, 3, 5, 9)
"""Of ETR-1. The paper's text names 1 and 9; its other values are in a figure that we don't have."""
PS = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Of ETR-2. The paper's values are in a figure that we don't have."""

Family = Literal["none", "etr1", "etr2"]


class RulesError(ValueError):
    """The rules can't be loaded or don't work; the message says what to do."""


@dataclass(frozen=True)
class Variant:
    """One of the eleven ways to search: without a rule, or with a rule and its parameter."""

    family: Family
    parameter: float = 0

    @property
    def label(self) -> str:
        """For people: "ETR-1, τ = 3"."""
        if self.family == "none":
            return "no rule"
        sign, name = ("τ", "ETR-1") if self.family == "etr1" else ("p", "ETR-2")
        return f"{name}, {sign} = {self.parameter:g}"

    @property
    def key(self) -> str:
        """For file names: "etr1-3"."""
        return "none" if self.family == "none" else f"{self.family}-{self.parameter:g}"


NO_RULE = Variant("none")
ETR1 = tuple(Variant("etr1", tau) for tau in TAUS)
ETR2 = tuple(Variant("etr2", p) for p in PS)
VARIANTS = (NO_RULE, *ETR1, *ETR2)


@dataclass(frozen=True)
class Rules:
    """Where `etr1` and `etr2` come from: plain data, which every worker loads for itself."""

    path: Path
    sha256: str
    """Of that file and of those in which the two functions are written, if they are others."""

    def rule(self, variant: Variant) -> StoppingRule | None:
        """What to give to `simulate`; None without a rule. Raises `RulesError` as `find_rules`."""
        if variant.family == "none":
            return None
        return _Rule(_functions(self.path)[variant.family], variant, self.path)


def find_rules(name: str) -> Rules:
    """The rules in a module (`package.module`) or a Python file (`my_rules.py`), tried once.

    Raises `RulesError` if there is no such module or file, it can't be imported, lacks `etr1` or
    `etr2`, or one of them fails on a short curve.
    """
    path = _path_of(name)
    functions = _functions(path)
    sources = {path} | {_source_of(function, path) for function in functions.values()}
    digest = hashlib.sha256()
    for source in sorted(sources, key=str):
        digest.update(source.read_bytes())
    rules = Rules(path, digest.hexdigest())
    for variant in (ETR1[0], ETR2[0]):
        rule = rules.rule(variant)
        for best in (None, (0.1, 0.3, 0.9)):
            if isinstance(rule, _Rule):
                rule.ask((0.1,), best)
    return rules


@dataclass(frozen=True)
class _Rule:
    """A function of curves as a stopping rule."""

    function: Callable[..., Any]
    variant: Variant
    path: Path

    def should_stop(self, curve: Sequence[float], history: History) -> bool:
        return self.ask(curve, None if history.best is None else history.best.curve)

    def ask(self, curve: Sequence[float], best_curve: Sequence[float] | None) -> bool:
        """Raises `RulesError` if the function does, or if its answer is neither true nor false."""
        try:
            if self.variant.family == "etr1":
                answer = self.function(curve, tau=int(self.variant.parameter))
            else:
                answer = self.function(curve, best_curve, p=self.variant.parameter)
            if not isinstance(answer, bool | np.bool_):
                raise TypeError(f"it must return True or False, got {answer!r:.80}")
            return bool(answer)
        except Exception as error:
            call = SIGNATURES[self.variant.family]
            raise RulesError(
                f"{call} of {self.path} must say whether to stop, got {type(error).__name__}: "
                f"{error}; asked with {self.variant.label}, curve={tuple(curve)}, "
                f"best_curve={best_curve}"
            ) from error


def _source_of(function: Callable[..., Any], path: Path) -> Path:
    """The file in which a function is written; `path` for objects that don't know it."""
    try:
        return Path(inspect.getsourcefile(function) or path)
    except TypeError:
        return path


def _path_of(name: str) -> Path:
    if name.endswith(".py"):
        path = Path(name).resolve()
        if not path.is_file():
            raise RulesError(f"no file {name}; give a Python file with {_wanted()}")
        return path
    try:
        spec = find_spec(name)
    except (ImportError, ValueError) as error:
        spec, why = None, f" ({error})"
    else:
        why = ""
    if spec is None or spec.origin is None or not Path(spec.origin).is_file():
        hint = ", which only a checkout of the repository has" if name == DEFAULT_RULES else ""
        raise RulesError(
            f"no module {name}{hint}{why}; give --rules a module or a Python file with {_wanted()}"
        )
    return Path(spec.origin).resolve()


def _functions(path: Path) -> dict[str, Callable[..., Any]]:
    """`etr1` and `etr2` of a file; it is run once in each process."""
    module = _loaded(path)
    missing = [name for name in SIGNATURES if not callable(getattr(module, name, None))]
    if missing:
        raise RulesError(
            f"{path} has no function {SIGNATURES[missing[0]]}; it must have {_wanted()}"
        )
    return {name: getattr(module, name) for name in SIGNATURES}


def _loaded(path: Path) -> ModuleType:
    content = path.read_bytes()
    name = f"course_rules_{hashlib.sha256(str(path).encode() + content).hexdigest()[:16]}"
    if name in sys.modules:
        return sys.modules[name]
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise RulesError(f"{path} must be a Python file, got another kind of file; name another")
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise RulesError(
            f"{path} must be a Python file that can be imported, got {type(error).__name__}: "
            f"{error}; correct it and try again"
        ) from error
    return module


def _wanted() -> str:
    return " and ".join(SIGNATURES.values())
