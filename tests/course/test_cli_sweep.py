"""`course sweep` and `course --version`, as typed."""

import pandas as pd
import pytest
from typer.testing import CliRunner

from course import __version__
from course.cli import app

QUICK = ["sweep", "--solver", "sgd", "--activation", "relu", "--set", "max_iter=2", "--seeds", "2"]


def run(*arguments: str):
    return CliRunner().invoke(app, list(arguments))


def test_version():
    assert run("--version").stdout == f"sixteen-seeds {__version__}\n"


def test_sweep_shows_a_table_and_writes_files(tmp_path):
    csv, parquet = tmp_path / "runs.csv", tmp_path / "runs.parquet"
    done = run(*QUICK, "--csv", str(csv), "--parquet", str(parquet))
    assert done.exit_code == 0, done.output
    assert "0 of 2" in done.stdout
    assert pd.read_csv(csv)["iterations"].tolist() == [2, 2]
    assert pd.read_parquet(parquet)["random_state"].tolist() == [0, 1]


def test_options_repeat():
    done = run(*QUICK, "--solver", "adam", "--activation", "tanh")
    assert done.exit_code == 0, done.output
    assert done.stdout.count("of 2") == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--seeds", "0"], "the number of seeds must be at least 1, got seeds=0"),
        (["--csv", "no/such/folder/runs.csv"], "there is no folder no/such/folder; make it first"),
        (["--data", "no/such/folder"], "no/such/folder"),
        (["--set", "alpha"], "--set must be NAME=VALUE, got 'alpha'"),
        (["--set", "alhpa=1"], "did you mean 'alpha'?"),
        (["--set", "alpha=-1"], "The 'alpha' parameter of MLPClassifier must be a float"),
        (["--set", "learning_rate_init=1e200"], "non-finite parameter weights"),
        (["--jobs", "0"], "n_jobs must be at least 1"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(arguments, message):
    done = run(*QUICK, *arguments)
    assert done.exit_code == 2
    assert done.stderr.startswith("course sweep: ")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
