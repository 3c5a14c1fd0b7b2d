"""Makes a clean notebook of the bytes of a file, whatever a student or an editor left in it."""

from __future__ import annotations

import codecs
import json
import re
import warnings
from typing import Any

import nbformat
from nbformat import NotebookNode

MAX_CELLS = 2_000
NEWEST_FORMAT = 4

_OTHER_FILES = ((b"%PDF", "a PDF"), (b"PK\x03\x04", "a zip archive"), (b"<", "a web page"))
_ODD_LAYOUT = "it is JSON, but not laid out as Jupyter's notebooks are"
_CELL_TYPES = ("code", "markdown", "raw")
_CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class NotANotebookError(ValueError):
    """The bytes are no notebook; the message is a clause that says why."""


def parse_notebook(data: bytes) -> NotebookNode:
    """The notebook in `data`, in today's format, with the parts that running and grading need.

    Every cell has a type, a text and an id of its own; outputs are left out. Of metadata only the
    kernel's name and the plain values of nbgrader's marks stay; attachments stay. Entries that are
    no cells are left out. Raises `NotANotebookError`, and nothing else.
    """
    document = _document(_text(data))
    notebook = nbformat.v4.new_notebook()
    kernel = _mapping(_mapping(document.get("metadata")).get("kernelspec")).get("name")
    if isinstance(kernel, str):
        kernel = _whole(kernel)
        notebook.metadata["kernelspec"] = {"name": kernel, "display_name": kernel}
    entries = document["cells"]
    if len(entries) > MAX_CELLS:
        raise NotANotebookError(f"it has {len(entries):,} cells, and {MAX_CELLS:,} are allowed")
    notebook.cells = [_cell(entry) for entry in entries if _is_cell(entry)]
    if entries and not notebook.cells:
        raise NotANotebookError(_ODD_LAYOUT)
    give_ids(notebook)
    return notebook


def give_ids(notebook: NotebookNode) -> None:
    """Give an id to every cell that has none, no valid one, or one that a cell above has."""
    taken: set[str] = set()
    for cell in notebook.cells:
        number = len(taken)
        while not is_cell_id(cell.get("id")) or cell["id"] in taken:
            cell["id"] = f"cell-{number}"
            number += 1
        taken.add(cell["id"])


def is_cell_id(value: object) -> bool:
    """Whether nbformat takes `value` as a cell's id."""
    return isinstance(value, str) and _CELL_ID.fullmatch(value) is not None


def _text(data: bytes) -> str:
    if not data.strip():
        raise NotANotebookError("it is empty, and not the JSON that Jupyter writes")
    for start, kind in _OTHER_FILES:
        if data.lstrip().startswith(start):
            raise NotANotebookError(f"it is {kind}, and not the JSON that Jupyter writes")
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end == len(data) and error.start > 1:
            raise NotANotebookError("its text ends in the middle") from None
        raise NotANotebookError(
            "its bytes are no UTF-8, and not the JSON that Jupyter writes"
        ) from None


def _document(text: str) -> dict[str, Any]:
    """The JSON object in `text`, upgraded to a format that keeps a list under "cells"."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        text = text.rstrip()
        if text.startswith("{") and (not text.endswith("}") or error.pos >= len(text)):
            raise NotANotebookError("its text ends in the middle") from None
        raise NotANotebookError("its text is not the JSON that Jupyter writes") from None
    except (RecursionError, ValueError):  # a ValueError: a number with thousands of digits
        raise NotANotebookError("it is JSON, but nested too deeply or with huge numbers") from None
    document = _mapping(document)
    version = document.get("nbformat")
    version = version if isinstance(version, int) else 0
    if version > NEWEST_FORMAT:
        raise NotANotebookError(
            f"it is of format {version}, not laid out as format {NEWEST_FORMAT}"
        )
    if 0 < version < NEWEST_FORMAT:
        document = _upgraded(text)
    if version == 0 or not isinstance(document.get("cells"), list):
        raise NotANotebookError(_ODD_LAYOUT)
    return document


def _upgraded(text: str) -> dict[str, Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of cells without ids, which nbformat adds
            upgraded: dict[str, Any] = nbformat.reads(text, as_version=NEWEST_FORMAT)
    except Exception:  # nbformat looks into whatever it is given, and stumbles in as many ways
        raise NotANotebookError(
            "it is of an old format, and not laid out as that format asks"
        ) from None
    return upgraded


def _is_cell(entry: object) -> bool:
    return isinstance(entry, dict) and ("source" in entry or entry.get("cell_type") in _CELL_TYPES)


def _cell(entry: dict[str, Any]) -> NotebookNode:
    kind = entry.get("cell_type")
    kind = kind if kind in _CELL_TYPES else "raw"
    cell: dict[str, Any] = {
        "cell_type": kind,
        "metadata": {},
        "source": _joined(entry.get("source")),
    }
    if is_cell_id(entry.get("id")):
        cell["id"] = entry["id"]
    marks = _mapping(entry.get("metadata")).get("nbgrader")
    if marks is not None:
        cell["metadata"] = {"nbgrader": _plain(marks)}
    if kind == "code":
        cell |= {"outputs": [], "execution_count": None}
    elif entry.get("attachments"):
        cell["attachments"] = _attachments(entry["attachments"])
    made: NotebookNode = nbformat.from_dict(cell)
    return made


def _attachments(attachments: object) -> dict[str, dict[str, str]]:
    """Name → media type → text, without anything that is not of this shape."""
    return {
        _whole(name): {_whole(kind): _joined(data) for kind, data in _mapping(bundle).items()}
        for name, bundle in _mapping(attachments).items()
    }


def _joined(source: object) -> str:
    """A text that nbformat may store as a list of lines; anything else is no text."""
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return _whole(source) if isinstance(source, str) else ""


def _whole(text: str) -> str:
    """Text that can be written: halves of characters are replaced."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _plain(value: object) -> object:
    """`value` with nothing nested in it: of a mapping its plain values, of other nests a sign."""
    if isinstance(value, dict):
        return {_whole(k): _plain_item(v) for k, v in value.items()}
    return _plain_item(value)


def _plain_item(value: object) -> object:
    if isinstance(value, str):
        return _whole(value)
    return value if isinstance(value, bool | int | float | None) else "[…]"
