"""The XOR set is HW04's, bit for bit, and a bad file is named with its line, rule and value."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course import data
from course.data import DataError, XorData, load_xor, make_xor, make_xor_split, write_xor

FILES = ["x_train.csv", "y_train.csv", "x_test.csv", "y_test.csv"]
X_TRAIN_SHA256 = "46f39ff5e83e1f6d5f8a82ee1c2464a2901fa4b39717d73fd1ed745dfa60c35f"
X_TEST_SHA256 = "d8c6e7ffd4fa311c2f5e5f7b1afe6c9e0f27f9a4d89c9d5a91f9daa24085288a"


def sha256(array: np.ndarray) -> str:
    return hashlib.sha256(array.astype(array.dtype.newbyteorder("<")).tobytes()).hexdigest()


def assert_same(one: XorData, other: XorData) -> None:
    for a, b in zip(one, other, strict=True):
        assert a.dtype == b.dtype
        np.testing.assert_array_equal(a, b)


# --- the numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [make_xor_split, load_xor], ids=["made", "shipped"])
def test_xor_is_the_homeworks_own_set_bit_for_bit(make):
    xor = make()
    assert sha256(xor.X_train) == X_TRAIN_SHA256
    assert sha256(xor.X_test) == X_TEST_SHA256
    assert xor.X_train[0].tolist() == [0.6856927578567167, 1.0452377325438764]


def test_labels_follow_the_sign_rule_and_the_classes_are_balanced():
    X_train, y_train, X_test, y_test = load_xor()
    for X, y in ((X_train, y_train), (X_test, y_test)):
        assert X.shape == (1000, 2)
        assert X.dtype == np.float64
        assert y.shape == (1000,)
        assert y.dtype == np.int64
        # no point of these two sets strays over an axis: five standard deviations away
        np.testing.assert_array_equal(y, X[:, 0] * X[:, 1] > 0)
        assert y.sum() == 500


def test_blobs_have_the_stated_centres_and_standard_deviation():
    X, _ = make_xor(5, n_per_blob=20_000)
    for corner in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
        blob = X[(np.sign(X) == corner).all(axis=1)]
        np.testing.assert_allclose(blob.mean(axis=0), corner, atol=0.01)
        np.testing.assert_allclose(blob.std(axis=0), 0.2, atol=0.01)


def test_blobs_without_spread_sit_on_the_corners():
    X, y = make_xor(0, n_per_blob=1, std=0)
    assert sorted(zip(X.tolist(), y.tolist(), strict=True)) == [
        ([-1, -1], 1), ([-1, 1], 0), ([1, -1], 0), ([1, 1], 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_per_blob": 0}, "n_per_blob must be at least 1, got n_per_blob=0"),
        ({"std": -0.2}, "std must be zero or more, got std=-0.2"),
        ({"std": float("nan")}, "std must be zero or more, got std=nan"),
    ],
)
def test_make_xor_names_a_bad_option(options, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        make_xor(0, **options)


# --- the files ----------------------------------------------------------------------------------


def test_the_documented_command_remakes_the_shipped_files(tmp_path):
    folder = tmp_path / "new" / "xor"
    subprocess.run([sys.executable, "-m", "course.data", folder], check=True, timeout=60)
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    for name in FILES:
        shipped = data.datasets_folder() / "xor" / name
        assert (folder / name).read_bytes() == shipped.read_bytes()


def test_the_command_says_in_one_line_that_its_folder_is_a_file(tmp_path, capsys):
    (tmp_path / "taken").touch()
    with pytest.raises(SystemExit, match="2"):
        data.main([str(tmp_path / "taken")])
    assert "FOLDER must be a folder that can be written to" in capsys.readouterr().err


def test_the_card_states_the_checksums_of_files_and_arrays():
    card = (data.datasets_folder() / "README.md").read_text(encoding="utf-8")
    for name in FILES:
        content = (data.datasets_folder() / "xor" / name).read_bytes()
        assert f"{hashlib.sha256(content).hexdigest()}  xor/{name}" in card
    for name, array in load_xor()._asdict().items():
        assert f"{sha256(array)}  {name}" in card


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(X=hnp.arrays(np.float64, st.tuples(st.integers(1, 20), st.just(2)), elements=finite))
def test_any_finite_numbers_come_back_as_the_same_bits(tmp_path_factory, X):
    y = np.arange(len(X)) % 2
    written = XorData(X, y, X[::-1], y[::-1])
    folder = tmp_path_factory.mktemp("xor")
    write_xor(written, folder)
    read = load_xor(folder)
    assert_same(written, read)
    assert read.X_train.tobytes() == X.tobytes()  # also the sign of zero


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: content + b"\n\n",
        lambda content: content.rstrip(b"\n"),
        lambda content: content.replace(b"x1,x2", b'"x1","x2"'),
        lambda content: content.replace(b"\n1\n", b"\n1.0\n"),
    ],
    ids=["byte order mark", "Windows lines", "blank end", "no last newline", "quotes", "1.0"],
)
def test_files_saved_by_spreadsheets_and_editors_are_read(tmp_path, rewrite):
    for path in write_xor(make_xor_split(), tmp_path):
        path.write_bytes(rewrite(path.read_bytes()))
    assert_same(load_xor(tmp_path), make_xor_split())


# --- bad files ----------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two training and two test points, all well."""
    X, y = np.array([[0.5, -1.5], [2.0, 3.0]]), np.array([0, 1])
    write_xor(XorData(X, y, X, y), tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x_train.csv", b"", "line 1: the header must be 'x1,x2', got an empty file"),
        ("y_test.csv", b"", "line 1: the header must be 'y', got an empty file"),
        ("x_train.csv", b"a,b\n1,2\n", "line 1: the header must be 'x1,x2', got 'a,b'"),
        ("x_train.csv", b"x2,x1\n1,2\n", "line 1: the header must be 'x1,x2', got 'x2,x1'"),
        ("x_train.csv", b"x1;x2\n1;2\n", "line 1: the header must be 'x1,x2', got 'x1;x2'"),
        ("x_train.csv", b"1,2\n3,4\n", "line 1: the header must be 'x1,x2', got '1,2'"),
        ("x_test.csv", b"x1,x2\n", "line 2: must hold at least one row below the header, got none"),
        ("x_test.csv", b"x1,x2\n1,2\n3\n", "line 3: the number of fields must be 2 (x1,x2), got 1"),
        ("x_test.csv", b"x1,x2\n1,2\n3,4,5\n", "line 3: the number of fields must be 2 (x1,x2), "
                                               "got 3 in '3,4,5'"),
        ("x_train.csv", b"x1,x2\n1,2\n3,abc\n", "line 3: x2 must be a finite number, got 'abc'"),
        ("x_train.csv", b"x1,x2\n,2\n3,4\n", "line 2: x1 must be a finite number, got ''"),
        ("x_train.csv", b"x1,x2\n1,2\nnan,4\n", "line 3: x1 must be a finite number, got 'nan'"),
        ("x_train.csv", b"x1,x2\n1,2\n1,-inf\n", "line 3: x2 must be a finite number, got '-inf'"),
        ("x_train.csv", b"x1,x2\n\n1,2\n3,oh\n", "line 4: x2 must be a finite number, got 'oh'"),
        ("y_train.csv", b"y\n0\n2\n", "line 3: a label must be 0 or 1, got 2"),
        ("y_train.csv", b"y\n\n-1\n1\n", "line 3: a label must be 0 or 1, got -1"),
        ("y_train.csv", b"y\n0\n0.5\n", "line 3: a label must be 0 or 1, got 0.5"),
        ("y_train.csv", b"y\n0\nNaN\n", "line 3: y must be a finite number, got 'NaN'"),
        ("y_train.csv", b"y\n0\n", "must have one label for each row of x_train.csv, "
                                   "got 1 labels for 2 rows"),
        ("x_test.csv", b"x1,x2\n1,2\n", "must have one label for each row of x_test.csv, "
                                        "got 2 labels for 1 rows"),
        ("x_train.csv", b"x1,x2\n1,2\n3,\xff\n", "line 3: must be UTF-8 text, got byte 0xff"),
        ("x_train.csv", b'x1,x2\n1,2\n"3,4\n', "must be comma-separated text, got unexpected end"),
        ("x_train.csv", b"x1,x2\n1,2\n3,4\0\n", "line 3: x2 must be a finite number, got '4\\x00'"),
    ],
)  # fmt: skip
def test_a_bad_file_is_named_with_line_rule_and_value(folder, name, content, message):
    (folder / name).write_bytes(content)
    blamed = name.replace("x_test", "y_test") if "one label" in message else name
    with pytest.raises(DataError, match=re.escape(f"{folder / blamed}")) as caught:
        load_xor(folder)
    assert message in str(caught.value)
    assert "; " in str(caught.value), "what to do comes after the semicolon"
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(DataError, match=rf"{name}: must be a readable CSV file, got 'no such file"):
        load_xor(folder)


def test_a_folder_in_place_of_a_file_is_named(folder):
    (folder / "y_test.csv").unlink()
    (folder / "y_test.csv").mkdir()
    with pytest.raises(DataError, match=r"y_test\.csv: must be a readable CSV file, got 'is a dir"):
        load_xor(folder)


def test_a_missing_folder_is_named_with_the_files_it_should_hold(tmp_path):
    with pytest.raises(DataError, match=r"nowhere: must be a folder with x_train\.csv.* nothing"):
        load_xor(tmp_path / "nowhere")


def test_a_file_in_place_of_the_folder_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match=r"file: must be a folder with x_train\.csv.* got a file"):
        load_xor(tmp_path / "file")


# --- where the files lie ------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["site/course/datasets", "site/datasets"])
def test_datasets_are_found_in_a_wheel_and_in_a_checkout(tmp_path, monkeypatch, place):
    (tmp_path / place / "xor").mkdir(parents=True)
    monkeypatch.setattr(data, "__file__", str(tmp_path / "site/course/data.py"))
    assert data.datasets_folder() == tmp_path / place


def test_an_unrelated_package_named_datasets_is_not_taken_for_ours(tmp_path, monkeypatch):
    (tmp_path / "site/datasets").mkdir(parents=True)
    monkeypatch.setattr(data, "__file__", str(tmp_path / "site/course/data.py"))
    with pytest.raises(DataError, match=r"found neither; reinstall sixteen-seeds"):
        data.datasets_folder()
