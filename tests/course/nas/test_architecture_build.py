"""Building the table: the same whatever the order, resumable, and never over another one."""

from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from course.cli import app
from course.nas.build import BuildError, Plan, build_architectures
from course.nas.encoding import every_genotype
from course.nas.table import load_architectures
from course.nas.training import accuracy, train

PLAN = Plan(max_layers=1, n_seeds=2, repeated_flash_bytes=200, n_sampled=2,
            draws=(1, 1, 1), epochs=2)  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built") / "table"
    return build_architectures(PLAN, folder), folder


def test_entries_are_those_of_training_alone(built):
    table, folder = built
    assert table.genotypes == tuple(every_genotype(PLAN.space))
    assert (table.n_seeds, table.n_epochs) == (2, 2)
    data = PLAN.data()
    repeated = np.flatnonzero(table.is_repeated)[0]
    for row, seed in ((5, 0), (repeated, 1)):  # the last first: order does not matter
        trained = train(PLAN.space.decode(table.genotypes[row]), data, PLAN.recipe, seed)
        assert table.validation[row, seed].tolist() == np.float32(trained.curve).tolist()
        test = accuracy(trained.network, data.X_test, data.y_test)
        assert table.test[row, seed] == np.float32(test)
    assert not (folder / "building").exists()
    again = load_architectures(folder)
    assert np.array_equal(again.validation, table.validation, equal_nan=True)


def test_other_seeds_are_for_what_is_small_and_for_a_sample(built):
    table, _ = built
    expected = table.is_repeated
    is_small = table.flash_bytes <= 200
    assert expected[is_small].all()
    assert 0 < (expected & ~is_small).sum() <= 2
    assert not expected.all()
    assert np.isnan(table.seconds[~expected, 1]).all()
    assert np.isfinite(table.seconds[expected]).all()


def test_a_stopped_run_goes_on_and_ends_alike(built, tmp_path, monkeypatch):
    monkeypatch.setattr("course.nas.build.RUNS_A_PIECE", 4)

    def stop(done, total):
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_architectures(PLAN, tmp_path, progress=stop)
    begun = []
    table = build_architectures(PLAN, tmp_path, progress=lambda done, total: begun.append(done))
    assert begun[0] == 4
    assert np.array_equal(table.validation, built[0].validation, equal_nan=True)
    assert np.array_equal(table.test, built[0].test, equal_nan=True)


def test_pieces_and_tables_of_other_plans_are_not_mixed_in(built, tmp_path):
    _, folder = built
    assert build_architectures(PLAN, folder).n_seeds == 2  # nothing to do
    with pytest.raises(BuildError, match=r"another table, whose noise is 0\.5 and not 1\.0"):
        build_architectures(replace(PLAN, noise=1.0), folder)
    building = tmp_path / "building"
    building.mkdir()
    (building / "plan.json").write_text("{}")
    with pytest.raises(BuildError, match="pieces of another table"):
        build_architectures(PLAN, tmp_path)
    with pytest.raises(BuildError, match="at least 1 layer, 1 seed and 1 epoch, got 1, 0 and 2"):
        build_architectures(replace(PLAN, n_seeds=0), tmp_path)


def test_the_command_says_what_is_wrong_in_one_line(built):
    _, folder = built
    result = CliRunner().invoke(app, ["nas", "build", "--out", str(folder), "--layers", "1"])
    assert result.exit_code == 2
    assert result.stderr.startswith("course nas build: ")
    assert "holds another table, whose n_seeds is 2 and not 3" in result.stderr
    result = CliRunner().invoke(app, ["nas", "show", "--folder", str(folder / "nowhere")])
    assert result.exit_code == 2
    assert "got nothing there" in result.stderr


def test_the_card_of_a_table(built):
    result = CliRunner().invoke(app, ["nas", "show", "--folder", str(built[1])])
    assert result.exit_code == 0, result.stderr
    assert "6 × 2 × 2" in result.stdout
    assert "rank correlation of two seeds" in result.stdout
