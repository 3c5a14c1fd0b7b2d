"""The table of networks that comes with the course: whole, as its card says, and true."""

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

from course.data import load_architectures
from course.hpo.training import one_thread
from course.nas.build import Plan
from course.nas.encoding import every_genotype
from course.nas.facts import card
from course.nas.table import LIMITS
from course.nas.training import train

DATASETS = Path(__file__).parents[3] / "datasets"


@pytest.fixture(scope="module")
def table():
    return load_architectures()


def test_it_is_small_and_has_the_whole_space(table):
    files = [path for path in (DATASETS / "architectures").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 500_000
    assert table.genotypes == tuple(every_genotype(Plan().space))
    assert len(table) > 1000
    assert {name: table.metadata[name] for name in Plan().about()} == Plan().about()


def test_there_is_something_to_search_for(table):
    fits = table.fits(LIMITS)
    assert fits.mean() <= 0.15
    assert table.is_repeated[fits].all()
    for rows in (table.is_repeated, fits):
        assert spearmanr(*table.validation[rows, :2, -1].T).statistic > 0.9


def test_the_readme_has_its_card(table):
    text = (DATASETS / "README.md").read_text(encoding="utf-8")
    for name, value in card(table):
        assert f"| {name} | {value} |" in text


@pytest.mark.slow
def test_training_again_gives_the_same_up_to_the_machine(table):
    """Bit for bit on machines of one kind; on others about as another seed would."""
    plan, data = Plan(), Plan().data()
    rows = np.random.default_rng(5).choice(np.flatnonzero(table.is_repeated), 12, replace=False)
    with one_thread():
        ends = [
            train(plan.space.decode(table.genotypes[i]), data, plan.recipe, seed).curve[-1]
            for i in rows
            for seed in (0, 2)
        ]
    assert np.abs(ends - table.validation[rows][:, [0, 2], -1].ravel()).mean() < 0.04
