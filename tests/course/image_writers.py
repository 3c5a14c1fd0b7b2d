"""MNIST's and CIFAR-10's files, written with `struct` from the formats' published descriptions."""

import re
import struct
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits

from course.data import DataError, Images

MNIST_NAMES = {
    "train": ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
    "test": ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
}
IMAGES, LABELS = MNIST_NAMES["test"]
CIFAR_NAMES = [f"data_batch_{i}.bin" for i in range(1, 6)]
N = 20
SMALL_DIGITS, DIGIT_LABELS = load_digits(return_X_y=True)


def digits(n: int = N) -> tuple[np.ndarray, np.ndarray]:
    """Digits of 8 × 8 pixels, each pixel three times as wide and high, in a frame of two pixels."""
    large = np.kron(SMALL_DIGITS[:n].reshape(n, 8, 8) * 15, np.ones((3, 3)))
    return np.pad(large, ((0, 0), (2, 2), (2, 2))).astype(np.uint8), DIGIT_LABELS[:n]


def idx_images(images: np.ndarray) -> bytes:
    return struct.pack(">IIII", 2051, *images.shape) + images.astype(np.uint8).tobytes()


def idx_labels(labels: np.ndarray) -> bytes:
    return struct.pack(">II", 2049, len(labels)) + bytes(labels.tolist())


def cifar_records(images: np.ndarray, labels: np.ndarray) -> bytes:
    """`images` has shape (n, 3, 32, 32)."""
    pairs = zip(labels.tolist(), images, strict=True)
    return b"".join(struct.pack("B", label) + image.tobytes() for label, image in pairs)


def write_mnist(folder: Path) -> Path:
    """Twenty test digits."""
    images, labels = digits()
    (folder / IMAGES).write_bytes(idx_images(images))
    (folder / LABELS).write_bytes(idx_labels(labels))
    return folder


def write_cifar10(folder: Path) -> Path:
    """Two files of training images, two and one, and the same three as test images."""
    X = np.random.RandomState(0).randint(256, size=(3, 3, 32, 32)).astype(np.uint8)
    y = np.array([3, 9, 0])
    (folder / "data_batch_2.bin").write_bytes(cifar_records(X[:2], y[:2]))
    (folder / "data_batch_5.bin").write_bytes(cifar_records(X[2:], y[2:]))
    (folder / "test_batch.bin").write_bytes(cifar_records(X, y))
    return folder


def assert_images(got: Images, X: np.ndarray, y: np.ndarray) -> None:
    assert isinstance(got, Images)
    assert (got.X.dtype, got.y.dtype) == (np.uint8, np.int64)
    assert got.X.flags.writeable
    np.testing.assert_array_equal(got.X, X, strict=True)
    np.testing.assert_array_equal(got.y, y)


def assert_refused(read, folder: Path, part: str, place: Path, *fragments: str) -> None:
    with pytest.raises(DataError) as caught:
        read(folder, part)
    message = str(caught.value)
    assert message.startswith(str(place))
    for fragment in fragments:
        assert fragment in message
    assert re.search(r", got .*; ", message), "value received, then what to do"
    assert "\n" not in message
