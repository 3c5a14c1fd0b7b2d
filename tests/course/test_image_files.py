"""Images come out of published files as they went in; a folder without them is named."""

import gzip
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course import data, errors, image_files
from course.data import DataError, read_cifar10, read_mnist
from tests.course.image_writers import (
    CIFAR_NAMES,
    DIGIT_LABELS,
    IMAGES,
    LABELS,
    MNIST_NAMES,
    SMALL_DIGITS,
    N,
    assert_images,
    assert_refused,
    cifar_records,
    digits,
    idx_images,
    idx_labels,
    write_cifar10,
    write_mnist,
)

PUBLISHED = Path(__file__).parents[2].parent / "shared" / "data"


# --- the published files ------------------------------------------------------------------------


def published(name: str, *files: str) -> Path:
    folder = PUBLISHED / name
    if not all((folder / file).exists() for file in files):
        pytest.skip(f"{folder} doesn't hold {' and '.join(files)}")
    return folder


def test_mnists_published_test_set_is_read_upright_with_its_labels():
    X, y = read_mnist(published("mnist", f"{IMAGES}.gz", f"{LABELS}.gz"), "test")
    assert X.shape == (10_000, 1, 28, 28)
    assert y[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    assert np.bincount(y).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]

    # Means of scikit-learn's digits, another set, know more of these images than of turned ones.
    means = np.array([SMALL_DIGITS[k == DIGIT_LABELS].mean(axis=0) for k in range(10)]) / 16

    def accuracy(images: np.ndarray) -> float:
        coarse = images[:2000, 2:26, 2:26].reshape(-1, 8, 3, 8, 3).mean(axis=(2, 4)).reshape(-1, 64)
        coarse = coarse / coarse.max(axis=1, keepdims=True)
        distances = ((coarse[:, np.newaxis] - means) ** 2).sum(axis=2)
        return float((distances.argmin(axis=1) == y[:2000]).mean())

    upright = accuracy(X[:, 0])
    assert upright > 0.3
    for turned in (X[:, 0, ::-1], X[:, 0, :, ::-1], X[:, 0].transpose(0, 2, 1)):
        assert accuracy(turned) < upright - 0.05


@pytest.mark.parametrize(
    ("part", "file", "n"), [("train", CIFAR_NAMES[0], 10_000), ("test", "test_batch.bin", 2_000)]
)
def test_cifar10s_published_images_are_read_with_their_colours(part, file, n):
    X, y = read_cifar10(published("cifar10", file), part)
    assert X.shape == (n, 3, 32, 32)
    assert set(y.tolist()) == set(range(10))
    # The published means of the 50,000 training images' channels; 4 is five standard errors of the
    # mean of 2,000 images, and red is 11 from blue.
    np.testing.assert_allclose(X.mean(axis=(0, 2, 3)), [125.3, 123.0, 113.9], atol=4)
    red, _, blue = X.mean(axis=(2, 3)).T
    assert (blue - red)[y == 0].mean() > 5, "aeroplanes are seen against the sky"
    assert (red - blue)[y == 6].mean() > 5, "frogs are not"


# --- good files ---------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["train", "test"])
@pytest.mark.parametrize("packed", ["neither", "images", "labels", "both"])
def test_mnist_files_are_read_packed_or_not(tmp_path, part, packed):
    images, labels = digits()
    for kind, name, content in zip(
        ("images", "labels"), MNIST_NAMES[part], (idx_images(images), idx_labels(labels)),
        strict=True,
    ):  # fmt: skip
        if packed in (kind, "both"):
            (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content))
        else:
            (tmp_path / name).write_bytes(content)
    assert_images(read_mnist(str(tmp_path), part), images[:, np.newaxis], labels)


def test_where_both_are_there_the_unpacked_file_is_read(tmp_path):
    mnist = write_mnist(tmp_path)
    (mnist / f"{IMAGES}.gz").write_bytes(b"rubbish")
    (mnist / f"{LABELS}.gz").write_bytes(b"rubbish")
    assert len(read_mnist(mnist, "test").y) == N


def test_a_file_packed_in_several_members_is_read(tmp_path):
    mnist = write_mnist(tmp_path)
    content = (mnist / IMAGES).read_bytes()
    (mnist / IMAGES).unlink()
    members = gzip.compress(content[:5000]) + gzip.compress(content[5000:])
    (mnist / f"{IMAGES}.gz").write_bytes(members)
    assert_images(read_mnist(mnist, "test"), digits()[0][:, np.newaxis], digits()[1])


def test_pixels_lie_where_the_published_layouts_put_them(tmp_path):
    """Byte by byte: row 1, column 2 of image 0; for CIFAR-10 in green."""
    pixels = bytearray(28 * 28)
    pixels[1 * 28 + 2] = 200
    (tmp_path / IMAGES).write_bytes(bytes.fromhex("00000803 00000001 0000001c 0000001c") + pixels)
    (tmp_path / LABELS).write_bytes(bytes.fromhex("00000801 00000001 07"))
    X, y = read_mnist(tmp_path, "test")
    assert np.argwhere(X).tolist() == [[0, 0, 1, 2]]
    assert y.tolist() == [7]

    record = bytearray(3073)
    record[0] = 6
    record[1 + 1024 + 1 * 32 + 2] = 200
    (tmp_path / "test_batch.bin").write_bytes(record)
    X, y = read_cifar10(tmp_path, "test")
    assert np.argwhere(X).tolist() == [[0, 1, 1, 2]]
    assert y.tolist() == [6]


def labelled(shape: tuple[int, ...]) -> st.SearchStrategy[tuple[np.ndarray, np.ndarray]]:
    return st.integers(1, 6).flatmap(
        lambda n: st.tuples(
            hnp.arrays(np.uint8, (n, *shape)), hnp.arrays(np.int64, n, elements=st.integers(0, 9))
        )
    )


@given(written=labelled((28, 28)), packed=st.booleans())
def test_any_images_come_back_from_mnist_files(tmp_path_factory, written, packed):
    X, y = written
    folder = tmp_path_factory.mktemp("mnist")
    for name, content in ((IMAGES, idx_images(X)), (LABELS, idx_labels(y))):
        file = folder / (f"{name}.gz" if packed else name)
        file.write_bytes(gzip.compress(content) if packed else content)
    assert_images(read_mnist(folder, "test"), X[:, np.newaxis], y)


@given(
    batches=st.dictionaries(st.sampled_from(CIFAR_NAMES), labelled((3, 32, 32)), min_size=1),
)
def test_any_images_come_back_from_cifar_files_in_the_order_of_the_files(tmp_path_factory, batches):
    folder = tmp_path_factory.mktemp("cifar")
    for name, (X, y) in batches.items():
        (folder / name).write_bytes(cifar_records(X, y))
    in_order = [batches[name] for name in CIFAR_NAMES if name in batches]
    X, y = (np.concatenate(parts) for parts in zip(*in_order, strict=True))
    assert_images(read_cifar10(folder, "train"), X, y)


def test_the_test_images_of_cifar_come_from_a_file_of_their_own(tmp_path):
    cifar = write_cifar10(tmp_path)
    train, test = read_cifar10(str(cifar), "train"), read_cifar10(cifar, "test")
    np.testing.assert_array_equal(train.X, test.X)  # they were written so
    (cifar / "test_batch.bin").unlink()
    read_cifar10(cifar, "train")
    with pytest.raises(DataError, match=r"must hold test_batch\.bin, got a folder with 'data_batc"):
        read_cifar10(cifar, "test")


def test_the_readers_and_their_error_are_course_datas_too():
    for name in ("Images", "read_mnist", "read_cifar10"):
        assert getattr(data, name) is getattr(image_files, name)
    assert data.DataError is errors.DataError
    assert issubclass(DataError, ValueError)


# --- folders ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("read", "part", "wanted"),
    [
        (read_mnist, "train", "train-images-idx3-ubyte[.gz] and train-labels-idx1-ubyte[.gz]"),
        (read_mnist, "test", "t10k-images-idx3-ubyte[.gz] and t10k-labels-idx1-ubyte[.gz]"),
        (read_cifar10, "train", ", ".join(CIFAR_NAMES)),
        (read_cifar10, "test", "test_batch.bin"),
    ],
)
def test_a_folder_that_is_none_is_named_with_the_files_it_should_hold(tmp_path, read, part, wanted):
    (tmp_path / "file").touch()
    for name, got in (("nowhere", "no such file or directory"), ("file", "not a directory")):
        rule = f"{name}: must be a readable folder with {wanted}, got '{got}'; check the path"
        assert_refused(read, tmp_path / name, part, tmp_path / name, rule)


@pytest.mark.parametrize("name", [IMAGES, LABELS])
def test_a_missing_idx_file_is_named_with_all_names_looked_for(tmp_path, name):
    mnist = write_mnist(tmp_path)
    (mnist / name).rename(mnist / name.replace("-idx", ".idx"))
    message = f": must hold {name} or {name}.gz, got a folder with "
    renamed = repr(name.replace("-idx", ".idx"))
    assert_refused(read_mnist, mnist, "test", mnist, message, renamed, "as they were published")


def test_a_missing_cifar_file_is_named_with_all_names_looked_for(tmp_path):
    message = f": must hold at least one of {', '.join(CIFAR_NAMES)}, got an empty folder; name"
    assert_refused(read_cifar10, tmp_path, "train", tmp_path, message)
    for i in range(8):
        (tmp_path / f"{i}").touch()
    message = ": must hold test_batch.bin, got a folder with '0', '1', '2', '3', '4' and 3 more;"
    assert_refused(read_cifar10, tmp_path, "test", tmp_path, message)


@pytest.mark.parametrize(
    ("read", "name"),
    [(read_mnist, IMAGES), (read_mnist, f"{IMAGES}.gz"), (read_cifar10, "test_batch.bin")],
)
def test_a_folder_in_place_of_a_file_is_named(tmp_path, read, name):
    (tmp_path / name).mkdir()
    (tmp_path / LABELS).write_bytes(idx_labels(digits()[1]))
    message = ": must be a readable file, got 'is a directory'; check the path"
    assert_refused(read, tmp_path, "test", tmp_path / name, message)


@pytest.mark.parametrize("read", [read_mnist, read_cifar10])
def test_another_part_is_refused(tmp_path, read):
    message = "part must be 'train' or 'test', got 'validation'; split the training images"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        read(tmp_path, "validation")
