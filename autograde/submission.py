"""A submission on the other side of the wall: asked by messages, believed in nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from course.checks.codec import (
    DATA,
    DEFAULT_BOUNDS,
    FIGURES,
    Bounds,
    CodecError,
    pack,
    unpack,
)
from course.checks.expect import CheckFailed
from course.checks.figures import FigureFacts
from course.checks.runner import MAX_WORDS
from course.checks.submission import Estimators, Returns, Submission

MAX_PATH = 4096
Ask = Callable[[list[bytes]], list[bytes]]
"""Carries a request's frames into the sandbox and the reply's frames out of it."""


class SandboxSubmission(Submission):
    """A submission whose kernel runs elsewhere, behind a `course.checks.agent.Agent`.

    A reply that breaks a rule of the protocol is a `CheckFailed`. What `ask` itself raises, say
    because the kernel is gone, goes through.

    Parameters
    ----------
    ask : the transport.
    bounds : how large requests and replies may be.
    """

    def __init__(self, ask: Ask, bounds: Bounds = DEFAULT_BOUNDS) -> None:
        self._ask = ask
        self._bounds = bounds

    def __contains__(self, name: str) -> bool:
        return self._answer("contains", bool, name=name)

    def __getitem__(self, name: str) -> Any:
        return self._answer("value", name=name)

    def call(
        self,
        function: str,
        *args: Any,
        returns: Returns = "data",
        stand_ins: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> Any:
        parts: dict[str, Any] = {"function": function, "args": list(args), "kwargs": kwargs}
        parts |= {"returns": returns, "stand_ins": dict(stand_ins or {})}
        if returns == "estimators":
            return self._estimators(self._answer("call", list, **parts))
        return self._answer("call", FigureFacts if returns == "figure" else object, **parts)

    def estimators(self, name: str) -> Estimators:
        return self._estimators(self._answer("estimators", list, name=name))

    def figure(self, name: str) -> FigureFacts:
        return self._answer("figure", FigureFacts, name=name)

    @contextmanager
    def folder(self, files: Mapping[str, str]) -> Iterator[str]:
        path = self._answer("folder", str, files=dict(files))
        if len(path) > MAX_PATH:
            raise CheckFailed(f"a folder's name of {len(path):,} characters", "a folder's name")
        try:
            yield path
        finally:
            self._ask(pack({"op": "close_folder", "path": path}))

    def forget(self) -> None:
        self._ask(pack({"op": "forget"}))

    def remember(self, question: str) -> None:
        """Have the other side keep the notebook's functions as they are at a question's check."""
        self._ask(pack({"op": "remember", "question": question}))

    def recall(self, question: str) -> None:
        """Have it put them back: a name may have been used for something else since."""
        self._ask(pack({"op": "recall", "question": question}))

    def _estimators(self, kept: list[Any]) -> Estimators:
        """Those that the agent keeps: the number of their list, and how many they are."""
        match kept:
            case [int() as number, int() as n] if 0 <= n <= self._bounds.n_values:
                return Estimators(n, partial(self._ask_estimators, number))
        raise CheckFailed("estimators without a number", "the number and length of their list")

    def _ask_estimators(self, number: int, which: list[int], method: str, *args: Any) -> list[Any]:
        parts = {"list": number, "which": which, "method": method, "args": list(args)}
        answers: list[Any] = self._answer("ask", list, **parts)
        if len(answers) != len(which):
            raise CheckFailed(f"{len(answers):,} answers", f"{len(which):,} answers")
        return answers

    def _answer(self, op: str, kind: type = object, **parts: Any) -> Any:
        """The value in the reply, of type `kind`."""
        frames = self._ask(pack({"op": op, **parts}, self._bounds))
        try:
            reply = unpack(frames, self._bounds, FIGURES if kind is FigureFacts else DATA)
            return _value(reply, kind)
        except CodecError as error:
            raise CheckFailed(
                f"an answer that cannot be read: {error}", "plain data that the protocol allows"
            ) from None


def _value(reply: dict[str, Any], kind: type) -> Any:
    """The value of an "ok" reply; raises `CheckFailed` with the words of a "failed" one."""
    match reply:
        case {"ok": value, **rest} if not rest and isinstance(value, kind):
            return value
        case {"failed": [str(), str(), str(), str()] as words, **rest} if not rest:
            raise CheckFailed(*map(_printable, words))
    raise CodecError("a reply of another form")


def _printable(words: str) -> str:
    return "".join(character if character.isprintable() else " " for character in words[:MAX_WORDS])
