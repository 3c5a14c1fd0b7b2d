"""Files that are no notebooks, or not quite."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import nbformat

from tests.hostile.base import (
    ALL,
    LAB,
    NONE,
    HandedIn,
    Lab,
    Submission,
    answered,
    rewritten,
    to_bytes,
)


def reworked(
    name: str,
    what: str,
    change: Callable[[dict[str, Any]], object],
    *,
    points: Mapping[str, int] = NONE,
    words: tuple[str, ...] = (),
) -> Submission:
    """Right answers, in JSON that `change` changes in place or replaces."""

    def rewrite(content: bytes) -> bytes:
        data: dict[str, Any] = json.loads(content)
        changed = change(data)
        return json.dumps(data if changed is None else changed).encode()

    return rewritten(name, what, rewrite, points=points, words=words)


def as_nbformat_3(content: bytes) -> bytes:
    old = nbformat.convert(nbformat.reads(content.decode(), as_version=4), 3)
    return nbformat.writes(old, version=3).encode()


def zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{LAB}.ipynb", content)
    return file.getvalue()


def as_symlink(target: str) -> Callable[[Lab], HandedIn]:
    """A submission whose notebook is a link."""
    return lambda lab: HandedIn(None, symlinks={f"{LAB}.ipynb": lab.with_places(target)})


def as_folder(lab: Lab) -> HandedIn:
    return HandedIn(None, files={f"{LAB}.ipynb/inside.txt": to_bytes(answered(lab))})


def as_pipe(lab: Lab) -> HandedIn:
    return HandedIn(None, pipes=(f"{LAB}.ipynb",))


def as_hole(lab: Lab) -> HandedIn:
    return HandedIn(None, sparse={f"{LAB}.ipynb": 3 * 10**9})


def with_output(megabytes: int) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        output = {"output_type": "stream", "name": "stdout", "text": "x" * megabytes * 10**6}
        data["cells"][1].update(outputs=[output], execution_count=1)

    return change


def half_characters(data: dict[str, Any]) -> None:
    data["cells"][0]["source"] = "\ud800 half"
    more = {"execution_count": None, "metadata": {}, "outputs": []}
    data["cells"].append({"cell_type": "code", "id": "x", "source": "'\ud800'", **more})


def cells_of_other_types(data: dict[str, Any]) -> None:
    data["cells"][1:1] = [
        {"cell_type": "hostile", "metadata": {}, "source": "x"},
        7,
        None,
        [],
        "cell",
    ]


def sources_of_other_types(data: dict[str, Any]) -> None:
    for cell, source in zip(data["cells"], [7, None, {}, [1, 2], [["x"]]], strict=False):
        cell["source"] = source


NOT_JSON = ("is not the JSON",)
SUBMISSIONS = [
    rewritten("broken-empty", "an empty file", lambda content: b""),
    rewritten("broken-missing", "no notebook in the folder", lambda content: None),
    rewritten(
        "broken-cut-off",
        "the first half of a notebook",
        lambda content: content[: len(content) // 2],
    ),
    rewritten(
        "broken-word", "a Word document's first bytes", lambda content: b"PK\x03\x04" + bytes(9000)
    ),
    rewritten("broken-zip", "a notebook in a zip archive", zipped),
    rewritten("broken-gzip", "a compressed notebook", gzip.compress),
    rewritten(
        "broken-html", "a saved page", lambda content: b"<!doctype html><title>JupyterLab</title>"
    ),
    rewritten("broken-python", "a script", lambda content: b"def fraction_of_heads():\n    pass\n"),
    rewritten("broken-nul", "10 MB of NUL", lambda content: bytes(10**7)),
    rewritten("broken-deep", "100,000 brackets", lambda content: b"[" * 100_000 + b"]" * 100_000),
    rewritten("broken-number", "a number of a million digits", lambda content: b"9" * 10**6),
    rewritten(
        "broken-utf-16", "a notebook in UTF-16", lambda content: content.decode().encode("utf-16")
    ),
    rewritten(
        "broken-bom",
        "a notebook with a byte-order mark, as some editors write it",
        lambda content: b"\xef\xbb\xbf" + content,
        points=ALL,
    ),
    rewritten(
        "broken-conflict",
        "the marks of a merge conflict",
        lambda content: content.replace(b'"cells"', b'<<<<<<< HEAD\n"cells"'),
    ),
    reworked("broken-list", "a JSON list", lambda data: data["cells"]),
    reworked("broken-text", "JSON text", lambda data: "lab0_seeds"),
    reworked("broken-object", "an empty JSON object", lambda data: {}),
    reworked("broken-no-cells", "a notebook without cells", lambda data: data.update(cells=[])),
    reworked(
        "broken-cells-of-text", "cells that are text", lambda data: data.update(cells="cells")
    ),
    reworked(
        "broken-cells",
        "cells of unknown types between the right ones, and such as are none",
        cells_of_other_types,
        points=ALL,
    ),
    reworked(
        "broken-sources", "cells whose source is a number, null, an object", sources_of_other_types
    ),
    reworked("broken-nbformat-99", "a format of the future", lambda data: data.update(nbformat=99)),
    reworked(
        "broken-nbformat-text", "a format that is text", lambda data: data.update(nbformat="four")
    ),
    reworked(
        "broken-minor-99",
        "a minor format of the future: its cells can be read",
        lambda data: data.update(nbformat_minor=99),
        points=ALL,
    ),
    reworked(
        "broken-surrogates",
        "half a character in the text and in the code",
        half_characters,
        points=ALL,
    ),
    reworked(
        "broken-nan",
        "NaN where JSON has no such number",
        lambda data: data["metadata"].update(speed=float("nan"), size=float("inf")),
        points=ALL,
    ),
    reworked(
        "broken-many-cells",
        "ten thousand empty cells: more than are allowed",
        lambda data: data["cells"].extend(
            {"cell_type": "markdown", "id": f"x{i}", "metadata": {}, "source": ""}
            for i in range(10_000)
        ),
        words=("cells, and 2,000 are allowed",),
    ),
    reworked("broken-long-output", "an old output of 10 MB", with_output(10), points=ALL),
    reworked(
        "broken-too-long-output",
        "an old output of 40 MB: more than is allowed",
        with_output(40),
        words=("20 MB are allowed",),
    ),
    rewritten("broken-nbformat-3", "a notebook of 2014's format", as_nbformat_3, points=ALL),
    Submission(
        "broken-symlink",
        "the notebook is a link to a classmate's",
        as_symlink("${course}/submitted/a-classmate/lab0_seeds/lab0_seeds.ipynb"),
        NONE,
        not_right=frozenset(NONE),
    ),
    Submission(
        "broken-symlink-source",
        "the notebook is a link to the instructor's, with the answers",
        as_symlink("../../../source/lab0_seeds/lab0_seeds.ipynb"),
        NONE,
        not_right=frozenset(NONE),
    ),
    Submission(
        "broken-symlink-nowhere", "the notebook is a link to nothing", as_symlink("gone"), NONE
    ),
    Submission(
        "broken-symlink-zero", "the notebook is a link to /dev/zero", as_symlink("/dev/zero"), NONE
    ),
    Submission("broken-folder", "the notebook is a folder", as_folder, NONE),
    Submission("broken-pipe", "the notebook is a named pipe", as_pipe, NONE),
    Submission("broken-hole", "the notebook is a hole of 3 GB", as_hole, NONE),
]
