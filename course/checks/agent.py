"""The grader's ear inside a submission's kernel: answers requests of the values protocol.

What it runs is the student's, and so is whatever it replies: the grader believes none of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, MutableMapping
from contextlib import AbstractContextManager, contextmanager, redirect_stderr, redirect_stdout
from typing import Any

from IPython.core.displaypub import DisplayPublisher
from IPython.core.getipython import get_ipython

from course.checks.codec import DEFAULT_BOUNDS, INWARD, Bounds, CodecError, pack, unpack
from course.checks.expect import CheckFailed
from course.checks.runner import MAX_WORDS
from course.checks.student_code import failure
from course.checks.submission import Estimators, NotebookSubmission


class Agent:
    """Answers requests about the names of a notebook, in the kernel's main thread.

    A request is a message {"op": …} with the parts that `_answer` names. The reply is {"ok": value}
    or {"failed": [got, expected, cause, next step]}, each of at most `MAX_WORDS` characters.

    Parameters
    ----------
    namespace : the mapping of names to values, such as IPython's `user_ns`.
    seconds_per_call : how long the student's code may take for one answer.
    bounds : how large requests and replies may be.
    """

    def __init__(
        self,
        namespace: MutableMapping[str, Any],
        seconds_per_call: float,
        bounds: Bounds = DEFAULT_BOUNDS,
    ) -> None:
        self._namespace = namespace
        self._submission = NotebookSubmission(namespace, seconds_per_call)
        self._bounds = bounds
        self._estimators: list[Estimators] = []
        self._folders: dict[str, AbstractContextManager[str]] = {}
        self._functions: dict[str, dict[str, Any]] = {}
        """Question → the notebook's functions when its check cell was reached."""

    def answer(self, frames: list[bytes]) -> list[bytes]:
        """The frames of the reply to the request in `frames`; never raises, prints nothing."""
        try:
            with _quiet():
                request = unpack(frames, self._bounds, INWARD)
                return pack({"ok": self._answer(request)}, self._bounds)
        except CheckFailed as failed:
            return _failed(failed)
        except CodecError as error:
            return _failed(CheckFailed(f"an answer that cannot be sent: {error}", "smaller data"))
        except BaseException as error:  # the kernel must go on, whatever a student's code did
            return _failed(failure("the check", error))

    def _answer(self, request: dict[str, Any]) -> Any:
        match request:
            case {"op": "contains", "name": name}:
                return name in self._submission
            case {"op": "value", "name": name}:
                return self._submission[name]
            case {"op": "figure", "name": name}:
                return self._submission.figure(name)
            case {"op": "estimators", "name": name}:
                return self._kept(self._submission.estimators(name))
            case {"op": "call", "function": name, "args": args, "kwargs": kwargs, **how}:
                result = self._submission.call(name, *args, **how, **kwargs)
                return self._kept(result) if how["returns"] == "estimators" else result
            case {"op": "ask", "list": number, "which": which, "method": method, "args": args}:
                return self._estimators[number].ask(which, method, *args)
            case {"op": "folder", "files": files}:
                folder = self._submission.folder(files)
                path = folder.__enter__()
                self._folders[path] = folder
                return path
            case {"op": "close_folder", "path": path}:
                return self._folders.pop(path).__exit__(None, None, None)
            case {"op": "forget"}:
                return self._estimators.clear()
            case {"op": "remember", "question": str() as question}:
                named = self._namespace.items()
                self._functions[question] = {n: value for n, value in named if callable(value)}
                return None
            case {"op": "recall", "question": str() as question}:
                return self._namespace.update(self._functions.get(question, {}))
        raise CodecError(f"no such request: {request.get('op')!r:.80}")

    def _kept(self, estimators: Estimators) -> list[int]:
        """The number of a list by which it may be asked until it is forgotten, and its length."""
        self._estimators.append(estimators)
        return [len(self._estimators) - 1, len(estimators)]


def _failed(failed: CheckFailed) -> list[bytes]:
    parts = ("got", "expected", "cause", "next_step")
    return pack({"failed": [_cut(getattr(failed, part, "")) for part in parts]})


def _cut(text: Any) -> str:
    """Text for a reply; a student may raise a `CheckFailed` that holds anything."""
    if not issubclass(type(text), str):
        return ""
    return str.__str__(text)[:MAX_WORDS].encode("utf-8", "replace").decode("utf-8")


class _NoDisplay(DisplayPublisher):
    def publish(self, *args: Any, **kwargs: Any) -> None:
        """Show nothing."""

    def clear_output(self, *args: Any, **kwargs: Any) -> None:
        """Clear nothing."""


_NOWHERE = _NoDisplay()  # once: traitlets takes longer to make one than a short request lasts


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing that runs in here prints, warns or displays anything in the notebook."""
    shell = get_ipython()
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        if shell is None:
            yield
            return
        shown, shell.display_pub = shell.display_pub, _NOWHERE
        try:
            yield
        finally:
            shell.display_pub = shown
