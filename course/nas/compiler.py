"""Compile a network's C file with the system's compiler and run it on images."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from course.nas.codegen import c_source
from course.nas.quantize import QuantizedNetwork

COMPILERS = ("cc", "gcc", "clang")
FLAGS = ("-std=c11", "-Wall", "-Wextra", "-Werror")
TIME_LIMIT = 120


class CompilerError(RuntimeError):
    """There is no C compiler, or it, or what it made, failed; the message says which and why."""


class Sizes(NamedTuple):
    """Bytes of an object file: code, constants, and memory that is written to."""

    code: int
    constants: int
    memory: int


@dataclass(frozen=True)
class Run:
    """Logits, int8, shape (n, classes), processor seconds for an image, bytes of its arena."""

    logits: NDArray[np.int8]
    seconds: float
    arena: int


@dataclass(frozen=True)
class Program:
    """A network compiled for this computer."""

    path: Path
    sizes: Sizes
    network: QuantizedNetwork

    def run(self, images: NDArray[np.float32], *, rounds: int = 1) -> Run:
        """Run it on images (n, channels, height, width); the time is that of the fastest round.

        Raises `CompilerError` if the program fails.
        """
        pixels = self.network.quantize_images(images).reshape(len(images), -1)
        n_classes = self.network.architecture.layers[-1].channels
        head = np.array([len(pixels), rounds, pixels.shape[1], n_classes], dtype=np.uint32)
        ran = subprocess.run(
            [self.path], input=head.tobytes() + pixels.tobytes(), capture_output=True,
            timeout=TIME_LIMIT, check=False,
        )  # fmt: skip
        n_bytes = len(pixels) * n_classes
        if ran.returncode != 0 or len(ran.stdout) != n_bytes + 16:
            reason = "; its arena is too small" if ran.returncode == 2 else ""
            raise CompilerError(
                f"{self.path.name} ended with {ran.returncode} and {len(ran.stdout)} bytes, "
                f"expected 0 and {n_bytes + 16}{reason}"
            )
        logits = np.frombuffer(ran.stdout[:n_bytes], dtype=np.int8).reshape(-1, n_classes)
        seconds, arena = np.frombuffer(ran.stdout[n_bytes:], dtype=np.float64)
        return Run(logits, float(seconds) / len(pixels), int(arena))


def find_compiler() -> str:
    """The C compiler: what CC names, else the first of `COMPILERS`.

    Raises `CompilerError`, with what to do, if there is none.
    """
    wanted = [os.environ["CC"]] if os.environ.get("CC") else COMPILERS
    for name in wanted:
        if path := shutil.which(name):
            return path
    raise CompilerError(
        f"no C compiler found (looked for {', '.join(wanted)}): generated C can be written and "
        "read, but not run. Install one (on Debian or Ubuntu: apt-get install gcc), or go on "
        "without this part"
    )


def compile_network(
    source: str,
    network: QuantizedNetwork,
    folder: Path,
    *,
    model: str = "",
    flags: Sequence[str] = ("-O2",),
) -> Program:
    """Compile a network's C file, as `generate` writes it, with a host that feeds it images.

    `model` is a second file for a source that keeps its data apart, `flags` are the compiler's,
    besides `FLAGS`. Files are left in `folder`. Warnings count as errors. Raises `CompilerError`
    with the compiler's own words.
    """
    compiler = find_compiler()
    texts = {"network": source, "model": model, "host": c_source("host.c")}
    names = [name for name, text in texts.items() if text]
    for name in names:
        (folder / f"{name}.c").write_text(texts[name], encoding="utf-8")
        _call([compiler, *FLAGS, *flags, "-c", f"{name}.c", "-o", f"{name}.o"], folder)
    objects = [f"{name}.o" for name in names]
    _call([compiler, *flags, *objects, "-o", "network", "-lm"], folder)
    sizes = [_sizes(folder / file) for file in objects if file != "host.o"]
    return Program(folder / "network", Sizes(*map(sum, zip(*sizes, strict=True))), network)


def _sizes(file: Path) -> Sizes:
    """Summed by kind of section, as `size -A` lists them."""
    totals = {"code": 0, "constants": 0, "memory": 0}
    kinds = {".text": "code", ".rodata": "constants", ".data.rel.ro": "constants",
             ".data": "memory", ".bss": "memory"}  # fmt: skip
    for line in _call(["size", "-A", file.name], file.parent).splitlines():
        name, *numbers = line.split() or [""]
        for prefix, kind in kinds.items():
            if name == prefix or (name.startswith(f"{prefix}.") and name not in kinds):
                totals[kind] += int(numbers[0])
                break
    return Sizes(**totals)


def _call(command: list[str], folder: Path) -> str:
    try:
        ran = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=TIME_LIMIT, check=False
        )
    except FileNotFoundError as error:
        raise CompilerError(f"{command[0]} is not there; it comes with binutils") from error
    if ran.returncode != 0:
        raise CompilerError(f"{' '.join(command)} failed:\n{ran.stderr.strip()}")
    return ran.stdout
