"""Whatever is done to a notebook, its released cells come back, each once and in its place."""

import copy
import json

import nbformat
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell
from nbgrader.nbgraderformat import MetadataValidator

from autograde.matching import marked_name
from autograde.restore import restore
from course.checks.notebook_file import parse_notebook
from tests.autograde.small_lab import ODD_MARKS, SMALL, handed_out, ids


@st.composite
def damaged(draw):
    """The small lab after deletions, copies, moves, lost and changed marks, and added cells."""
    notebook = handed_out()
    cells = [one for one in notebook.cells if draw(st.integers(0, 4))]
    for _ in range(draw(st.integers(0, 3)) if cells else 0):
        twin = copy.deepcopy(draw(st.sampled_from(cells)))
        if draw(st.booleans()):
            twin["id"] = f"twin-{draw(st.integers(0, 99))}"
        cells.append(twin)
    added = [new_code_cell(f"added({i})", id=f"added-{i}") for i in range(draw(st.integers(0, 4)))]
    cells = draw(st.permutations(cells)) if draw(st.booleans()) else cells
    for one in cells:
        harm = draw(st.integers(0, 9))
        if harm == 0:
            one.metadata = {}
        elif harm == 1:
            one.metadata = {"nbgrader": draw(st.sampled_from(ODD_MARKS))}
        elif harm == 2 and "nbgrader" in one.metadata:
            one.metadata.nbgrader.update(points=99, grade=draw(st.booleans()))
        elif harm == 3:
            one["source"] = draw(st.sampled_from(["", "x = 1", 'check("q1")', "def two(x): 2"]))
        elif harm == 4:
            one["id"] = draw(st.sampled_from(["q1", "q2-answer", "r1", "zz"]))
    for one in added:
        cells.insert(draw(st.integers(0, len(cells))), one)
    notebook.cells = cells
    return notebook


@settings(max_examples=300, deadline=None)
@given(damaged())
def test_whatever_happens_each_cell_occurs_once_in_its_place(notebook):
    added = [one.source for one in notebook.cells if one.source.startswith("added(")]
    restored, notes = restore(notebook, SMALL)
    nbformat.validate(restored)
    assert len(set(ids(restored))) == len(restored.cells)
    names = [marked_name(one) for one in restored.cells]
    for one in SMALL:
        assert names.count(one.name) == 1
        found = restored.cells[names.index(one.name)]
        assert found.cell_type == one.cell_type
        assert {**found.metadata.nbgrader, "checksum": ""} == {**one.marks, "checksum": ""}
        if one.is_check:
            assert found.source == one.visible
            assert names.index(one.name) > names.index(f"{one.name}-answer")
    ran = [one.source for one in restored.cells if one.source.startswith("added(")]
    assert sorted(ran) == sorted(added)
    assert ran == added
    again, more_notes = restore(restored, SMALL)
    assert again == restored
    assert more_notes == []
    assert all(note.endswith(".") and note.isprintable() for note in notes)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
MARKS = st.fixed_dictionaries(
    {"nbgrader": JSON | st.sampled_from([{"grade_id": "q1"}, *ODD_MARKS])}
)
CELL = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw"]), "source": st.text(max_size=5)},
    optional={"metadata": MARKS | JSON, "id": st.sampled_from(["q1", "r1", "a", "a b"]) | JSON}
    | {"attachments": JSON, "outputs": JSON},
)


@settings(max_examples=200, deadline=None)
@given(cells=st.lists(CELL, max_size=6), metadata=JSON)
def test_any_notebook_that_can_be_read_can_be_restored(cells, metadata):
    value = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    read = parse_notebook(json.dumps(value).encode())
    restored, _ = restore(read, SMALL)
    nbformat.validate(restored)
    nbformat.writes(restored).encode()
    MetadataValidator().validate_nb(restored)
    assert restore(restored, SMALL) == (restored, [])
