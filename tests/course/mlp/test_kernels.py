"""The compiled kernels on their own: functions against scipy, the cache against a sandbox."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit

import course
from course.mlp import kernel_cache, kernels

NUMBERS = np.r_[
    np.random.default_rng(0).normal(scale=8, size=10_000),
    np.linspace(-800, 800, 10_001),
    np.logspace(-300, 0, 301),
    -np.logspace(-300, 0, 301),
    [0.0, np.inf, -np.inf, 1e300, -1e300],
]


@pytest.mark.parametrize(
    ("compiled", "reference"),
    [(kernels.logistic_in_place, expit), (kernels.tanh_in_place, np.tanh)],
)
def test_activations_agree_with_scipy_and_numpy(compiled, reference):
    z = NUMBERS.copy()
    compiled(z)
    np.testing.assert_allclose(z, reference(NUMBERS), rtol=1e-15, atol=1e-300)


@pytest.mark.parametrize("compiled", [kernels.logistic_in_place, kernels.tanh_in_place])
def test_nan_stays_nan(compiled):
    z = np.array([np.nan])
    compiled(z)
    assert np.isnan(z[0])


# --- where compiled code is kept ----------------------------------------------------------------


@pytest.fixture
def not_a_folder(tmp_path: Path) -> Path:
    """A path that can't become a folder, also not for root: its parent is a file."""
    (tmp_path / "file").write_text("")
    return tmp_path / "file" / "cache"


def test_the_first_writable_folder_is_taken(tmp_path, not_a_folder):
    assert kernel_cache.first_writable([not_a_folder, tmp_path / "a", tmp_path / "b"]) == (
        tmp_path / "a"
    )


def test_without_a_writable_folder_there_is_a_temporary_one(not_a_folder):
    chosen = kernel_cache.first_writable([not_a_folder])
    assert chosen.is_dir()
    shutil.rmtree(chosen)


def test_where_nothing_can_be_written_nothing_is_kept(not_a_folder, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(not_a_folder))
    assert kernel_cache.first_writable([not_a_folder]) is None


def test_compiled_code_of_a_read_only_folder_is_used(tmp_path, monkeypatch):
    warmed, home = tmp_path / "warmed", tmp_path / "home"
    warmed.mkdir()
    (warmed / "kernels.f.nbi").write_text("index")
    (warmed / "other.pyc").write_text("not ours")
    monkeypatch.setattr(kernel_cache, "_is_writable", lambda folder: folder == home)
    home.mkdir()
    assert kernel_cache.first_writable([warmed, home]) == home
    assert [path.name for path in home.iterdir()] == ["kernels.f.nbi"]


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap")
def test_nothing_is_compiled_in_a_read_only_sandbox():
    """Trains in a sandbox like the grader's, after a training outside has warmed the cache."""
    code = """
from numba.core.dispatcher import Dispatcher
def refuse(*args): raise SystemExit("compiled anew")
from course.mlp import MLPClassifier
import numba.core.dispatcher as dispatcher
dispatcher._FunctionCompiler.compile = refuse
for solver in ("sgd", "adam", "lbfgs"):
    MLPClassifier(solver=solver, max_iter=2).fit([[0.0, 1.0], [1.0, 0.0]] * 5, [0, 1] * 5)
print("trained")
"""
    quiet = [sys.executable, "-W", "ignore", "-c"]
    warm = code.replace("dispatcher._FunctionCompiler.compile = refuse", "")
    subprocess.run([*quiet, warm], check=True, capture_output=True)
    sandbox = ["bwrap", "--ro-bind", "/", "/", "--tmpfs", "/tmp", "--dev", "/dev"]
    folder = Path(course.__file__).parents[1]
    for needed in (folder, sys.prefix):  # either may lie in the /tmp that is hidden
        sandbox += ["--ro-bind", str(needed), str(needed)]
    sandbox += ["--setenv", "HOME", "/nowhere", "--chdir", str(folder), "--unshare-net"]
    done = subprocess.run([*sandbox, *quiet, code], capture_output=True, text=True, check=False)
    if "bwrap:" in done.stderr:
        pytest.skip(f"no sandbox here: {done.stderr.strip()}")
    assert done.stdout == "trained\n", done.stderr
