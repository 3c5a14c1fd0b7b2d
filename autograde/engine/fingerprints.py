"""By what the checks of each question can be told from what they were: a hash a question.

A question's hash covers its checks and whatever of the lab's two check files these name, directly
or through others: fixtures, helpers, constants. Comments and layout do not count. Whatever else
could change a grade (all other code, the right answers) is one hash, and a change there concerns
every question.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import autograde
import course
import solutions

ROOMS = Path(str(autograde.__file__)).parent, Path(str(course.__file__)).parent
Name = tuple[str, str]
"""A module, and a name at its top level."""


def question_hashes(lab: str, rooms: tuple[Path, Path] = ROOMS) -> dict[str, str]:
    """Question → the hash of its checks, public and hidden ones.

    `rooms` are the folders of `autograde` and `course`.
    """
    hidden, public = (room / "checks" / f"{lab}.py" for room in rooms)
    checks = _Checks(f"course.checks.{lab}")
    for module, path in ((checks.public, public), (f"autograde.checks.{lab}", hidden)):
        checks.read(module, ast.parse(path.read_text(encoding="utf-8")))
    return {
        question: _hash(sorted(ast.dump(node) for node in checks.needed_by(question)))
        for question in sorted(checks.by_question)
    }


def rest_hash(lab: str, rooms: tuple[Path, Path] = ROOMS) -> str:
    """Of all our code that might change a grade in this lab, but for the files of labs' checks.

    Right answers are code too: hidden checks compare with them.
    """
    answers = Path(str(solutions.__file__)).parent / lab
    paths = [
        (path.relative_to(room), path)
        for room in rooms
        for path in room.rglob("*.py")
        if not (path.parent == room / "checks" and path.name.startswith("lab"))
    ]
    paths += [(p.relative_to(answers), p) for p in answers.glob("*.py") if p.stem != "notebook"]
    return _hash(
        [str(name), hashlib.sha256(path.read_bytes()).hexdigest()] for name, path in sorted(paths)
    )


@dataclass
class _Checks:
    """What a lab's two check files define, and what of it belongs to which question."""

    public: str
    """The module whose names the hidden checks import."""
    defined: dict[Name, list[ast.AST]] = field(default_factory=dict)
    by_question: dict[str, list[Name]] = field(default_factory=dict)
    common: list[tuple[str, ast.AST]] = field(default_factory=list)
    """What defines no name: it may concern every question."""

    def read(self, module: str, tree: ast.Module) -> None:
        for node in _one_import_each(tree.body):
            names = list(_names_defined(node))
            for name in names:
                self.defined.setdefault((module, name), []).append(node)
            questions = list(_questions_of(node))
            is_of_no_question = not questions and any(name.startswith("test_") for name in names)
            if not names or is_of_no_question or "autouse" in ast.dump(node):
                self.common.append((module, node))
            for question in questions:
                self.by_question.setdefault(question, []).append((module, names[0]))

    def needed_by(self, question: str) -> Iterator[ast.AST]:
        """The statements that a question's checks consist of or lead to, each once."""
        waiting = [(module, node) for module, node in self.common]
        waiting += [
            (m, node) for m, name in self.by_question[question] for node in self._of(m, name)
        ]
        seen: set[int] = set()
        while waiting:
            module, node = waiting.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            yield node
            if isinstance(node, ast.ImportFrom) and node.module == self.public:
                module = self.public
            for name in _names_used(node):
                waiting += [(module, found) for found in self._of(module, name)]

    def _of(self, module: str, name: str) -> list[ast.AST]:
        return self.defined.get((module, name), [])


def _one_import_each(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """A file's statements; each imported name by itself, and no texts that only people read."""
    for node in body:
        match node:
            case ast.Import(names=names):
                yield from (ast.Import([alias]) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                yield from (ast.ImportFrom(module, [alias], level) for alias in names)
            case ast.Expr(value=ast.Constant()):
                continue
            case _:
                yield node


def _names_defined(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from ((alias.asname or alias.name).partition(".")[0] for alias in names)


def _names_used(node: ast.AST) -> Iterator[str]:
    """Names in it: as such, as fixtures that it takes, as what an import brings, and in strings
    such as "course.checks.lab0_seeds:fraction_of_heads"."""
    for part in ast.walk(node):
        match part:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.alias(name=name):
                yield name
            case ast.Constant(value=str(text)) if ":" in text:
                yield text.rpartition(":")[2]


def _questions_of(node: ast.stmt) -> Iterator[str]:
    for decorator in getattr(node, "decorator_list", []):
        match decorator:
            case ast.Call(func=ast.Name(id="question"), args=[ast.Constant(value=str(name)), *_]):
                yield name


def _hash(parts: Iterable[object]) -> str:
    return hashlib.sha256(json.dumps(list(parts)).encode()).hexdigest()
