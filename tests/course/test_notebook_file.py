"""Bytes in, a clean notebook or a reason out: nothing else may happen."""

import contextlib
import json

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.checks.notebook_file import NotANotebookError, parse_notebook

CELL = {"cell_type": "code", "source": ["a = 1\n", "a"], "metadata": {}, "outputs": []}


def document(cells, **fields):
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells} | fields


def parsed(value):
    notebook = parse_notebook(json.dumps(value).encode())
    nbformat.validate(notebook)
    return notebook


def test_what_nbformat_writes_is_read():
    written = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# Ä 😀", id="a"),
            nbformat.v4.new_code_cell("1 + 1", id="b", metadata={"nbgrader": {"grade_id": "q1"}}),
            nbformat.v4.new_raw_cell("raw", id="c"),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    read = parse_notebook(b"\xef\xbb\xbf" + nbformat.writes(written).encode())
    assert read.cells == written.cells
    assert read.metadata.kernelspec.name == "python3"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b" \n", "it is empty"),
        (b"%PDF-1.7", "it is a PDF"),
        (b"PK\x03\x04abc", "it is a zip archive"),
        (b"\n<!DOCTYPE html>", "it is a web page"),
        (b"import numpy as np", "not the JSON"),
        ('{"a": "é"}'.encode("latin-1"), "no UTF-8"),
        (b"\xff\xfe{\x00", "no UTF-8"),
        ('{"cells": "é'.encode()[:-1], "ends in the middle"),
        (b'{"cells": [{"source": "a', "ends in the middle"),
        (b'{"cells": [{}', "ends in the middle"),
        (b'{"cells": [}', "not the JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": ' * 5_000 + b"1" + b"}" * 5_000, "nested too deeply"),
        (b'{"nbformat": 4, "cells": [], "n": ' + b"9" * 5_000 + b"}", "huge numbers"),
        (b'"text"', "not laid out"),
        (b'{"cells": []}', "not laid out"),
        (b'{"nbformat": "4", "cells": []}', "not laid out"),
        (b'{"nbformat": 4, "cells": {}}', "not laid out"),
        (b'{"nbformat": 4, "cells": [1, {}]}', "not laid out"),
        (b'{"nbformat": 5, "cells": []}', "it is of format 5"),
        (b'{"nbformat": 3, "worksheets": 7}', "old format"),
        (json.dumps(document([CELL] * 2001)).encode(), "2,001 cells, and 2,000 are allowed"),
    ],
)
def test_why_bytes_are_no_notebook(data, why):
    with pytest.raises(NotANotebookError, match=why):
        parse_notebook(data)


def test_a_notebook_of_format_3():
    cells = [
        {"cell_type": "heading", "level": 2, "source": "Title", "metadata": {}},
        {"cell_type": "code", "language": "python", "input": "1 + 1", "outputs": []},
    ]
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}
    assert [cell.source for cell in parsed(old).cells] == ["## Title", "1 + 1"]


def test_a_format_from_the_future_and_cells_that_are_none():
    odd = [CELL, 7, None, {"cell_type": "hologram", "source": "x"}, {"cell_type": "code"}, {}]
    notebook = parsed(document(odd, nbformat_minor=99))
    assert [(cell.cell_type, cell.source) for cell in notebook.cells] == [
        ("code", "a = 1\na"),
        ("raw", "x"),
        ("code", ""),
    ]


def test_ids_metadata_and_letters_are_made_valid():
    marks = {"grade_id": "q1", "points": 3, "deep": [[[]]], "\ud800": "\udfff"}
    odd = [
        CELL | {"id": "a", "metadata": {"nbgrader": marks, "other": 1}},
        CELL | {"id": "a", "source": "half \ud83d of one"},
        CELL | {"id": "ä b", "metadata": "none"},
        CELL | {"id": "cell-2", "metadata": {"nbgrader": [1]}},
    ]
    first, second, third, fourth = parsed(document(odd)).cells
    assert [first.id, second.id, third.id, fourth.id] == ["a", "cell-1", "cell-2", "cell-3"]
    kept = {"grade_id": "q1", "points": 3, "deep": "[…]", "\ufffd": "\ufffd"}
    assert first.metadata == {"nbgrader": kept}
    assert second.source == "half \ufffd of one"
    assert fourth.metadata == {"nbgrader": "[…]"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
FIELDS = ["cell_type", "source", "metadata", "id", "attachments", "outputs", "nbgrader", "cells"]
VALUES = JSON | st.sampled_from(["code", "markdown", "raw", "q1", ["a", 1], {"nbgrader": {}}])
CELLS = st.lists(st.dictionaries(st.sampled_from(FIELDS), VALUES) | JSON, max_size=5)


@settings(max_examples=300, deadline=None)
@given(
    cells=CELLS, metadata=JSON, version=st.sampled_from([1, 2, 3, 4, 4, 4, True]) | JSON, old=JSON
)
def test_any_json_is_a_valid_notebook_or_none(cells, metadata, version, old):
    worksheets = [{"cells": cells, "metadata": {}}] if old is None else old
    value = document(cells, metadata=metadata, nbformat=version, worksheets=worksheets)
    try:
        notebook = parsed(value)
    except NotANotebookError:
        return
    nbformat.writes(notebook).encode()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=40), st.integers(0, 400), st.integers(0, 400))
def test_mutated_bytes_are_a_valid_notebook_or_none(noise, start, end):
    data = json.dumps(document([CELL, CELL | {"cell_type": "markdown"}])).encode()
    with contextlib.suppress(NotANotebookError):
        nbformat.validate(parse_notebook(data[:start] + noise + data[end:]))
