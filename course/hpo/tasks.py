"""The tasks of the look-up tables: images as float32, in three parts that never change.

Searchers see the validation part only; the test part says afterwards what a search was worth.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits

from course.data import DataError, read_cifar10, read_mnist

SPLIT_SEED = 16


class TaskData(NamedTuple):
    """Images of shape (n, channels, height, width) and their labels 0 … 9, shape (n,)."""

    X_train: NDArray[np.float32]
    y_train: NDArray[np.int64]
    X_validation: NDArray[np.float32]
    y_validation: NDArray[np.int64]
    X_test: NDArray[np.float32]
    y_test: NDArray[np.int64]


class Task(NamedTuple):
    """What a table's networks are trained on, and how long."""

    name: str
    n_train: int
    n_validation: int
    n_test: int
    batch_size: int
    files: str
    """Where the images come from, for people."""


TASKS = {
    "digits": Task("digits", 800, 700, 297, 8, "scikit-learn's digits, 1,797 of 8 × 8 pixels"),
    "mnist": Task("mnist", 1000, 2000, 1000, 8, "MNIST's 10,000 test images, 2 × 2 means"),
    "cifar10": Task("cifar10", 1000, 1000, 500, 32, "CIFAR-10, 2 × 2 means"),
}


def load_task(name: str, folder: str | Path | None = None) -> TaskData:
    """The images of a task: digits come with scikit-learn, the others from a folder of yours.

    Pixels are scaled by the mean and standard deviation of the training part. Which image is in
    which part follows from a seed: no two parts share one. Raises ValueError for an unknown task or
    a missing folder, and `course.data.DataError` for files that cannot be read.
    """
    if name not in TASKS:
        raise ValueError(f"task must be one of {', '.join(TASKS)}, got {name!r}")
    if name == "digits":
        X, y = load_digits(return_X_y=True)
        X = X.reshape(-1, 1, 8, 8)
    elif folder is None:
        raise ValueError(f"{name} needs a folder with its files; name it with --data FOLDER")
    else:
        images = read_mnist(folder, "test") if name == "mnist" else read_cifar10(folder, "train")
        X, y = _halved(images.X), images.y
    return _split(TASKS[name], X.astype(np.float32), y.astype(np.int64), folder)


def _halved(X: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Images of half the side: means of 2 × 2 pixels."""
    n, channels, height, width = X.shape
    return X.reshape(n, channels, height // 2, 2, width // 2, 2).mean((3, 5), dtype=np.float32)


def _split(
    task: Task, X: NDArray[np.float32], y: NDArray[np.int64], folder: str | Path | None
) -> TaskData:
    n_wanted = task.n_train + task.n_validation + task.n_test
    if len(X) < n_wanted:
        raise DataError(
            f"{folder}: {task.name} needs at least {n_wanted} images, got {len(X)}; "
            "use the whole files"
        )
    # RandomState: its streams are frozen, so the parts outlive numpy
    order = np.random.RandomState(SPLIT_SEED).permutation(len(X))
    train, validation, test, _ = np.split(
        order, np.cumsum([task.n_train, task.n_validation, task.n_test])
    )
    mean = X[train].mean((0, 2, 3), keepdims=True)
    std = X[train].std((0, 2, 3), keepdims=True)
    X = np.ascontiguousarray((X - mean) / std)
    return TaskData(X[train], y[train], X[validation], y[validation], X[test], y[test])
