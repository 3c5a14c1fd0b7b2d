"""Building a look-up table of learning curves, against the loop of a tutorial."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import torch
from scipy.stats import ks_2samp
from torch.utils.data import DataLoader, TensorDataset

from course.hpo.networks import network
from course.hpo.space import SPACES
from course.hpo.tasks import TASKS, TaskData, load_task
from course.hpo.training import train
from tests.bench.measuring import Figure, by_turns

N_SETTINGS, N_EPOCHS = 20, 20


def table_build_vs_naive(runs: int) -> Figure:
    """The same Sobol settings on digits with both loops, one thread; seconds a setting."""
    data, batch_size = load_task("digits"), TASKS["digits"].batch_size
    settings = SPACES["digits"].sobol(N_SETTINGS).to_dict("records")
    ours: list[float] = []
    theirs: list[float] = []

    def careful() -> None:
        for seed, setting in enumerate(settings):
            curve = train(setting, data, n_epochs=N_EPOCHS, batch_size=batch_size, seed=seed)
            ours.append(float(curve[-1, 1]))

    def naive() -> None:
        for seed, setting in enumerate(settings):
            theirs.append(naive_accuracy(setting, data, batch_size, seed))

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        seconds = by_turns(runs, careful, naive, time.process_time)
    finally:
        torch.set_num_threads(before)
    our_seconds, their_seconds = (total / N_SETTINGS for total in seconds)
    return Figure(
        "table_build_vs_naive",
        their_seconds / our_seconds,
        "×",
        our_seconds,
        their_seconds,
        runs,
        f"{N_EPOCHS} epochs of a setting on digits, processor seconds",
        "≥ 5",
        {
            "median_accuracies": [float(np.median(ours)), float(np.median(theirs))],
            "same_distribution_p": float(ks_2samp(ours[:N_SETTINGS], theirs[:N_SETTINGS]).pvalue),
        },
    )


def naive_accuracy(setting: dict[str, Any], data: TaskData, batch_size: int, seed: int) -> float:
    """What a tutorial does: a `DataLoader` for each part, everything counted image by image."""
    torch.manual_seed(seed)
    loaders = [
        DataLoader(
            TensorDataset(torch.as_tensor(X), torch.as_tensor(y)), batch_size, shuffle=shuffle
        )
        for X, y, shuffle in (
            (data.X_train, data.y_train, True),
            (data.X_validation, data.y_validation, False),
            (data.X_test, data.y_test, False),
        )
    ]
    net = network(setting, data.X_train.shape[1:])
    loss_of = torch.nn.CrossEntropyLoss()
    groups = [
        {"params": [p for p in net.parameters() if p.ndim > 1], "weight_decay": setting["l2"]},
        {"params": [p for p in net.parameters() if p.ndim == 1], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=setting["learning_rate"])
    accuracies = [0.0, 0.0]
    for _ in range(N_EPOCHS):
        net.train()
        for X, y in loaders[0]:
            optimizer.zero_grad()
            loss = loss_of(net(X), y)
            loss.backward()
            optimizer.step()
        net.eval()
        for part, loader in enumerate(loaders[1:]):
            n_right = n = 0
            with torch.no_grad():
                for X, y in loader:
                    n_right += int((net(X).argmax(1) == y).sum().item())
                    n += len(y)
            accuracies[part] = n_right / n
    return accuracies[0]
