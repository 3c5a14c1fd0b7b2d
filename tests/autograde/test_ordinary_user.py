"""The sandbox for an ordinary user, too: its tests again, by a user without any rights."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
USER = "1234567"  # nobody's
WHAT = "cell_runs or own_files or only_tmp or network or others or rights or refused or limits5"


def closed_folder(path: Path) -> Path | None:
    """The outermost folder above `path` through which not everybody may pass."""
    closed = [folder for folder in path.parents if not folder.stat().st_mode & 0o001]
    return closed[-1] if closed else None


def opened(*paths: Path) -> list[str]:
    """Arguments for bwrap that show this machine with open folders above `paths`."""
    covered = {folder for path in paths if (folder := closed_folder(path)) is not None}
    arguments = ["--dev-bind", "/", "/"]
    for folder in covered:
        arguments += ["--perms", "0755", "--tmpfs", str(folder)]
    for path in paths:
        for folder in covered:
            if path.is_relative_to(folder):
                inner = [parent for parent in path.parents if folder in parent.parents]
                for parent in reversed(inner):
                    arguments += ["--perms", "0755", "--dir", str(parent)]
                arguments += ["--ro-bind", str(path), str(path)]
    return arguments


@pytest.mark.skipif(os.geteuid() != 0, reason="whoever runs the tests is an ordinary user already")
def test_the_sandbox_works_for_an_ordinary_user():
    prefix = Path(sys.base_prefix).resolve()
    shown = opened(prefix, Path(sys.prefix).resolve(), ROOT)
    user = ["setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"]
    tests = ["tests/autograde/test_sandbox.py", "-k", WHAT, "-q", "-p", "no:cacheprovider"]
    command = ["bwrap", *shown, "--chdir", str(ROOT), "--setenv", "HOME", "/tmp/nobody-home"]
    command += [*user, sys.executable, "-m", "pytest", "--noconftest", *tests]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]
    assert int(ran.stdout.rsplit(" passed", 1)[0].split()[-1]) >= 15
