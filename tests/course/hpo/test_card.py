"""The card of a table says what a small table says, and the command shows it."""

import numpy as np
import pytest
from typer.testing import CliRunner

from course.cli import app
from course.hpo.build import Plan, build_table
from course.hpo.card import card


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("card")
    build_table(Plan("digits", n_settings=40, n_epochs=4, n_repeated=20, n_repeats=3), folder)
    return folder


def test_the_command_shows_the_card(folder):
    result = CliRunner().invoke(app, ["table", "show", "digits", "--folder", str(folder)])
    assert result.exit_code == 0, result.output
    assert "40 × 4" in result.output
    assert "800 train, 700 validation, 297 test" in result.output


def test_its_numbers_are_the_tables(folder):
    from course.data import load_curves

    table = load_curves("digits", folder)
    facts = dict(card(table))
    final = np.sort(table.validation_accuracy[:, -1])
    assert facts["untrainable (below 0.15)"] == f"{np.mean(final < 0.15):.1%}"
    assert facts["accuracy of the top"].endswith(f"{final[-1]:.4f}")  # 0.5 % of 40 is the best
    assert f"100 %: {final[-1]:.3f}" in facts["final validation accuracy"]
    hours = (table.seconds[:, -1].sum() + table.repeats[:, :, -1, 3].sum()) / 3600
    assert facts["processor hours in all"] == f"{hours:.1f}"


def test_a_missing_table_is_explained(tmp_path):
    result = CliRunner().invoke(app, ["table", "show", "--folder", str(tmp_path / "nowhere")])
    assert result.exit_code == 2
    assert "course table show: " in result.output
    assert "nowhere" in result.output
