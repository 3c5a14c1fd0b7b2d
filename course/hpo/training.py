"""Train one setting and record its learning curve, epoch by epoch.

A careful loop rather than a general one: the images lie in memory as tensors, a batch is one
indexing, and validation is one large batch. On networks this small a `DataLoader` takes most of the
time (`python -m tests.bench ONLY=table_build_vs_naive`).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from course.hpo.networks import network
from course.hpo.tasks import TaskData

METRICS = ("train_accuracy", "validation_accuracy", "test_accuracy", "seconds")


def train(
    setting: Mapping[str, Any],
    data: TaskData,
    *,
    n_epochs: int,
    batch_size: int,
    seed: int,
    device: str = "cpu",
) -> NDArray[np.float32]:
    """The learning curve of a setting, shape (n_epochs, 4), one column for each of `METRICS`.

    Accuracies are fractions; the training accuracy is that of the batches as they were trained on.
    `seconds` are cumulative: processor seconds of training and validation (wall seconds on another
    device than the processor); testing, which a search would not do, is not counted. From the epoch
    on in which the loss is no finite number, everything but the seconds so far is NaN.

    Adam minimizes cross entropy + l2 / (2 n) · sum of squared weights, n training images: the
    penalty as scikit-learn scales it. Initial weights, order of batches and dropout follow from
    `seed` alone.
    """
    with torch.random.fork_rng(devices=[] if device == "cpu" else None):
        torch.manual_seed(seed)
        run = _Run(setting, data, batch_size, device)
        curve = np.full((n_epochs, len(METRICS)), np.nan, dtype=np.float32)
        seconds = 0.0
        for epoch in range(n_epochs):
            began = _clock(device)
            train_accuracy, loss = run.epoch()
            validation_accuracy = run.accuracy(run.X_validation, run.y_validation)
            seconds += _clock(device) - began
            curve[epoch, 3] = seconds
            if not np.isfinite(loss):
                break
            test_accuracy = run.accuracy(run.X_test, run.y_test)
            curve[epoch, :3] = train_accuracy, validation_accuracy, test_accuracy
    return curve


class _Run:
    """A network in training."""

    def __init__(
        self, setting: Mapping[str, Any], data: TaskData, batch_size: int, device: str
    ) -> None:
        (
            self.X_train,
            self.y_train,
            self.X_validation,
            self.y_validation,
            self.X_test,
            self.y_test,
        ) = (_on(device, torch.as_tensor(part)) for part in data)
        _, channels, height, width = data.X_train.shape
        net = network(setting, (channels, height, width)).to(device)
        self.net = net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.batch_size = batch_size
        l2 = float(setting["l2"]) / len(data.X_train)
        groups: list[dict[str, Any]] = [
            {"params": [p for p in self.net.parameters() if p.ndim > 1], "weight_decay": l2},
            {"params": [p for p in self.net.parameters() if p.ndim == 1]},
        ]
        self.optimizer = torch.optim.Adam(groups, float(setting["learning_rate"]), fused=True)

    def epoch(self) -> tuple[float, float]:
        """Train on every image once; accuracy and mean loss of the batches on the way."""
        n = len(self.X_train)
        order = torch.randperm(n).to(self.X_train.device)
        y = self.y_train[order]
        batches = zip(
            self.X_train[order].split(self.batch_size), y.split(self.batch_size), strict=True
        )
        guesses, losses = [], []
        for X_batch, y_batch in batches:
            logits = self.net(X_batch)
            loss = functional.cross_entropy(logits, y_batch)
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            guesses.append(logits.detach().argmax(1))
            losses.append(loss.detach())
        return float((torch.cat(guesses) == y).float().mean()), float(torch.stack(losses).mean())

    @torch.no_grad()
    def accuracy(self, X: torch.Tensor, y: torch.Tensor) -> float:
        self.net.eval()
        right = (self.net(X).argmax(1) == y).float().mean()
        self.net.train()
        return float(right)


def _on(device: str, part: torch.Tensor) -> torch.Tensor:
    """There, and images in the order that convolutions and pools are fastest in."""
    form = torch.channels_last if part.ndim == 4 else torch.contiguous_format
    return part.to(device).contiguous(memory_format=form)


def _clock(device: str) -> float:
    """Seconds: of this process on the processor, so that waiting for it does not count."""
    if device == "cpu":
        return time.process_time()
    torch.cuda.synchronize()
    return time.perf_counter()
