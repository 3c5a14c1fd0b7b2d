"""The data sets of the labs: make them, write them, read them, bit for bit the same everywhere.

HW04's XOR set is four Gaussian blobs on the corners of a square, in which no straight line
separates the classes:

    class 0   (-1, +1)     (+1, +1)   class 1
    class 1   (-1, -1)     (+1, -1)   class 0

`python -m course.data FOLDER` writes its four CSV files; `datasets/README.md` is their card.

Harder layouts and columns of noise (`make_moons` and its kin) come from `course.layouts`,
readers of images (`read_mnist`, `read_cifar10`) from `course.image_files`. `load_curves` reads a
table of learning curves (`course.hpo.table`), `load_architectures` one of trained networks
(`course.nas.table`).
"""

import argparse
import csv
import io
import reprlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from course.errors import DataError as DataError
from course.image_files import Images as Images
from course.image_files import read_cifar10 as read_cifar10
from course.image_files import read_mnist as read_mnist
from course.layouts import add_noise_features as add_noise_features
from course.layouts import make_circles as make_circles
from course.layouts import make_flower as make_flower
from course.layouts import make_moons as make_moons
from course.layouts import make_spirals as make_spirals

if TYPE_CHECKING:
    from course.hpo.table import CurveTable
    from course.nas.table import ArchitectureTable

TRAIN_SEED, TEST_SEED = 11, 22
X_HEADER, Y_HEADER = ["x1", "x2"], ["y"]


class XorData(NamedTuple):
    """Training and test points; unpacks as `X_train, y_train, X_test, y_test = load_xor()`.

    `X_train` and `X_test` are float64 arrays of shape (n, 2), without unit; `y_train` and
    `y_test` are int64 arrays of shape (n,) with the labels 0 and 1. Row i of X belongs to y[i].
    """

    X_train: NDArray[np.float64]
    y_train: NDArray[np.int64]
    X_test: NDArray[np.float64]
    y_test: NDArray[np.int64]


# --- make ---------------------------------------------------------------------------------------


def make_xor(
    random_state: int, *, n_per_blob: int = 250, std: float = 0.2
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Draw four blobs of `n_per_blob` points with standard deviation `std` around (±1, ±1).

    Returns X of shape (4 · n_per_blob, 2) and y of shape (4 · n_per_blob,), in shuffled order:
    y is 1 where the two coordinates of the blob's centre have the same sign, else 0. The same
    `random_state` gives the same bits on every machine; 11 is HW04's training set and 22 its
    test set. Raises ValueError when `n_per_blob` < 1 or `std` is negative.
    """
    if n_per_blob < 1:
        raise ValueError(f"n_per_blob must be at least 1, got n_per_blob={n_per_blob}")
    if not std >= 0:
        raise ValueError(f"std must be zero or more, got std={std}")
    # RandomState rather than default_rng: its streams are frozen, so the bits outlive numpy.
    # Order matters too: blobs are drawn in the order of the centres, then stacked class by class.
    rng = np.random.RandomState(random_state)
    low_low, low_high, high_low, high_high = (
        std * rng.randn(n_per_blob, 2) + centre for centre in ((-1, -1), (-1, 1), (1, -1), (1, 1))
    )
    X = np.vstack([low_low, high_high, low_high, high_low])
    y = np.repeat(np.array([1, 0], dtype=np.int64), 2 * n_per_blob)
    order = rng.permutation(len(y))
    return X[order], y[order]


def make_xor_split() -> XorData:
    """HW04's XOR set, drawn anew: 1,000 training and 1,000 test points, 500 of each class."""
    return XorData(*make_xor(TRAIN_SEED), *make_xor(TEST_SEED))


# --- write and read -----------------------------------------------------------------------------


def write_xor(data: XorData, folder: str | Path) -> list[Path]:
    """Write x_train.csv, y_train.csv, x_test.csv and y_test.csv into `folder` (made if need be).

    Floats are written with the shortest decimals that read back as the same bits. Returns the
    paths written; raises OSError when the folder can't be made or written to.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _write_csv(folder / "x_train.csv", X_HEADER, data.X_train.tolist()),
        _write_csv(folder / "y_train.csv", Y_HEADER, data.y_train[:, np.newaxis].tolist()),
        _write_csv(folder / "x_test.csv", X_HEADER, data.X_test.tolist()),
        _write_csv(folder / "y_test.csv", Y_HEADER, data.y_test[:, np.newaxis].tolist()),
    ]


def load_xor(folder: str | Path | None = None) -> XorData:
    """Read the XOR set that comes with the course, or `folder` with four CSV files like it.

    The files are x_train.csv and x_test.csv (header `x1,x2`) and y_train.csv and y_test.csv
    (header `y`, labels 0 and 1), one point a line, UTF-8, any number of points. Raises
    `DataError` when a file is missing, empty or unreadable, has another header or number of
    fields, holds something other than finite numbers or 0/1 labels, or when x and y differ in
    length.
    """
    folder = datasets_folder() / "xor" if folder is None else Path(folder)
    if not folder.is_dir():
        raise DataError(
            f"{folder}: must be a folder with x_train.csv, y_train.csv, x_test.csv and "
            f"y_test.csv, got {'a file' if folder.exists() else 'nothing there'}; check the path, "
            f"or make it with `python -m course.data {folder}`"
        )
    return XorData(*_read_pair(folder, "train"), *_read_pair(folder, "test"))


def load_curves(task: str, folder: str | Path | None = None) -> "CurveTable":
    """Read the learning curves of "digits", "mnist" or "cifar10" that come with the course.

    Or those in `folder`, if it is given: three files that `course.hpo.table.save_table` wrote.
    Raises `TableError`, a `DataError`, when a file is missing, damaged or of another format, or
    the table is of another task.
    """
    # Only here, because pandas and pyarrow take their time to load.
    from course.hpo.table import TableError, load_table

    place = datasets_folder() / "curves" / task if folder is None else Path(folder)
    table = load_table(place)
    if table.task != task:
        raise TableError(
            f"{place}: must be a table of {task!r}, got one of {table.task!r}; "
            "ask for that task, or name another folder"
        )
    return table


def load_architectures(folder: str | Path | None = None) -> "ArchitectureTable":
    """Read the table of small trained networks that comes with the course, or that in `folder`.

    Raises `TableError`, a `DataError`, when a file is missing, damaged or of another format.
    """
    # Only here, because pandas and pyarrow take their time to load.
    from course.nas import table

    return table.load_architectures(folder)


def datasets_folder() -> Path:
    """The folder with the course's data sets, as installed or as in a checkout.

    Raises `DataError` when it is in neither place.
    """
    room = Path(__file__).resolve().parent
    for candidate in (room / "datasets", room.parent / "datasets"):
        # `xor` is asked for because site-packages may hold an unrelated package named datasets.
        if (candidate / "xor").is_dir():
            return candidate
    raise DataError(
        f"the data sets must lie in {room / 'datasets'} or {room.parent / 'datasets'}, found "
        "neither; reinstall sixteen-seeds, or restore datasets/ from the repository"
    )


def _write_csv(path: Path, header: list[str], rows: Sequence[Sequence[float]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)  # csv writes a float as repr(float)
    return path


def _read_pair(folder: Path, part: str) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    x_path, y_path = folder / f"x_{part}.csv", folder / f"y_{part}.csv"
    X, _ = _read_csv(x_path, X_HEADER)
    labels, lines = _read_csv(y_path, Y_HEADER)
    y = labels[:, 0]
    wrong = ~np.isin(y, (0, 1))
    if wrong.any():
        i = int(np.argmax(wrong))
        raise DataError(
            f"{y_path}, line {lines[i]}: a label must be 0 or 1, got {y[i]:g}; "
            "number the two classes 0 and 1"
        )
    if len(X) != len(y):
        raise DataError(
            f"{y_path}: must have one label for each row of {x_path.name}, got {len(y)} labels "
            f"for {len(X)} rows; add or remove the lines that differ"
        )
    return X, y.astype(np.int64)


def _read_csv(path: Path, header: list[str]) -> tuple[NDArray[np.float64], list[int]]:
    """The numbers below `header` as an array (n, len(header)), and each row's line in the file."""
    reader = csv.reader(io.StringIO(_read_text(path), newline=""), strict=True)
    rows: list[list[float]] = []
    lines: list[int] = []
    try:
        found = next(reader, None)
        if found != header:
            got = "an empty file" if found is None else reprlib.repr(",".join(found))
            raise DataError(
                f"{path}, line 1: the header must be {','.join(header)!r}, got {got}; "
                "name the columns so, separated by commas"
            )
        for fields in reader:
            if fields:  # blank lines carry nothing
                rows.append(_parse_row(f"{path}, line {reader.line_num}", fields, header))
                lines.append(reader.line_num)
    except csv.Error as error:
        raise DataError(
            f"{path}, line {reader.line_num}: must be comma-separated text, got {error}; "
            "write numbers without quotes, one point a line"
        ) from error
    if not rows:
        raise DataError(
            f"{path}, line 2: must hold at least one row below the header, got none; add the rows"
        )
    return np.array(rows), lines


def _read_text(path: Path) -> str:
    try:
        # utf-8-sig drops the mark that spreadsheets put before the first header.
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DataError(
            f"{path}: must be a readable CSV file, got {(error.strerror or 'an error').lower()!r}; "
            "check the path and the file's permissions"
        ) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DataError(
            f"{path}, line {line}: must be UTF-8 text, got byte 0x{error.object[error.start]:02x}; "
            "save it as CSV in UTF-8"
        ) from error


def _parse_row(place: str, fields: list[str], header: list[str]) -> list[float]:
    if len(fields) != len(header):
        raise DataError(
            f"{place}: the number of fields must be {len(header)} ({','.join(header)}), "
            f"got {len(fields)} in {reprlib.repr(','.join(fields))}; "
            "give each column one number, with a point for decimals"
        )
    row = []
    for name, field in zip(header, fields, strict=True):
        try:
            value = float(field)
        except ValueError:
            value = np.nan
        if not np.isfinite(value):
            raise DataError(
                f"{place}: {name} must be a finite number, got {reprlib.repr(field)}; "
                "correct the value or remove the point from x and y"
            )
        row.append(value)
    return row


# --- the command --------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> None:
    """`python -m course.data FOLDER`: write HW04's XOR set as four CSV files into FOLDER."""
    parser = argparse.ArgumentParser(
        prog="python -m course.data", description="Write HW04's XOR set as four CSV files."
    )
    parser.add_argument("folder", type=Path, help="where to; made if it doesn't exist")
    folder = parser.parse_args(arguments).folder
    try:
        for path in write_xor(make_xor_split(), folder):
            print(f"wrote {path}")
    except OSError as error:
        parser.error(f"FOLDER must be a folder that can be written to, got {error}; name another")


if __name__ == "__main__":
    main()
