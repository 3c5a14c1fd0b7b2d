"""Where the numbers of a table come from: images, machine, code."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import subprocess
from pathlib import Path

import numpy as np
import torch

from course.hpo.tasks import TaskData


def images_sha256(data: TaskData) -> str:
    """The checksum of all images and labels, in the order of their parts."""
    images = hashlib.sha256()
    for part in data:
        images.update(np.ascontiguousarray(part).tobytes())
    return images.hexdigest()


def hardware(device: str) -> str:
    """The processor that trains on this device, for people."""
    if device != "cpu":
        return torch.cuda.get_device_name()
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return f"one core of {os.cpu_count()}, {line.partition(':')[2].strip()}"
    return f"one core of {os.cpu_count()}, {platform.processor() or platform.machine()}"


def git_commit() -> str | None:
    """The commit of the checkout that this file is part of, if it is."""
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip() or None
