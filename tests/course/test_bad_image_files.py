"""A bad file of images is named with byte, rule, value and way out, and costs no memory."""

import gzip
import pickle
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.data import DataError, Images, read_cifar10, read_mnist
from tests.course.image_writers import (
    IMAGES,
    LABELS,
    N,
    assert_images,
    assert_refused,
    digits,
    idx_images,
    idx_labels,
    write_cifar10,
    write_mnist,
)


@pytest.fixture
def mnist(tmp_path: Path) -> Path:
    return write_mnist(tmp_path)


@pytest.fixture
def cifar(tmp_path: Path) -> Path:
    return write_cifar10(tmp_path)


def patched(content: bytes, offset: int, new: bytes) -> bytes:
    return content[:offset] + new + content[offset + len(new) :]


SIZE = 16 + N * 784
BAD_IDX = [
    (IMAGES, lambda c: b"", ": must be an IDX file of images, got an empty file"),
    (LABELS, lambda c: b"", ": must be an IDX file of labels, got an empty file"),
    (IMAGES, lambda c: c[:3], ", byte 3: the header of an IDX file of images must be 16 bytes, "
                              "got only 3"),
    (IMAGES, lambda c: c[:15], ", byte 15: the header of an IDX file of images must be 16 bytes, "
                               "got only 15"),
    (LABELS, lambda c: c[:7], ", byte 7: the header of an IDX file of labels must be 8 bytes, "
                              "got only 7"),
    (IMAGES, lambda c: idx_labels(np.arange(10)),
     ", byte 0: an IDX file of images must begin with the magic number 0x00000803, got 0x00000801, "
     "which is a file of labels; give each of the two files its own name"),
    (LABELS, lambda c: idx_images(np.zeros((1, 28, 28))),
     ", byte 0: an IDX file of labels must begin with the magic number 0x00000801, got 0x00000803, "
     "which is a file of images; give each of the two files its own name"),
    (LABELS, lambda c: gzip.compress(c), "which is a gzip file; add .gz to its name, or unpack it"),
    (IMAGES, lambda c: patched(c, 0, b"\3\x08\0\0"),
     "got 0x03080000, which is a file of images with its bytes in reverse; download"),
    (IMAGES, lambda c: patched(c, 0, b"\0\0\x0d\2"),
     "got 0x00000d02, which is IDX type 0x0d with 2 dimensions; download"),
    (IMAGES, lambda c: b"<!DOCTYPE html>", "got 0x3c21444f, which is no IDX file; download"),
    (IMAGES, lambda c: idx_images(np.zeros((9, 14, 14))), ", byte 8: images must be 28 × 28, "
                                                          "got 14 × 14; take MNIST's files"),
    (IMAGES, lambda c: idx_images(np.zeros((9, 784, 1))), ", byte 8: images must be 28 × 28, "
                                                          "got 784 × 1; take MNIST's files"),
    (IMAGES, lambda c: idx_images(np.zeros((0, 28, 28))), ", byte 4: must hold at least one item, "
                                                          "got a count of 0"),
    (LABELS, lambda c: idx_labels(np.arange(0)), ", byte 4: must hold at least one item, "
                                                 "got a count of 0"),
    (IMAGES, lambda c: c[:-1], f", byte {SIZE - 1}: the header counts 20 images, so the "),
    (IMAGES, lambda c: c[:-1], f"must be {SIZE} bytes, got only {SIZE - 1}; download"),
    (IMAGES, lambda c: c[:16], f"must be {SIZE} bytes, got only 16; download"),
    (IMAGES, lambda c: c + b"\0", f", byte {SIZE}: the header counts 20 images, so the "),
    (IMAGES, lambda c: c + b"\0", f"must be {SIZE} bytes, got more; download"),
    (LABELS, lambda c: c[:-2], ", byte 26: the header counts 20 labels, so the "),
    (LABELS, lambda c: c + c, "must be 28 bytes, got more; download"),
    (LABELS, lambda c: idx_labels(np.arange(9)), ", byte 4: must have one label for each image of "
                                                 f"{IMAGES}"),
    (LABELS, lambda c: idx_labels(np.arange(9)), "got 9 labels for 20 images; take both files"),
    (LABELS, lambda c: patched(c, 8 + 5, b"\x0a"), ", byte 13: a label must be 0 to 9, got 10, "
                                                   "the first of 1 such labels; take"),
    (LABELS, lambda c: patched(c, 8 + 18, b"\xff\x0b"), ", byte 26: a label must be 0 to 9, "
                                                        "got 255, the first of 2 such labels"),
]  # fmt: skip


@pytest.mark.parametrize("packed", [False, True], ids=["unpacked", "packed"])
@pytest.mark.parametrize(("name", "change", "message"), BAD_IDX)
def test_a_bad_idx_file_is_named_with_byte_rule_and_value(mnist, packed, name, change, message):
    content = change((mnist / name).read_bytes())
    (mnist / name).write_bytes(content)
    if packed:
        for file in (IMAGES, LABELS):
            (mnist / f"{file}.gz").write_bytes(gzip.compress((mnist / file).read_bytes()))
            (mnist / file).unlink()
        name, message = f"{name}.gz", message.replace(f"of {IMAGES}", f"of {IMAGES}.gz")
    assert_refused(read_mnist, mnist, "test", mnist / name, message)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda packed: b"", ": must be an IDX file of images, got an empty file"),
        (gzip.decompress, ", byte 0: a file named .gz must begin as gzip files do, with 0x1f8b, "
                          "got 0x0000; if it is unpacked already, remove .gz from its name"),
        (lambda packed: b"\x1f", ", byte 0: a file named .gz must begin as gzip files do, with "
                                 "0x1f8b, got 0x1f;"),
        (lambda packed: packed[:-9], ": must be a whole gzip file, got one that ends in"),
        (lambda packed: packed[:5], "ends in the middle, after 5 bytes; download the file again"),
        (lambda packed: patched(packed, len(packed) - 8, b"\0\0\0\0"),
         ": must be an undamaged gzip file, got 'CRC check failed"),
        (lambda packed: patched(packed, 10, b"\xff\xff"),
         ": must be an undamaged gzip file, got 'Error -3 while decompressing data"),
        (lambda packed: packed + b"more", ': must be an undamaged gzip file, got "Not a gzipped'),
    ],
    ids=["empty", "not packed", "one byte", "cut", "cut in the header", "checksum", "bits", "tail"],
)  # fmt: skip
def test_a_damaged_gzip_file_is_named(mnist, change, message):
    packed = gzip.compress((mnist / IMAGES).read_bytes())
    (mnist / IMAGES).unlink()
    (mnist / f"{IMAGES}.gz").write_bytes(change(packed))
    assert_refused(read_mnist, mnist, "test", mnist / f"{IMAGES}.gz", message)


GOOD_IMAGES = idx_images(digits()[0])
PACKED_IMAGES = gzip.compress(GOOD_IMAGES, mtime=0)


def read_with(folder: Path, name: str, content: bytes) -> Images:
    (folder / name).write_bytes(content)
    (folder / LABELS).write_bytes(idx_labels(digits()[1]))
    return read_mnist(folder, "test")


@given(end=st.integers(0, len(GOOD_IMAGES) - 1), packed=st.booleans())
def test_a_file_cut_anywhere_is_refused(tmp_path_factory, end, packed):
    whole, name = (PACKED_IMAGES, f"{IMAGES}.gz") if packed else (GOOD_IMAGES, IMAGES)
    with pytest.raises(DataError, match=rf"{name}.*, got .* download the file again$"):
        read_with(tmp_path_factory.mktemp("cut"), name, whole[: min(end, len(whole) - 1)])


@given(offset=st.integers(0, len(PACKED_IMAGES) - 1), byte=st.binary(min_size=1, max_size=1))
def test_a_packed_file_with_a_changed_byte_never_gives_other_images(tmp_path_factory, offset, byte):
    changed = patched(PACKED_IMAGES, offset, byte)
    try:
        got = read_with(tmp_path_factory.mktemp("changed"), f"{IMAGES}.gz", changed)
    except DataError:
        return
    assert_images(got, digits()[0][:, np.newaxis], digits()[1])  # no byte that matters


@given(images=st.binary(max_size=64), labels=st.binary(max_size=64))
def test_bytes_that_are_no_images_are_refused(tmp_path_factory, images, labels):
    folder = tmp_path_factory.mktemp("bytes")
    (folder / IMAGES).write_bytes(images)
    (folder / f"{LABELS}.gz").write_bytes(labels)
    (folder / "test_batch.bin").write_bytes(images)
    for read in (read_mnist, read_cifar10):
        with pytest.raises(DataError):
            read(folder, "test")


def peak_bytes_of_refusal(folder: Path, message: str) -> int:
    tracemalloc.start()
    try:
        with pytest.raises(DataError, match=message):
            read_mnist(folder, "test")
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("packed", [False, True], ids=["unpacked", "packed"])
@pytest.mark.parametrize(("name", "kind"), [(IMAGES, "images"), (LABELS, "labels")])
def test_a_header_that_counts_four_billion_items_costs_no_memory(mnist, packed, name, kind):
    content = patched((mnist / name).read_bytes(), 4, b"\xff\xff\xff\xff")
    (mnist / name).write_bytes(content)
    if packed:
        (mnist / name).unlink()
        (mnist / f"{name}.gz").write_bytes(gzip.compress(content))
    message = rf"the header counts 4294967295 {kind}, .* got only {len(content)}; "
    assert peak_bytes_of_refusal(mnist, message) < 10 * 2**20


def test_a_gzip_bomb_is_not_unpacked_beyond_what_its_header_counts(mnist):
    """Four gigabytes of zeros, and damage at their end that a reader of them all would report."""
    bomb = gzip.compress(bytes(2**20)) * 4096 + b"damage"
    (mnist / f"{IMAGES}.gz").write_bytes(gzip.compress((mnist / IMAGES).read_bytes()) + bomb)
    (mnist / IMAGES).unlink()
    assert peak_bytes_of_refusal(mnist, rf"must be {SIZE} bytes, got more; ") < 10 * 2**20


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("test_batch.bin", lambda c: b"", ": must hold at least one record, got an empty file"),
        ("test_batch.bin", lambda c: c[:-1],
         ", byte 6146: must be whole records of 3073 bytes, got 9218 bytes, so 2 records and 3072 "
         "bytes more; download the file again"),
        ("data_batch_2.bin", lambda c: c + b"\0",
         ", byte 6146: must be whole records of 3073 bytes, got 6147 bytes, so 2 records and 1 "),
        ("data_batch_5.bin", lambda c: bytes(3074 * 4),
         "; 3074 would fit, the size of CIFAR-100's records: take CIFAR-10's files"),
        ("data_batch_5.bin", lambda c: pickle.dumps({"data": bytes(7000)}),
         "; it begins as a pickle does: take the binary version, not the Python version"),
        ("test_batch.bin", lambda c: patched(c, 3073, b"\x0a"),
         ", byte 3073: a label must be 0 to 9, got 10, the first of 1 such labels; take"),
        ("data_batch_5.bin", lambda c: b"\xff" * 3073 * 2,
         ", byte 0: a label must be 0 to 9, got 255, the first of 2 such labels; take"),
    ],
)  # fmt: skip
def test_a_bad_cifar_file_is_named_with_byte_rule_and_value(cifar, name, change, message):
    (cifar / name).write_bytes(change((cifar / name).read_bytes()))
    part = "test" if name == "test_batch.bin" else "train"
    assert_refused(read_cifar10, cifar, part, cifar / name, message)


class Touch:
    """Whoever unpickles this makes a file."""

    def __init__(self, path: Path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


@pytest.mark.parametrize("name", ["data_batch_1", "data_batch_1.bin"])
def test_cifars_python_version_is_refused_unread(tmp_path, name):
    (tmp_path / name).write_bytes(pickle.dumps(Touch(tmp_path / "ran")))
    with pytest.raises(DataError, match="Python version"):
        read_cifar10(tmp_path, "train")
    assert not (tmp_path / "ran").exists()
    pickle.loads((tmp_path / name).read_bytes())
    assert (tmp_path / "ran").exists(), "the pickle was one that does harm"


def test_cifars_python_version_is_named_with_the_version_to_get(tmp_path):
    for name in ("data_batch_3", "data_batch_2", "test_batch", "batches.meta"):
        (tmp_path / name).touch()
    wanted = "must hold CIFAR-10's binary version (data_batch_1.bin, data_batch_2.bin, "
    get = "a pickle, and to read a pickle is to run any code that is in it; download the binary ver"
    assert_refused(read_cifar10, tmp_path, "train", tmp_path, wanted, "got data_batch_2 of", get)
    assert_refused(read_cifar10, tmp_path, "test", tmp_path, "(test_batch.bin), got test_batch of")
