"""A table holds what it was given, finds settings, and names what is wrong with a question."""

import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from course.data import DataError, datasets_folder, load_curves
from course.hpo.space import SPACES
from course.hpo.table import TableError, save_table
from tests.course.hpo.tables import ARRAYS, SPACE, different, make_table

FREE = [h.name for h in SPACE.free()]
TABLE = make_table(64)
rows = st.integers(0, TABLE.n_settings - 1)


def setting(row: int) -> dict:
    """The searched hyperparameters of one row."""
    return TABLE.settings[FREE].to_dict("records")[row]


# --- what it holds ------------------------------------------------------------------------------


def test_metrics_are_views_of_the_first_seed():
    curves = np.concatenate([TABLE.curves, TABLE.curves + 10], axis=1)
    two_seeds = different(TABLE, curves=curves)
    for table in (TABLE, two_seeds):
        for place, name in enumerate(table.metrics):
            view = getattr(table, name)
            np.testing.assert_array_equal(view, curves[:, 0, :, place])
            assert np.shares_memory(view, table.curves)
    assert TABLE.metrics == ("train_accuracy", "validation_accuracy", "test_accuracy", "seconds")


def test_epochs_are_numbered_from_1_and_modelled_seconds_add_up():
    assert TABLE.epochs.tolist() == [1, 2, 3, 4, 5]
    assert TABLE.modelled_seconds.dtype == np.float32
    each = np.diff(TABLE.modelled_seconds, axis=1, prepend=0)
    np.testing.assert_allclose(each, np.tile(TABLE.modelled_seconds_per_epoch, (5, 1)).T, rtol=1e-6)


def test_arrays_can_not_be_written_to_and_the_callers_can():
    given_curves = TABLE.curves.copy()
    table = different(TABLE, curves=given_curves)
    for name in (*ARRAYS, "validation_accuracy", "seconds"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(table, name)[0] = 0
    given_curves[0] = 0


def test_settings_and_metadata_are_copies():
    settings, metadata = TABLE.settings.iloc[::-1], {"versions": {"numpy": "2"}}
    table = different(TABLE, settings=settings, metadata=metadata)
    metadata["versions"]["numpy"] = "3"
    assert table.metadata == {"versions": {"numpy": "2"}}
    assert table.settings.index.equals(pd.RangeIndex(64))
    assert table.settings["C1"].tolist() == TABLE.settings["C1"].tolist()[::-1]


def test_repr_is_one_line_and_counts_the_untrainable():
    curves = np.full((1_250, 1, 2, 4), 0.5, dtype=np.float32)
    curves[:100, :, 1, 1] = 0.1499  # back to guessing
    curves[100:200, :, 0, 1] = 0.1  # late, yet not lost
    curves[200:225, :, 1, 1] = np.nan
    numbers = np.ones(1_250, dtype=np.int64)
    table = different(
        TABLE, settings=SPACE.sobol(1_250), curves=curves, repeats=curves[:0], n_parameters=numbers,
        macs=numbers, modelled_seconds_per_epoch=np.ones(1_250, dtype=np.float32),
        statuses=("ok",) * 200 + ("diverged",) * 25 + ("ok",) * 1_025,
    )  # fmt: skip
    assert repr(table) == "CurveTable('cifar10', 1,250 settings × 2 epochs, 10.0% untrainable)"


# --- find a setting -----------------------------------------------------------------------------


@given(row=rows)
def test_a_setting_is_found_in_any_form(row):
    assert TABLE.index_of(setting(row)) == row
    assert TABLE.index_of(TABLE.settings.to_dict("records")[row]) == row  # with the fixed ones
    assert TABLE.index_of(TABLE.settings.iloc[row]) == row
    numpy_values = {name: TABLE.settings[name].to_numpy()[row] for name in FREE}
    assert TABLE.index_of(numpy_values) == row
    as_floats = {n: float(v) if isinstance(v, int) else v for n, v in setting(row).items()}
    assert TABLE.index_of(as_floats) == row
    assert TABLE.nearest(setting(row)) == row


def test_the_first_of_equal_settings_is_found():
    table = different(TABLE, settings=TABLE.settings.iloc[[*range(40), 7, *range(41, 64)]])
    assert table.index_of(setting(7)) == 7
    assert table.nearest(setting(7)) == 7


@given(row=rows, by=st.floats(-1e-10, 1e-10))
def test_floats_may_differ_in_their_tenth_digit(row, by):
    # 5 % off the edges of the range, so that it stays inside
    query = setting(row) | {"l2": 0.05 + 0.9 * setting(row)["l2"]}
    settings = TABLE.settings.assign(l2=0.05 + 0.9 * TABLE.settings["l2"])
    moved = query | {"l2": query["l2"] * (1 + by)}
    assert different(TABLE, settings=settings).index_of(moved) == row


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s | {"learning_rate": s["learning_rate"] * (1 + 3e-9)},
        lambda s: s | {"C1": s["C1"] + (1 if s["C1"] < 10 else -1)},
        lambda s: s | {"activation": "tanh" if s["activation"] != "tanh" else "elu"},
    ],
    ids=["float", "integer", "category"],
)
@given(row=rows)
def test_other_settings_are_off_the_grid_but_have_a_nearest(change, row):
    with pytest.raises(TableError, match=r"must be one of the table's 64, got .* ask `nearest"):
        TABLE.index_of(change(setting(row)))
    assert 0 <= TABLE.nearest(change(setting(row))) < 64


@given(point=st.lists(st.floats(0, 1, exclude_max=True), min_size=len(FREE), max_size=len(FREE)))
def test_nearest_is_what_a_tree_of_neighbours_finds(point):
    """One-hot categories, divided by √2, are 1 apart where they differ."""

    def coordinates(settings: pd.DataFrame) -> np.ndarray:
        columns = []
        for h in SPACE.free():
            values = settings[h.name].to_numpy()
            if h.type == "categorical":
                columns += [(values == choice) / np.sqrt(2) for choice in h.choices]
            elif h.type == "integer":
                columns.append(values / (h.high - h.low + 1))
            elif h.log:
                columns.append(np.log(values) / np.log(h.high / h.low))
            else:
                columns.append(values / (h.high - h.low))
        return np.column_stack(columns).astype(float)

    asked = SPACE.from_unit(np.array([point]))
    wanted, _ = cKDTree(coordinates(TABLE.settings)).query(coordinates(asked)[0])
    found = TABLE.nearest(asked[FREE].to_dict("records")[0])
    got = np.linalg.norm(coordinates(TABLE.settings)[found] - coordinates(asked)[0])
    assert got == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"C1": 17}, "C1 must be a whole number in 4 … 16, got 17"),
        ({"C1": 4.5}, "C1 must be a whole number in 4 … 16, got 4.5"),
        ({"C1": True}, "C1 must be a number, got True"),
        ({"C1": "4"}, "C1 must be a number, got '4'"),
        ({"C1": np.array([4, 5])}, "C1 must be a number, got array([4, 5])"),
        ({"C1": None}, "C1 must be a number, got None"),
        ({"learning_rate": 0.5}, "learning_rate must be in 0.0001 … 0.316228, got 0.5"),
        ({"learning_rate": float("nan")}, "learning_rate must be in 0.0001 … 0.316228, got nan"),
        ({"l2": float("inf")}, "l2 must be in 0 … 1, got inf"),
        ({"activation": "sine"}, "activation must be one of relu, elu, tanh, got 'sine'"),
        ({"activation": 0}, "activation must be a string, got 0"),
        ({"pool1": 3}, "pool1 must be 2, as it is fixed, got 3"),
        ({"momentum": 0.9}, "got an unknown 'momentum'; correct the names"),
        ({"C1": ..., "l2": ..., "lr": 0.1}, "got no C1, no l2, an unknown 'lr'"),
    ],
)
@pytest.mark.parametrize("ask", ["index_of", "nearest"])
def test_a_wrong_question_is_told_its_rule_and_value(ask, changes, message):
    asked = {name: v for name, v in (setting(0) | changes).items() if v is not ...}
    with pytest.raises(TableError, match=re.escape(message)):
        getattr(TABLE, ask)(asked)


# --- what it refuses ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("task", "mnist", "task must be that of the space, 'cifar10', got 'mnist'"),
        ("metrics", ("seconds",), "metrics must be ('train_accuracy', 'validation_accuracy', "),
        ("curves", TABLE.curves[0], "curves must be an array of float32 with the shape "
         "(n_settings=64, n_seeds, n_epochs, n_metrics=4), got float32 (1, 5, 4)"),
        ("curves", TABLE.curves[:63], "(n_settings=64, n_seeds, n_epochs, n_metrics=4), "
         "got float32 (63, 1, 5, 4)"),
        ("curves", TABLE.curves[..., :3], "n_metrics=4), got float32 (64, 1, 5, 3)"),
        ("curves", TABLE.curves.astype(np.float64), "got float64 (64, 1, 5, 4)"),
        ("curves", TABLE.curves.tolist(), "got <class 'list'>"),
        ("curves", TABLE.curves[:, :, :0], "curves must have at least one seed and one epoch, got"),
        ("curves", TABLE.curves[:, :0], "curves must have at least one seed and one epoch, got"),
        ("repeats", TABLE.repeats[:, :, :4], "repeats must be an array of float32 with the shape "
         "(n_repeated, n_repeat_seeds, n_epochs=5, n_metrics=4), got float32 (4, 3, 4, 4)"),
        ("repeats", np.repeat(TABLE.curves, 2, axis=0),
         "repeats must be of at most the 64 settings of the table, got 128; "),
        ("n_parameters", TABLE.n_parameters[1:], "n_parameters must be an array of int64 with the "
         "shape (n_settings=64), got int64 (63,)"),
        ("macs", TABLE.macs.astype(float), "macs must be an array of int64"),
        ("modelled_seconds_per_epoch", TABLE.modelled_seconds,
         "modelled_seconds_per_epoch must be an array of float32"),
        ("statuses", ("ok",) * 63, "statuses must be 64 of 'ok' and 'diverged', one a setting, "
         "got 63 with 'ok'"),
        ("statuses", ("ok",) * 63 + ("late",), "got 64 with 'late', 'ok'"),
        ("metadata", {"when": (1, 2)}, "metadata must be plain JSON, a dict with strings as keys"),
        ("metadata", {1: 2}, "metadata must be plain JSON"),
        ("metadata", {"x": float("nan")}, "metadata must be plain JSON, got Out of range"),
        ("metadata", {"x": np.int64(1)}, "metadata must be plain JSON, got Object of type int64"),
        ("metadata", [], "metadata must be plain JSON, a dict"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_with_what_would(name, value, message):
    with pytest.raises(TableError, match=re.escape(message)):
        different(TABLE, **{name: value})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: s.drop(columns="C1"), "settings must have at least one row and the columns ["),
        (lambda s: s[s.columns[::-1]], "settings must have at least one row and the columns ["),
        (lambda s: s.iloc[:0], "got 0 rows"),
        (lambda s: s.assign(C1=s["C1"] * 1.0), "settings must have C1 as int64, got float64"),
        (lambda s: s.assign(l2=s["l2"].astype("f4")), "must have l2 as float64, got float32"),
        (lambda s: s.assign(C1=s["C1"] + 1), "settings: C1 must be a whole number in 4 … 16, got"),
        (lambda s: s.assign(l2=np.nan), "settings: l2 must be in 0 … 1, got"),
        (lambda s: s.assign(pool1=3), "settings: pool1 must be 2, as it is fixed, got"),
        (lambda s: s.assign(activation="sine"), "settings: activation must be one of relu, elu"),
        (lambda s: s.assign(activation=None), "settings: activation must be one of relu, elu"),
    ],
)
def test_settings_outside_the_space_are_refused(change, message):
    with pytest.raises(TableError, match=re.escape(message)):
        different(TABLE, settings=change(TABLE.settings))


# --- load_curves --------------------------------------------------------------------------------


def test_load_curves_reads_the_folder_of_a_task(tmp_path):
    save_table(TABLE, tmp_path)
    np.testing.assert_array_equal(load_curves("cifar10", tmp_path).curves, TABLE.curves)
    with pytest.raises(DataError, match="must be a table of 'mnist', got one of 'cifar10'"):
        load_curves("mnist", tmp_path)


@pytest.mark.parametrize("task", sorted(SPACES.keys() | {"cats"}))
def test_load_curves_reads_what_is_shipped_or_says_how_to_build_it(task):
    if (datasets_folder() / "curves" / task).is_dir():
        assert load_curves(task).task == task
    else:
        with pytest.raises(TableError, match=rf"{task}: must be a folder .* `course table build`"):
            load_curves(task)


def test_course_data_loads_no_more_than_it_needs(tmp_path):
    save_table(TABLE, tmp_path)
    code = f"""
import sys, course.data
print([m for m in ("torch", "pandas", "pyarrow", "scipy") if m in sys.modules])
course.data.load_curves("cifar10", {str(tmp_path)!r})
print([m for m in ("torch", "matplotlib", "sklearn") if m in sys.modules])
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["[]", "[]"]
