"""A table comes back bit for bit, and any damage to its files is noticed."""

import json
import shutil

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course.hpo.table import METRICS, CurveTable, TableError, load_table, save_table
from tests.course.hpo.tables import FILES, SMALL, SPACE, assert_same, make_table, seal

# --- round trip ---------------------------------------------------------------------------------

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> CurveTable:
    """Any bits for float32 (so every NaN and infinity too), any settings of the space."""
    n, n_seeds, n_epochs = (draw(st.integers(1, most)) for most in (5, 2, 3))
    n_repeated, n_repeat_seeds = draw(st.integers(0, n)), draw(st.integers(0, 2))
    columns = {}
    for h in SPACE.hyperparameters:
        if h.fixed is not None:
            values = st.just(h.fixed)
        elif h.type == "categorical":
            values = st.sampled_from(h.choices)
        elif h.type == "integer":
            values = st.integers(int(h.low), int(h.high))
        else:
            values = st.floats(h.low, h.high)
        columns[h.name] = draw(st.lists(values, min_size=n, max_size=n))

    def any_floats(*shape: int) -> np.ndarray:
        return draw(hnp.arrays(np.uint32, shape)).view(np.float32)

    return CurveTable(
        task=SPACE.task,
        space=SPACE,
        settings=pd.DataFrame(columns),
        curves=any_floats(n, n_seeds, n_epochs, len(METRICS)),
        metrics=tuple(METRICS),
        repeats=any_floats(n_repeated, n_repeat_seeds, n_epochs, len(METRICS)),
        statuses=tuple(draw(st.lists(st.sampled_from(["ok", "diverged"]), min_size=n, max_size=n))),
        n_parameters=draw(hnp.arrays(np.int64, n)),
        macs=draw(hnp.arrays(np.int64, n)),
        modelled_seconds_per_epoch=any_floats(n),
        metadata=draw(st.dictionaries(st.text(), json_values, max_size=3)),
    )


@given(table=tables())
def test_any_table_comes_back_as_the_same_bits(tmp_path_factory, table):
    folder = tmp_path_factory.mktemp("table")
    save_table(table, folder)
    read = load_table(folder)
    assert_same(table, read)
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    for row, setting in enumerate(read.settings.to_dict("records")):
        found = read.index_of(setting)
        assert found <= row
        assert read.settings.iloc[found].equals(read.settings.iloc[row])


def test_the_same_table_gives_the_same_bytes(folder, tmp_path):
    save_table(load_table(folder), tmp_path / "again")
    for name in FILES:
        assert (folder / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_loaded_arrays_can_not_be_written_to(folder):
    with pytest.raises(ValueError, match="read-only"):
        load_table(folder).validation_accuracy[0, 0] = 1


def test_the_files_are_as_documented(folder):
    with np.load(folder / "curves.npz", allow_pickle=False) as arrays:
        np.testing.assert_array_equal(arrays["curves"], SMALL.curves[np.newaxis])
        np.testing.assert_array_equal(arrays["repeats"], SMALL.repeats[np.newaxis])
        assert sorted(arrays.files) == [
            "curves", "macs", "modelled_seconds_per_epoch", "n_parameters", "repeats",
        ]  # fmt: skip
    settings = pd.read_parquet(folder / "settings.parquet")
    pd.testing.assert_frame_equal(
        settings.drop(columns="status"), SMALL.settings, check_exact=True, check_index_type=False
    )
    assert settings["status"].tolist() == list(SMALL.statuses)
    card = json.loads((folder / "table.json").read_text(encoding="utf-8"))
    assert list(card) == ["format", "sha256", "task", "space", "metrics", "metadata"]
    assert card["metrics"][1] == {
        "name": "validation_accuracy", "direction": "maximize", "unit": "fraction of images",
    }  # fmt: skip
    sealed = (folder / "table.json").read_bytes()
    seal(folder)  # as the document says, written anew
    assert (folder / "table.json").read_bytes() == sealed


# --- damaged files ------------------------------------------------------------------------------


def some(n: int, name: str) -> list[int]:
    """Every byte of the card; the ends of the others, and every seventh byte between."""
    return [i for i in range(n) if name == "table.json" or i % 7 == 0 or not 20 <= i < n - 20]


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_off_at_any_byte_is_refused(folder, name):
    content = (folder / name).read_bytes()
    for length in some(len(content), name):
        (folder / name).write_bytes(content[:length])
        with pytest.raises(TableError, match=f"{name}: must"):
            load_table(folder)


@pytest.mark.parametrize("name", FILES)
def test_any_flipped_byte_is_noticed(folder, name):
    content = (folder / name).read_bytes()
    rng = np.random.default_rng(7)
    for place in some(len(content), name):
        flipped = bytearray(content)
        flipped[place] ^= rng.integers(1, 256)
        (folder / name).write_bytes(flipped)
        with pytest.raises(TableError, match="must"):
            load_table(folder)


@given(name=st.sampled_from(FILES), content=st.binary(max_size=200) | json_values.map(json.dumps))
def test_any_other_content_is_refused(tmp_path_factory, name, content):
    folder = tmp_path_factory.mktemp("table")
    save_table(SMALL, folder)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(TableError, match=f"{name}: must"):
        load_table(folder)


def test_numbers_changed_by_hand_in_the_card_are_noticed(folder):
    path = folder / "table.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"seed": 0', '"seed": 1'), encoding="utf-8")
    with pytest.raises(TableError, match=r"table.json: must have the sha256 .* changed by hand"):
        load_table(folder)


def test_files_of_another_table_are_noticed(folder, tmp_path):
    save_table(make_table(4, n_epochs=2, seed=9), tmp_path / "other")
    shutil.copy(tmp_path / "other" / "curves.npz", folder)
    with pytest.raises(TableError, match=r"curves.npz: must have the sha256"):
        load_table(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(TableError, match=f"{name}: must be there, got no such file; restore"):
        load_table(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_place_of_a_file_is_named(folder, name):
    (folder / name).unlink()
    (folder / name).mkdir()
    with pytest.raises(TableError, match=f"{name}: must be a readable file, got 'is a directory'"):
        load_table(folder)


def test_a_missing_folder_is_named_with_the_way_to_a_table(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(TableError, match=r"nowhere: .* got nothing there; .*`course table build`"):
        load_table(tmp_path / "nowhere")
    with pytest.raises(TableError, match=r"file: must be a folder with curves.npz, .* got a file"):
        load_table(tmp_path / "file")


@pytest.mark.parametrize("version", [0, 2, None, "1", {"format": 1}])
def test_another_format_is_named(folder, version):
    card = json.loads((folder / "table.json").read_bytes())
    seal(folder, card | {"format": version})
    with pytest.raises(TableError, match=r"must be of format 1, which this version reads, got "):
        load_table(folder)
