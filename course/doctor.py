"""`course doctor`: what a computer needs for the labs, looked at one by one.

Each finding is one line: what is there, or what is wrong and what to type. Nothing is changed.
`python -m course.doctor` works even where the packages that `course` needs are missing.
"""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

Verdict = Literal["ok", "note", "wrong"]
DISTRIBUTION = "sixteen-seeds"
OLDEST_PYTHON = (3, 11)
FREE_BYTES = 300 * 10**6
KERNEL_SECONDS = 120
"""For a kernel to start and train one network; compiling takes most of it, the first time."""

PIP = f"{shlex.quote(sys.executable)} -m pip install"
IMPORTED_AS = {
    "ipython": "IPython",
    "jupyter-client": "jupyter_client",
    "pillow": "PIL",
    "pyzmq": "zmq",
    "scikit-learn": "sklearn",
}
OPTIONAL = {
    "jupyterlab": "course start opens notebooks in it",
    "ipywidgets": "course.play has controls with it",
    "torch": "Labs 4 and 6 train networks with it",
}
# Runs with this Python in a process of its own: a broken package may end it.
PROBE = """
import importlib, json, sys
failed = {}
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except BaseException as error:
        failed[name] = f"{type(error).__name__}: {error}".splitlines()[0][:200]
cache, kept = None, False
if not failed:
    from course.mlp.kernel_cache import kernel_cache_folder
    cache = kernel_cache_folder()
    kept = cache is not None and not cache.name.startswith("sixteen-seeds-")
print(json.dumps({"failed": failed, "cache": str(cache), "kept": kept}))
"""
IN_KERNEL = """
import json as _json, sys as _sys, time as _time
from course import __version__ as _version
import course.checks, course.plots
from course.data import load_xor as _load
from course.mlp import MLPClassifier as _MLP
_began = _time.perf_counter()
_MLP(hidden_layer_sizes=[2], solver="sgd", max_iter=5, random_state=0).fit(*_load()[:2])
_answer = [_sys.prefix, _version, _time.perf_counter() - _began]
"""


@dataclass(frozen=True)
class Finding:
    """What was found of one thing; `command` is what to type against it. A note breaks no lab."""

    subject: str
    verdict: Verdict
    says: str
    command: str = ""

    def __str__(self) -> str:
        mark = {"ok": "✓", "note": "·", "wrong": "✗"}[self.verdict]
        return f"{mark} {self.subject}: {self.says}" + (
            f"; type: {self.command}" if self.command else ""
        )


def examine() -> Iterator[Finding]:
    """Look at Python, packages, cache, kernel and disk, and say what is found as soon as it is."""
    yield python()
    packages = list(installed_packages())
    probe = run_probe()
    packages += broken_packages(probe["failed"])
    yield from packages or [Finding("packages", "ok", f"all there; {_versions()}")]
    if probe["failed"]:
        yield Finding("cache", "note", "not looked at before the packages are mended")
        yield Finding("kernel", "note", "not looked at before the packages are mended")
    else:
        yield cache(probe)
        yield kernel()
    yield disk(Path.cwd())
    yield from optional_packages()


def python() -> Finding:
    running = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        return Finding(
            "Python", "wrong", f"this is {running}, and {wanted} or newer is needed",
            f"python{wanted} -m venv course-env",
        )  # fmt: skip
    return Finding("Python", "ok", f"{running}, {sys.executable}")


# --- packages -----------------------------------------------------------------------------------


def needed() -> dict[str, str]:
    """Package → the requirement as pip writes it, for all that the course cannot do without."""
    listed = [r for r in requires(DISTRIBUTION) or [] if "extra ==" not in r]
    return {_name_of(requirement): requirement for requirement in listed}


def installed_packages() -> Iterator[Finding]:
    """What is missing, or too old."""
    for name, requirement in needed().items():
        try:
            have = version(name)
        except PackageNotFoundError:
            yield Finding(name, "wrong", "is not installed", f"{PIP} {shlex.quote(requirement)}")
            continue
        if not _satisfies(have, requirement):
            yield Finding(
                name, "wrong", f"is version {have}, and {requirement} is needed",
                f"{PIP} {shlex.quote(requirement)}",
            )  # fmt: skip


def broken_packages(failed: dict[str, str]) -> list[Finding]:
    """What is installed, but cannot be imported."""
    missing = {name for name in needed() if not _is_installed(name)}
    names = {IMPORTED_AS.get(name, name): name for name in needed()}
    return [
        Finding(
            names.get(module, module), "wrong", f"cannot be imported ({why})",
            f"{PIP} --force-reinstall --no-deps {names.get(module, module)}",
        )
        for module, why in failed.items()
        if names.get(module) not in missing
    ]  # fmt: skip


def optional_packages() -> Iterator[Finding]:
    for name, use in OPTIONAL.items():
        if find_spec(name) is None:
            yield Finding(name, "note", f"is not installed; {use}", install_command(name))


def install_command(name: str) -> str:
    """What to type to get a package, in the version that the course asks for if it does."""
    pins = {_name_of(r): r.partition(";")[0].strip() for r in requires(DISTRIBUTION) or []}
    return f"{PIP} {shlex.quote(pins.get(name, name))}"


def run_probe() -> dict[str, Any]:
    """Import all packages with this Python, in another process, and find the cache's folder."""
    modules = [IMPORTED_AS.get(name, name) for name in needed() if _is_installed(name)]
    modules = [module.replace("-", "_") for module in modules]
    ran = subprocess.run(
        [sys.executable, "-c", PROBE, *modules], capture_output=True, text=True, errors="replace"
    )
    try:
        found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        last = (ran.stderr.strip().splitlines() or [f"it ended with {ran.returncode}"])[-1]
        found = {"failed": {"course": f"Python could not import the packages: {last[:200]}"}}
    if len(modules) < len(needed()):
        found["failed"] |= {name: "missing" for name in needed() if not _is_installed(name)}
    return found


def _is_installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _satisfies(have: str, requirement: str) -> bool:
    try:
        from packaging.requirements import Requirement
    except ImportError:  # then pytest cannot be imported either, which is told
        return True
    return Requirement(requirement).specifier.contains(have, prereleases=True)


def _name_of(requirement: str) -> str:
    name = requirement
    for character in "<>=!~;[ ":
        name = name.partition(character)[0]
    return name


def _versions() -> str:
    shown = ("numpy", "numba", "scikit-learn", "matplotlib")
    return ", ".join(f"{name} {version(name)}" for name in shown)


# --- cache, kernel, disk ------------------------------------------------------------------------


def cache(probe: dict[str, Any]) -> Finding:
    """Whether compiled code can be kept, as `run_probe` saw it."""
    if probe["kept"]:
        return Finding("cache", "ok", f"compiled code is kept in {probe['cache']}")
    folder = Path(tempfile.gettempdir()) / "numba-cache"
    return Finding(
        "cache", "wrong",
        "compiled code cannot be kept: no folder for it can be written, so every kernel compiles "
        "for seconds",
        f"export NUMBA_CACHE_DIR={shlex.quote(str(folder))}",
    )  # fmt: skip


def kernel() -> Finding:
    """Start the kernel that notebooks ask for, and let it train a network."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    install = f"{shlex.quote(sys.executable)} -m ipykernel install --sys-prefix --name python3"
    try:
        spec = KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel:
        return Finding("kernel", "wrong", "Jupyter has no kernel called python3", install)
    except (OSError, ValueError) as error:
        return Finding("kernel", "wrong", f"python3's kernel.json cannot be read: {error}", install)
    try:
        prefix, installed, seconds = _ask_kernel()
    except TimeoutError:
        return Finding(
            "kernel", "wrong",
            f"python3 starts, and did not train a small network within {KERNEL_SECONDS} seconds; "
            "end other programs that keep this computer busy",
            "course doctor",
        )  # fmt: skip
    except Exception as error:  # whatever a kernel of somebody's making does
        why = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        shadow = f"mv {shlex.quote(spec.resource_dir)} {shlex.quote(spec.resource_dir + '.old')}"
        ours = Path(spec.resource_dir).is_relative_to(sys.prefix)
        return Finding(
            "kernel", "wrong", f"python3 in {spec.resource_dir} does not answer ({why})",
            install if ours else f"{shadow} && {install}",
        )  # fmt: skip
    if Path(prefix).resolve() != Path(sys.prefix).resolve() or installed != version(DISTRIBUTION):
        return Finding(
            "kernel", "wrong",
            f"notebooks run with the Python in {prefix}, which has version {installed} of the "
            f"course, and not with that in {sys.prefix}",
            install,
        )  # fmt: skip
    return Finding("kernel", "ok", f"python3 answers; it trained a network in {seconds:.1f} s")


def _ask_kernel() -> list[Any]:
    """What the kernel answers to `IN_KERNEL`; raises whatever keeps it from that."""
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(
        startup_timeout=60, kernel_name="python3", stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        reply = client.execute_interactive(
            IN_KERNEL,
            silent=True,
            user_expressions={"answer": "_json.dumps(_answer)"},
            timeout=KERNEL_SECONDS,
            output_hook=lambda message: None,
        )["content"]
        if reply["status"] != "ok":
            raise RuntimeError(f"{reply['ename']}: {reply['evalue']}")
        text = reply["user_expressions"]["answer"]["data"]["text/plain"]
        answer: list[Any] = json.loads(text.strip("'"))
        return answer
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def disk(folder: Path, needed_bytes: int = FREE_BYTES) -> Finding:
    """Whether notebooks can be written in a folder, and some pictures besides."""
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        return Finding(
            "disk", "wrong", f"{folder} cannot be written ({error.strerror}); go to another folder",
            "cd ~",
        )  # fmt: skip
    free = shutil.disk_usage(folder).free
    if free < needed_bytes:
        return Finding(
            "disk", "wrong",
            f"{free / 10**6:.0f} MB are free in {folder}, and {needed_bytes / 10**6:.0f} MB are "
            "needed; empty the trash, or see what is large",
            "du -sh ~/* | sort -h | tail",
        )  # fmt: skip
    return Finding("disk", "ok", f"{free / 10**9:.1f} GB are free in {folder}")


def main() -> int:
    """Print the findings; 1 if anything is wrong, else 0."""
    verdicts = []
    for finding in examine():
        print(finding, flush=True)
        verdicts.append(finding.verdict)
    n_wrong = verdicts.count("wrong")
    print(f"\n{n_wrong} to mend" if n_wrong else "\nall is well: course start lab1_xor")
    return 1 if n_wrong else 0


if __name__ == "__main__":
    sys.exit(main())
