"""Read MNIST and CIFAR-10 from the files in which they are published, out of a folder you name.

    MNIST (IDX, big-endian)   images   magic 0x00000803, count, 28, 28 (4 bytes each), then pixels
                              labels   magic 0x00000801, count (4 bytes each), then labels
    CIFAR-10, binary version  records  label (1 byte), then 32 × 32 bytes red, green, and blue

A pixel or a label is one byte; pixels go row by row. Nothing here unpickles, and no header is
believed before the bytes are there. `datasets/README.md` says where to get the files.
"""

import gzip
import io
import math
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from course.errors import DataError

CHUNK = 2**20
RECORD = 1 + 3 * 32 * 32
AGAIN = "download the file again"


class Images(NamedTuple):
    """Images and their classes; unpacks as `X, y = read_mnist(folder, "train")`.

    `X` is uint8 of shape (n, channels, height, width), 0 for no light and 255 for full; `y` is
    int64 of shape (n,), labels 0 to 9. Image i of X belongs to y[i].
    """

    X: NDArray[np.uint8]
    y: NDArray[np.int64]


class _Kind(NamedTuple):
    """One of MNIST's two kinds of IDX file."""

    name: str
    magic: int
    shape: tuple[int, ...]  # of one item

    @property
    def header_bytes(self) -> int:
        return 8 + 4 * len(self.shape)


IMAGES, LABELS = _Kind("images", 0x00000803, (28, 28)), _Kind("labels", 0x00000801, ())


# --- MNIST --------------------------------------------------------------------------------------


def read_mnist(folder: str | Path, part: Literal["train", "test"]) -> Images:
    """MNIST's training or test images, X of shape (n, 1, 28, 28), as many as the files hold.

    `folder` has train-images-idx3-ubyte and train-labels-idx1-ubyte, or t10k-images-idx3-ubyte
    and t10k-labels-idx1-ubyte for the test images, each as it is or packed, with .gz at the end of
    its name; where both are there, the unpacked file is read. Sets in the same format, such as
    Fashion-MNIST, are read too.

    Raises ValueError when `part` is another word, and its kind `DataError` when folder or file is
    missing, unreadable, empty or no IDX file of the right kind; when a packed file is damaged; when
    images are not 28 × 28, the header counts other than what follows, there isn't one label for
    each image, or a label is above 9. Messages count the bytes of a packed file unpacked.
    """
    prefix = "train" if _is_train(part) else "t10k"
    stems = [f"{prefix}-images-idx3-ubyte", f"{prefix}-labels-idx1-ubyte"]
    folder, found = Path(folder), _names_in(folder, " and ".join(f"{stem}[.gz]" for stem in stems))
    images_path, labels_path = (_find_idx(folder, found, stem) for stem in stems)
    X, y = _read_idx(images_path, IMAGES), _read_idx(labels_path, LABELS)
    if len(X) != len(y):
        raise DataError(
            f"{labels_path}, byte 4: must have one label for each image of {images_path.name}, got "
            f"{len(y)} labels for {len(X)} images; take both files from the same download"
        )
    _check_labels(labels_path, y, LABELS.header_bytes, 1)
    return Images(X[:, np.newaxis], y.astype(np.int64))


def _find_idx(folder: Path, found: Sequence[str], stem: str) -> Path:
    for name in (stem, f"{stem}.gz"):
        if name in found:
            return folder / name
    raise DataError(
        f"{folder}: must hold {stem} or {stem}.gz, got {_listed(found)}; "
        "name the folder with MNIST's four files, and the files as they were published"
    )


def _read_idx(path: Path, kind: _Kind) -> NDArray[np.uint8]:
    """The items of an IDX file, shape (count, *kind.shape)."""
    with _opened(path) as file:
        count = _check_header(path, file.read(kind.header_bytes), kind)
        expected = count * math.prod(kind.shape)
        content = _read_at_most(file, expected + 1)
    if len(content) != expected:
        total, end = kind.header_bytes + expected, kind.header_bytes + len(content)
        got = f"only {end}" if len(content) < expected else "more"
        raise DataError(
            f"{path}, byte {min(end, total)}: the header counts {count} {kind.name}, so the "
            f"{_content(path)} must be {total} bytes, got {got}; {AGAIN}"
        )
    return np.frombuffer(content, np.uint8).reshape(count, *kind.shape)


def _check_header(path: Path, header: bytes, kind: _Kind) -> int:
    """The count of items, from a header that is all right."""
    magic, sizes = header[:4], header[8:]
    if not header:
        raise DataError(f"{path}: must be an IDX file of {kind.name}, got an empty file; {AGAIN}")
    if len(magic) == 4 and magic != kind.magic.to_bytes(4, "big"):
        found, advice = _explain_magic(magic)
        raise DataError(
            f"{path}, byte 0: an IDX file of {kind.name} must begin with the magic number "
            f"0x{kind.magic:08x}, got 0x{magic.hex()}, {found}; {advice}"
        )
    if len(header) < kind.header_bytes:
        raise DataError(
            f"{path}, byte {len(header)}: the header of an IDX file of {kind.name} must be "
            f"{kind.header_bytes} bytes, got only {len(header)}; {AGAIN}"
        )
    shape = tuple(int.from_bytes(sizes[i : i + 4], "big") for i in range(0, len(sizes), 4))
    if shape != kind.shape:
        raise DataError(
            f"{path}, byte 8: images must be 28 × 28, got {' × '.join(map(str, shape))}; "
            "take MNIST's files as they were published"
        )
    count = int.from_bytes(header[4:8], "big")
    if count == 0:
        raise DataError(f"{path}, byte 4: must hold at least one item, got a count of 0; {AGAIN}")
    return count


def _explain_magic(magic: bytes) -> tuple[str, str]:
    """What a file with such a magic number may be, and what to do about it."""
    for kind in (IMAGES, LABELS):
        if magic == kind.magic.to_bytes(4, "big"):
            return f"which is a file of {kind.name}", "give each of the two files its own name"
        if magic == kind.magic.to_bytes(4, "little"):
            return f"which is a file of {kind.name} with its bytes in reverse", AGAIN
    if magic[:2] == b"\x1f\x8b":
        return "which is a gzip file", "add .gz to its name, or unpack it"
    if magic[:2] == b"\0\0":
        return f"which is IDX type 0x{magic[2]:02x} with {magic[3]} dimensions", AGAIN
    return "which is no IDX file", AGAIN


def _read_at_most(file: io.BufferedIOBase, n_bytes: int) -> bytearray:
    """Up to `n_bytes` bytes, in memory that grows with what is there, not with what is claimed."""
    content = bytearray()
    while chunk := file.read(min(CHUNK, n_bytes - len(content))):
        content += chunk
    return content


# --- CIFAR-10 -----------------------------------------------------------------------------------


def read_cifar10(folder: str | Path, part: Literal["train", "test"]) -> Images:
    """CIFAR-10's training or test images, X of shape (n, 3, 32, 32), channels red, green, blue.

    `folder` has the files of the binary version: for training those of data_batch_1.bin to
    data_batch_5.bin that are there, at least one, read in this order; test_batch.bin for the test
    images. Each holds any number of records.

    Raises ValueError when `part` is another word, and its kind `DataError` when folder or file is
    missing, unreadable or empty, holds something other than whole records of 3073 bytes, or a label
    is above 9. The Python version is refused: it is a pickle, which runs any code that is in it.
    """
    wanted = [f"data_batch_{i}.bin" for i in range(1, 6)] if _is_train(part) else ["test_batch.bin"]
    looked_for = ", ".join(wanted)
    folder, found = Path(folder), _names_in(folder, looked_for)
    paths = [folder / name for name in wanted if name in found]
    if paths:
        records = [_read_records(path) for path in paths]
        pixels = np.concatenate([of_file[:, 1:] for of_file in records])
        labels = np.concatenate([of_file[:, 0] for of_file in records])
        return Images(pixels.reshape(-1, 3, 32, 32), labels.astype(np.int64))
    pickles = [name.removesuffix(".bin") for name in wanted if name.removesuffix(".bin") in found]
    if pickles:
        raise DataError(
            f"{folder}: must hold CIFAR-10's binary version ({looked_for}), got {pickles[0]} of "
            "the Python version, a pickle, and to read a pickle is to run any code that is in it; "
            "download the binary version, cifar-10-binary.tar.gz"
        )
    raise DataError(
        f"{folder}: must hold {'at least one of ' if len(wanted) > 1 else ''}{looked_for}, got "
        f"{_listed(found)}; name the folder that cifar-10-binary.tar.gz unpacks to"
    )


def _read_records(path: Path) -> NDArray[np.uint8]:
    """Whole records with good labels, shape (n, 3073)."""
    with _opened(path) as file:
        content = file.read()
    n, rest = divmod(len(content), RECORD)
    if not content:
        raise DataError(f"{path}: must hold at least one record, got an empty file; {AGAIN}")
    if rest:
        advice = AGAIN
        if len(content) % (RECORD + 1) == 0:
            advice = "3074 would fit, the size of CIFAR-100's records: take CIFAR-10's files"
        elif content[:1] == b"\x80":
            advice = "it begins as a pickle does: take the binary version, not the Python version"
        raise DataError(
            f"{path}, byte {n * RECORD}: must be whole records of {RECORD} bytes, got "
            f"{len(content)} bytes, so {n} records and {rest} bytes more; {advice}"
        )
    records = np.frombuffer(content, np.uint8).reshape(n, RECORD)
    _check_labels(path, records[:, 0], 0, RECORD)
    return records


# --- both ---------------------------------------------------------------------------------------


def _is_train(part: str) -> bool:
    if part not in ("train", "test"):
        raise ValueError(
            f"part must be 'train' or 'test', got {part!r}; "
            "split the training images for a validation set"
        )
    return part == "train"


def _names_in(folder: Path, looked_for: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError as error:
        got = (error.strerror or "an error").lower()
        raise DataError(
            f"{folder}: must be a readable folder with {looked_for}, got {got!r}; check the path"
        ) from error


def _listed(names: Sequence[str]) -> str:
    """A folder's content in a few words."""
    if not names:
        return "an empty folder"
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return f"a folder with {', '.join(map(repr, names[:5]))}{more}"


def _content(path: Path) -> str:
    """Of what a byte's place is counted."""
    return "unpacked content" if path.suffix == ".gz" else "file"


@contextmanager
def _opened(path: Path) -> Iterator[io.BufferedIOBase]:
    """A file's content, unpacked if its name ends in .gz; whatever stops reading is a DataError."""
    try:
        with path.open("rb") as file:
            if path.suffix != ".gz":
                yield file
                return
            start = file.read(2)
            if start and start != b"\x1f\x8b":  # an empty file unpacks to nothing
                raise DataError(
                    f"{path}, byte 0: a file named .gz must begin as gzip files do, with 0x1f8b, "
                    f"got 0x{start.hex()}; if it is unpacked already, remove .gz from its name, "
                    f"else {AGAIN}"
                )
            file.seek(0)
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield unpacked
    except EOFError as error:
        raise DataError(
            f"{path}: must be a whole gzip file, got one that ends in the middle, after "
            f"{path.stat().st_size} bytes; {AGAIN}"
        ) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise DataError(
            f"{path}: must be an undamaged gzip file, got {str(error)!r} on unpacking; {AGAIN}"
        ) from error
    except OSError as error:
        got = (error.strerror or "an error").lower()
        raise DataError(
            f"{path}: must be a readable file, got {got!r}; check the path and its permissions"
        ) from error


def _check_labels(path: Path, labels: NDArray[np.uint8], first: int, step: int) -> None:
    """Raise for a label above 9; label i is byte `first` + i · `step` of the content."""
    wrong = labels > 9
    if wrong.any():
        i = int(np.argmax(wrong))
        raise DataError(
            f"{path}, byte {first + i * step}: a label must be 0 to 9, got {labels[i]}, the first "
            f"of {wrong.sum()} such labels; take the set's files as they were published"
        )
