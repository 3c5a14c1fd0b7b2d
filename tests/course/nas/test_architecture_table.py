"""The table of trained networks: what it holds, its files, and what is refused."""

import json
from dataclasses import fields

import numpy as np
import pytest

from course.data import load_architectures
from course.errors import DataError
from course.hpo.table_files import CARD, read_files, write_files
from course.nas.cost import cost
from course.nas.encoding import every_genotype, gene
from course.nas.limits import Limits
from course.nas.spaces import TinyChain
from course.nas.table import COSTS, TableError, save_architectures
from tests.course.nas.tables import GENOTYPES, SPACE, TABLE, made_up


def test_the_space_has_all_spellings_but_four_pools():
    space = TinyChain()
    everyone = list(every_genotype(space))
    assert len(everyone) == len(set(everyone)) == 6 + 6**2 + 6**3 + 6**4 - 1
    assert "1 × 1" in space.reason_against((gene("max_pool"),) * 4)


def test_a_saved_table_is_the_same_bits(tmp_path):
    save_architectures(TABLE, tmp_path / "table")
    again = load_architectures(tmp_path / "table")
    for field in fields(TABLE):
        ours, theirs = getattr(TABLE, field.name), getattr(again, field.name)
        assert np.array_equal(ours, theirs) if isinstance(ours, np.ndarray) else ours == theirs
    with pytest.raises(ValueError, match="read-only"):
        again.test[0, 0] = 1


def test_an_entry_is_found_by_its_genotype():
    for i in (0, 7, len(GENOTYPES) - 1):
        assert TABLE.index(GENOTYPES[i]) == i
        assert GENOTYPES[i] in TABLE
        assert TABLE.accuracy(GENOTYPES[i]) == pytest.approx(TABLE.validation[i, 0, -1])
        assert TABLE.from_scratch(GENOTYPES[i]) == pytest.approx(TABLE.test[i, 1:].mean())
        assert TABLE.sram_bytes[i] == cost(SPACE.decode(GENOTYPES[i])).sram_bytes


@pytest.mark.parametrize(
    ("genotype", "message"),
    [
        ((gene("conv", channels=5),), "illegal one; gene 1 .conv.: channels must be one of 4, 8"),
        ((), "illegal one; tiny chain: a genotype must have 1 to 2 genes, got 0"),
        (3, "got 3; a genotype is a tuple of genes"),
        ([gene("max_pool")], "a tuple of genes"),
    ],
    ids=["channels", "empty", "number", "list"],
)
def test_a_genotype_that_is_not_there_is_refused_with_the_reason(genotype, message):
    with pytest.raises(TableError, match=message):
        TABLE.index(genotype)


def test_a_legal_genotype_that_was_not_trained_is_called_so():
    costs = {name: getattr(TABLE, name)[:1] for name in COSTS}
    one = made_up(
        genotypes=GENOTYPES[:1], validation=TABLE.validation[:1], test=TABLE.test[:1],
        seconds=TABLE.seconds[:1], **costs,
    )  # fmt: skip
    with pytest.raises(TableError, match="legal but was not trained"):
        one.index(GENOTYPES[1])


def test_limits_are_those_of_the_cost_model():
    limits = Limits(sram_bytes=600, flash_bytes=400)
    expected = [limits.allow(SPACE, genotype) for genotype in GENOTYPES]
    assert TABLE.fits(limits).tolist() == expected
    assert 0 < sum(expected) < len(expected)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"test": TABLE.test[:, :2]}, r"test must be .*n_networks=42, n_seeds=3"),
        ({"validation": TABLE.validation.astype(float)}, "validation must be an array of float32"),
        ({"validation": TABLE.validation[:, :, :0]}, "at least one seed and one epoch"),
        ({"macs": TABLE.macs.astype(np.int32)}, "macs must be an array of int64"),
        ({"genotypes": GENOTYPES[:-1] + GENOTYPES[:1]}, "each there once, got 42 of which 41"),
        ({"genotypes": ()}, "at least one"),
        ({"metadata": {"path": {1, 2}}}, "plain JSON"),
    ],
)  # fmt: skip
def test_what_does_not_belong_together_is_no_table(changes, message):
    with pytest.raises(TableError, match=message):
        made_up(**changes)


@pytest.fixture
def folder(tmp_path):
    save_architectures(TABLE, tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["table.json", "curves.npz", "settings.parquet"])
def test_damage_is_noticed_and_the_message_says_what_to_do(folder, name):
    content = (folder / name).read_bytes()
    for broken in (content[:-9], content[:40] + b"!" + content[41:], b""):
        (folder / name).write_bytes(broken)
        with pytest.raises(TableError, match="course nas build"):
            load_architectures(folder)
    (folder / name).unlink()
    with pytest.raises(DataError, match=f"{name}: must be there"):
        load_architectures(folder)


def test_other_tables_and_formats_are_refused(folder, tmp_path):
    with pytest.raises(TableError, match="got nothing there; check the path"):
        load_architectures(tmp_path / "nowhere")
    arrays, rows, card = read_files(folder)
    for key in ("format", "sha256"):
        card.pop(key)
    for changes, message in (
        ({"kind": "curves"}, "a table of architectures as `course nas build` writes it, got a"),
        ({"space": {"name": "cells"}}, "must hold a table of architectures"),
        ({"space": card["space"] | {"max_layers": 1}}, "must have 1 genes, got 2"),
        ({"metadata": None}, "metadata must be plain JSON"),
    ):
        write_files(folder, arrays, rows, card | changes)
        with pytest.raises(TableError, match=message):
            load_architectures(folder)
    write_files(folder, arrays, rows.assign(macs=rows["macs"] + 1), card)
    with pytest.raises(TableError, match=r"macs that course\.nas\.cost counts otherwise"):
        load_architectures(folder)
    write_files(folder, {name: arrays[name] for name in ("test", "seconds")}, rows, card)
    with pytest.raises(TableError, match="got 'validation'"):
        load_architectures(folder)


def test_an_older_format_is_named(folder):
    card = json.loads((folder / CARD).read_text())
    (folder / CARD).write_text(json.dumps(card | {"format": 0}))
    with pytest.raises(TableError, match=r"must be of format 1, .* got 0; .*`course nas build`"):
        load_architectures(folder)


def test_what_was_trained_from_one_seed_alone_says_nothing_about_others():
    some = TABLE.test.copy()
    some[3, 1:] = np.nan
    curves, seconds = TABLE.validation.copy(), TABLE.seconds.copy()
    curves[3, 1:] = seconds[3, 1:] = np.nan
    table = made_up(validation=curves, test=some, seconds=seconds)
    assert table.is_repeated.tolist() == [i != 3 for i in range(len(GENOTYPES))]
    with pytest.raises(TableError, match="must have been trained from other seeds"):
        table.from_scratch(GENOTYPES[3])


def test_half_trained_networks_are_refused():
    for row, seed in ((3, 0), (3, 1)):
        test = TABLE.test.copy()
        test[row, seed] = np.nan
        with pytest.raises(TableError, match="trained from seed 0, and from another either to the"):
            made_up(test=test)
