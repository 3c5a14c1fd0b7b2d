"""`course doctor` on a computer where things are really broken."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from course import doctor
from course.doctor import disk, installed_packages, kernel, python

ROOT = Path(__file__).parent.parent.parent


def test_a_kernel_that_works():
    found = kernel()
    assert found.verdict == "ok", found
    assert "it trained a network" in found.says


def kernel_of(folder, argv, monkeypatch):
    """A kernel python3 that hides the right one, as an old installation leaves it behind."""
    spec = folder / "kernels" / "python3"
    spec.mkdir(parents=True)
    text = json.dumps({"argv": argv, "display_name": "old", "language": "python"})
    (spec / "kernel.json").write_text(text)
    monkeypatch.setenv("JUPYTER_PATH", str(folder))
    return spec


def test_a_kernel_of_a_python_that_is_gone(tmp_path, monkeypatch):
    spec = kernel_of(tmp_path, ["/gone/bin/python", "-m", "ipykernel_launcher"], monkeypatch)
    found = kernel()
    assert found.verdict == "wrong"
    assert f"python3 in {spec} does not answer" in found.says
    assert found.command.startswith(f"mv {spec} {spec}.old && ")
    assert found.command.endswith("-m ipykernel install --sys-prefix --name python3")


def test_a_kernel_that_ends_at_once(tmp_path, monkeypatch):
    kernel_of(tmp_path, [sys.executable, "-c", "raise SystemExit(3)"], monkeypatch)
    assert "does not answer" in kernel().says


def test_a_kernel_that_is_too_slow_is_no_broken_one(monkeypatch):
    monkeypatch.setattr(doctor, "KERNEL_SECONDS", 0.001)
    found = kernel()
    assert "starts, and did not train a small network within 0.001 seconds" in found.says
    assert found.command == "course doctor"


def test_a_kernel_file_that_was_cut_off(tmp_path, monkeypatch):
    spec = kernel_of(tmp_path, [], monkeypatch)
    (spec / "kernel.json").write_text('{"argv": [')
    assert "kernel.json cannot be read" in kernel().says


def test_a_package_that_cannot_be_imported_is_told_with_the_way_out(tmp_path):
    """The whole command, with a pyarrow in front of the right one that is broken."""
    (tmp_path / "pyarrow.py").write_text("raise ImportError('libarrow.so: wrong ELF class')")
    environment = os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    ran = subprocess.run(
        [sys.executable, "-m", "course.doctor"], env=environment, capture_output=True, text=True
    )
    assert ran.returncode == 1
    assert ran.stderr == ""
    lines = ran.stdout.splitlines()
    assert lines[0].startswith("✓ Python")
    assert (
        "✗ pyarrow: cannot be imported (ImportError: libarrow.so: wrong ELF class); type: "
        in (lines[1])
    )
    assert lines[1].endswith("-m pip install --force-reinstall --no-deps pyarrow")
    assert "· kernel: not looked at before the packages are mended" in lines
    assert lines[-1] == "1 to mend"


def test_packages_that_are_missing_or_too_old(monkeypatch):
    monkeypatch.setattr(
        doctor, "needed", lambda: {"numpy": "numpy>=99", "no-such-package": "no-such-package"}
    )
    found = {finding.subject: finding for finding in installed_packages()}
    assert found["numpy"].says.endswith("and numpy>=99 is needed")
    assert found["numpy"].command.endswith("-m pip install 'numpy>=99'")
    assert found["no-such-package"].says == "is not installed"


def test_an_old_python(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    assert str(python()) == (
        "✗ Python: this is 3.9.18, and 3.11 or newer is needed; type: python3.11 -m venv course-env"
    )


@pytest.mark.slow
def test_nothing_can_be_written():
    """A file system that is read-only, but for a small folder: real ones, by bubblewrap."""
    code = (
        "from course.doctor import *; print(cache(run_probe())); print(disk(Path('/'))); "
        "print(disk(Path('/tmp')))"
    )
    environment = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"}
    ran = subprocess.run(
        ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--unshare-pid",
         "--size", "5000000", "--tmpfs", "/tmp", sys.executable, "-c", code],
        env=environment | {"PYTHONPATH": str(ROOT), "HOME": "/root"}, cwd=ROOT,
        capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    cache, root, small = ran.stdout.splitlines()
    assert cache.startswith("✗ cache: compiled code cannot be kept")
    assert "type: export NUMBA_CACHE_DIR=" in cache
    assert root.startswith("✗ disk: / cannot be written (Read-only file system); go to another")
    assert small.startswith("✗ disk: 5 MB are free in /tmp, and 300 MB are needed")


def test_enough_room(tmp_path):
    assert disk(tmp_path, needed_bytes=1).verdict == "ok"


@pytest.mark.slow
def test_the_whole_command_where_all_is_well():
    course = Path(sys.executable).with_name("course")
    ran = subprocess.run([course, "doctor"], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout
    assert [line[0] for line in ran.stdout.splitlines()[:5]] == ["✓"] * 5
    assert ran.stdout.endswith("all is well: course start lab1_xor\n")
