"""Train one setting and record its learning curve, epoch by epoch.

A careful loop rather than a general one: the images lie in memory as tensors, a batch is a slice,
validation is one large batch, and the small network's epochs are compiled. On networks this small a
`DataLoader` and the library around the arithmetic take most of the time
(`ONLY=table_build_vs_naive make bench`).
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from course.hpo import compiled
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

    Adam minimizes cross entropy, and each step shrinks weights, not biases, by the fraction
    learning rate · l2 (decoupled weight decay, Loshchilov and Hutter 2019). Initial weights, order
    of batches and dropout follow from `seed` alone.
    """
    with torch.random.fork_rng(devices=[] if device == "cpu" else None), _tiny_is_zero():
        torch.manual_seed(seed)
        kind = _CompiledRun if device == "cpu" and _can_compile(setting) else _TorchRun
        run: _Run = kind(setting, data, batch_size, device)
        curve = np.full((n_epochs, len(METRICS)), np.nan, dtype=np.float32)
        seconds = 0.0
        for epoch in range(n_epochs):
            began = _clock(device)
            train_accuracy, loss = run.epoch()
            validation_accuracy = run.validation_accuracy()
            seconds += _clock(device) - began
            curve[epoch, 3] = seconds
            if not np.isfinite(loss):
                break
            test_accuracy = run.test_accuracy()
            curve[epoch, :3] = train_accuracy, validation_accuracy, test_accuracy
    return curve


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """Networks this small gain nothing from a second one, and the last bit stays the same."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextlib.contextmanager
def _tiny_is_zero() -> Iterator[None]:
    """Numbers below 10⁻³⁸ count as 0, in torch and in compiled code.

    A processor takes a hundred times as long for them, and weights that decay to nothing pass
    through them: some settings took ten times as long.
    """
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)


class _Run(Protocol):
    """A network in training."""

    def epoch(self) -> tuple[float, float]:
        """Train on every image once; accuracy and mean loss of the batches on the way."""
        ...

    def validation_accuracy(self) -> float: ...
    def test_accuracy(self) -> float: ...


class _TorchRun:
    """Any network of ours, by torch."""

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
        l2 = float(setting["l2"])
        groups: list[dict[str, Any]] = [
            {"params": [p for p in self.net.parameters() if p.ndim > 1], "weight_decay": l2},
            {"params": [p for p in self.net.parameters() if p.ndim == 1], "weight_decay": 0.0},
        ]
        self.optimizer = torch.optim.AdamW(groups, float(setting["learning_rate"]), fused=True)

    def epoch(self) -> tuple[float, float]:
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

    def validation_accuracy(self) -> float:
        return self._accuracy(self.X_validation, self.y_validation)

    def test_accuracy(self) -> float:
        return self._accuracy(self.X_test, self.y_test)

    @torch.no_grad()
    def _accuracy(self, X: torch.Tensor, y: torch.Tensor) -> float:
        self.net.eval()
        right = (self.net(X).argmax(1) == y).float().mean()
        self.net.train()
        return float(right)


class _CompiledRun(_TorchRun):
    """The small network, its epochs compiled: the same initial weights, batches and steps."""

    def __init__(
        self, setting: Mapping[str, Any], data: TaskData, batch_size: int, device: str
    ) -> None:
        super().__init__(setting, data, batch_size, device)
        _, channels, side, _ = data.X_train.shape
        names = ("C1", "C2", "Fc", "filter_size", "pool1", "pool2")
        self.shape = compiled.Shape(side, channels, *(int(setting[name]) for name in names))
        self.at = np.array(compiled.offsets(self.shape))
        self.work = compiled.scratch(self.shape)
        self.theta = np.zeros(self.at[-1], dtype=np.float32)
        self.parts = parts_of(self.net, torch.from_numpy(self.theta))
        with torch.no_grad():
            for parameter, part in self.parts:
                part.copy_(parameter)
        self.moments = np.zeros((2, len(self.theta)), dtype=np.float32)
        self.images, self.labels = _pixels_first(data.X_train), data.y_train
        self.n_steps = 0
        self.rate = np.float32(setting["learning_rate"])
        self.l2 = np.float32(setting["l2"])
        self.dropout = float(setting["dropout"])

    def epoch(self) -> tuple[float, float]:
        n = len(self.labels)
        order = torch.randperm(n).numpy()
        keep = functional.dropout(torch.ones(n, self.shape.fc), self.dropout).numpy()
        n_right, loss_sum, self.n_steps = compiled.epoch(
            self.theta, self.moments, self.n_steps, self.images, self.labels, order, keep,
            self.at, self.shape, self.work, self.batch_size, self.rate, self.l2,
        )  # fmt: skip
        with torch.no_grad():
            for parameter, part in self.parts:
                parameter.copy_(part)
        return n_right / n, loss_sum / n


def accuracy_by_epoch(
    setting: Mapping[str, Any], data: TaskData, *, n_epochs: int, batch_size: int, seed: int
) -> Iterator[float]:
    """Train a setting in torch and yield its validation accuracy after each epoch.

    Nothing is trained before it is asked for, so who stops asking saves the rest. Yields at most
    `n_epochs` numbers: 0 from the epoch on in which the loss is no finite number. Chance follows
    from `seed` alone, and torch's global generator is left as it was.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        run = _TorchRun(setting, data, batch_size, "cpu")
        state = torch.get_rng_state()
    loss = 0.0
    for _ in range(n_epochs):
        if np.isfinite(loss):
            with torch.random.fork_rng(devices=[]), _tiny_is_zero():
                torch.set_rng_state(state)
                _, loss = run.epoch()
                state = torch.get_rng_state()
        yield run.validation_accuracy() if np.isfinite(loss) else 0.0


def _can_compile(setting: Mapping[str, Any]) -> bool:
    is_small = "C3" not in setting
    return is_small and (setting["activation"], setting["regularizer"]) == ("relu", "dropout")


def parts_of(net: nn.Sequential, theta: torch.Tensor) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Each parameter of a small network, and its part of `theta`, channels last, as seen by torch.

    The parts are views: what is written into them is written into `theta`.
    """
    pairs: list[tuple[torch.Tensor, torch.Tensor]] = []
    start, side = 0, 0
    for layer in net:
        if not isinstance(layer, nn.Conv2d | nn.Linear):
            continue
        weight: torch.Tensor = layer.weight
        part = theta[start : start + weight.numel()]
        start += weight.numel()
        if isinstance(layer, nn.Conv2d):
            n_filters, channels, k, _ = weight.shape
            part = part.view(n_filters, k, k, channels).permute(0, 3, 1, 2)
        elif not side:  # Fc reads images, which torch has flattened channels first
            side = round((layer.in_features / n_filters) ** 0.5)
            part = part.view(-1, side, side, n_filters).permute(0, 3, 1, 2)
            weight = weight.view(part.shape)
        else:
            part = part.view(weight.shape)
        assert layer.bias is not None
        pairs += [(weight, part), (layer.bias, theta[start : start + layer.bias.numel()])]
        start += layer.bias.numel()
    return pairs


def _pixels_first(X: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.ascontiguousarray(X.transpose(0, 2, 3, 1))


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
