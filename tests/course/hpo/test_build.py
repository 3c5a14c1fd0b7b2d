"""A table is the same however it was built, and a killed run goes on where it was."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from course.cli import app
from course.hpo import build
from course.hpo.build import BuildError, Plan, build_table, modelled_seconds, seed_of_run
from course.hpo.space import SPACES
from course.hpo.table import load_table
from course.hpo.tasks import TASKS, load_task
from course.hpo.training import train

PLAN = Plan("digits", n_settings=14, n_epochs=2, n_repeated=3, n_repeats=3)
N_RUNS = 14 + 3 * 3


@pytest.fixture(autouse=True, scope="module")
def _small_pieces():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "RUNS_A_PIECE", 5)
        yield


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return build_table(PLAN, tmp_path_factory.mktemp("table"))


def assert_same(table, other):
    """All but the seconds, which are measured."""
    pd.testing.assert_frame_equal(table.settings, other.settings)
    np.testing.assert_array_equal(table.curves[..., :3], other.curves[..., :3])
    np.testing.assert_array_equal(table.repeats[..., :3], other.repeats[..., :3])
    assert list(table.statuses) == list(other.statuses)


def test_each_curve_is_that_of_its_setting_and_seed(table):
    data, settings = load_task("digits"), SPACES["digits"].sobol(14).to_dict("records")
    assert table.curves.shape == (14, 1, 2, 4)
    assert table.repeats.shape == (3, 3, 2, 4)
    for found, i, repeat in [
        (table.curves[13, 0], 13, 0),
        (table.repeats[2, 0], 2, 1),
        (table.repeats[0, 2], 0, 3),
    ]:
        seed = seed_of_run(0, i, repeat)
        size = TASKS["digits"].batch_size
        alone = train(settings[i], data, n_epochs=2, batch_size=size, seed=seed)
        np.testing.assert_array_equal(found[:, :3], alone[:, :3])


def test_a_table_comes_back_from_its_folder(table, tmp_path):
    built = build_table(PLAN, tmp_path, n_jobs=2)
    assert_same(built, table)
    assert_same(load_table(tmp_path), table)
    assert not (tmp_path / "building").exists()
    assert built.metadata["batch_size"] == TASKS["digits"].batch_size
    assert built.metadata["n_settings"] == 14


def test_other_seeds_give_other_curves_and_repeats_differ(table, tmp_path):
    other = build_table(replace(PLAN, seed=1), tmp_path)
    assert (other.curves[..., 1] != table.curves[..., 1]).any()
    assert (table.repeats[:, 0, :, 1] != table.repeats[:, 1, :, 1]).any()
    seeds = {seed_of_run(s, i, r) for s in range(3) for i in range(100) for r in range(4)}
    assert len(seeds) == 1200


def test_a_stopped_run_goes_on_where_it_was(table, tmp_path):
    def stop(done, total):
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_table(PLAN, tmp_path, progress=stop)
    finished = sorted(path.name for path in (tmp_path / "building").glob("*.npy"))
    assert finished == ["000000.npy"]
    seen = []
    assert_same(build_table(PLAN, tmp_path, progress=lambda *numbers: seen.append(numbers)), table)
    assert seen[0] == (5, N_RUNS)
    assert seen[-1] == (N_RUNS, N_RUNS)


def test_a_piece_cut_off_is_trained_again(table, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        build_table(PLAN, tmp_path, progress=interrupt_after_first)
    piece = tmp_path / "building" / "000000.npy"
    piece.write_bytes(piece.read_bytes()[:-100])
    assert_same(build_table(PLAN, tmp_path), table)


def interrupt_after_first(done, total):
    if done:
        raise KeyboardInterrupt


def test_pieces_of_another_plan_are_not_mixed_in(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        build_table(PLAN, tmp_path, progress=interrupt_after_first)
    with pytest.raises(BuildError, match="holds pieces of another table; repeat the command"):
        build_table(replace(PLAN, n_epochs=3), tmp_path)
    assert (tmp_path / "building" / "000000.npy").exists()


def test_a_table_grows_into_the_one_built_at_once(table, tmp_path, monkeypatch):
    build_table(replace(PLAN, n_settings=9, n_repeated=2, n_repeats=1), tmp_path)
    trained = []
    monkeypatch.setattr(build, "train", lambda *a, **k: trained.append(k["seed"]) or train(*a, **k))
    grown = build_table(PLAN, tmp_path)
    assert_same(grown, table)
    assert len(trained) == N_RUNS - 9 - 2
    assert_same(build_table(PLAN, tmp_path), table)
    assert len(trained) == N_RUNS - 9 - 2  # nothing was left to train


def test_a_table_is_not_built_over_another_one(table, tmp_path):
    build_table(PLAN, tmp_path)
    for plan, message in [
        (replace(PLAN, seed=1), "holds another table, whose seed is 0 and not 1"),
        (replace(PLAN, n_epochs=3), "whose n_epochs is 2 and not 3"),
        (replace(PLAN, n_settings=13), "a table with 14 settings, 3 of them repeated 3 times"),
        (replace(PLAN, n_repeats=2), "would lose some; ask for at least as many"),
    ]:
        with pytest.raises(BuildError, match=message):
            build_table(plan, tmp_path)
    assert_same(load_table(tmp_path), table)


def test_killed_with_its_workers_it_goes_on_where_it_was(tmp_path):
    out = tmp_path / "killed"
    course = Path(sys.executable).with_name("course")
    command = [str(course), "table", "build", "--workers", "2"]
    command += ["--settings", "60", "--epochs", "1", "--repeated", "0", "--out", str(out)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
    while not list((out / "building").glob("0*.npy")):
        assert running.poll() is None
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    assert not (out / "table.json").exists()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "written to" in done.stdout
    undisturbed = build_table(Plan("digits", 60, 1, n_repeated=0), tmp_path / "undisturbed")
    assert_same(load_table(out), undisturbed)


def test_modelled_seconds_find_the_costs_again():
    rng = np.random.default_rng(0)
    macs, n_parameters = rng.integers(1, 10**6, 200), rng.integers(1, 10**5, 200)
    true = 0.01 + 2e-8 * macs + 3e-8 * n_parameters
    curves = np.zeros((200, 11, 4), dtype=np.float32)
    curves[:, :, 3] = np.cumsum(true[:, np.newaxis] * rng.choice([1, 1, 1, 3], (200, 11)), axis=1)
    found, model = modelled_seconds(curves, n_parameters, macs)
    np.testing.assert_allclose(np.median(found / true), 1, atol=0.05)
    assert model["seconds_per_mac"] == pytest.approx(2e-8, rel=0.3)


def says(*arguments):
    result = CliRunner().invoke(app, ["table", "build", *map(str, arguments)])
    assert result.exit_code == 2
    return result.output


def test_the_command_explains_foreseeable_mistakes(tmp_path):
    assert "mnist needs a folder with its files" in says("--task", "mnist", "--out", tmp_path)
    message = says("--task", "mnist", "--out", tmp_path, "--data", tmp_path / "nowhere")
    assert "nowhere" in message
    file = tmp_path / "file"
    file.write_text("")
    assert "file" in says("--settings", 2, "--epochs", 1, "--out", file)
    assert "no Dask scheduler answers" in says("--dask", "tcp://127.0.0.1:9", "--out", tmp_path)


def test_on_a_dask_cluster_the_table_is_the_same(table, tmp_path):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster),
    ):
        import joblib

        with joblib.parallel_config("dask"):
            assert_same(build_table(PLAN, Path(tmp_path), n_jobs=-1), table)
