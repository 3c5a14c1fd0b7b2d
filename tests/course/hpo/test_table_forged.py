"""Files with the right checksums and the wrong content are refused, and pickles never run."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from course.hpo.table import TableError, load_table
from tests.course.hpo.tables import FILES, seal


class Payload:
    """Unpickled, it leaves a file behind."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


def test_pickles_are_refused_and_not_run(folder, tmp_path):
    with np.load(folder / "curves.npz") as arrays:
        loaded = dict(arrays)
    loaded["macs"] = np.array([Payload(tmp_path / "ran")] * 4, dtype=object)
    np.savez_compressed(folder / "curves.npz", **loaded)
    seal(folder)
    with pytest.raises(TableError, match=r"curves.npz: must be an .npz of plain arrays without"):
        load_table(folder)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("content", [b"", b"nothing", b"PK\x03\x04", b"\x93NUMPY\x01\x00", b"PAR1"])
@pytest.mark.parametrize("name", FILES[:2])
def test_files_of_another_kind_are_refused(folder, name, content):
    (folder / name).write_bytes(content)
    seal(folder)
    with pytest.raises(TableError, match=f"{name}: must be"):
        load_table(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda a: a.pop("macs"), "got 'macs"),
        (lambda a: a.update(curves=a["curves"][0]), "must hold a table"),
        (lambda a: a.update(curves=np.float32(1)), "must hold a table"),
        (lambda a: a.update(curves=a["curves"].astype("f8")), "curves must be an array of float32"),
        (lambda a: a.update(curves=a["curves"][:, :3]), "curves must be an array of float32 with"),
        (lambda a: a.update(repeats=np.repeat(a["repeats"], 2, 0)), "must hold a table"),
        (lambda a: a.update(n_parameters=a["n_parameters"][:1]), "n_parameters must be an array"),
    ],
)
def test_other_arrays_are_refused(folder, change, message):
    with np.load(folder / "curves.npz") as arrays:
        loaded = dict(arrays)
    change(loaded)
    np.savez_compressed(folder / "curves.npz", **loaded)
    seal(folder)
    with pytest.raises(TableError, match=message):
        load_table(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: s.drop(columns="status"), "status"),
        (lambda s: s.drop(columns="C1"), "settings must have at least one row and the columns"),
        (lambda s: s.assign(extra=1), "settings must have at least one row and the columns"),
        (lambda s: s.iloc[:3], "must be"),
        (lambda s: s.assign(status="late"), "statuses must be 4 of 'ok' and 'diverged'"),
        (lambda s: s.assign(status=None), "statuses must be 4 of 'ok' and 'diverged'"),
        (lambda s: s.assign(l2=[0.1, None, 0.2, 0.3]), "l2 must be in 0 … 1, got"),
        (lambda s: s.assign(C1=10**9), "C1 must be a whole number"),
    ],
)
def test_other_settings_are_refused(folder, change, message):
    path = folder / "settings.parquet"
    change(pd.read_parquet(path)).to_parquet(path, index=False)
    seal(folder)
    with pytest.raises(TableError, match=message):
        load_table(folder)


@pytest.mark.parametrize(
    "change",
    [
        *(lambda card, key=key: card.pop(key) for key in ("task", "space", "metrics", "metadata")),
        lambda card: card.update(task="digits"),
        lambda card: card.update(task=None),
        lambda card: card.update(space=[]),
        lambda card: card["space"].pop("image"),
        lambda card: card["space"].update(hyperparameters=[1]),
        lambda card: card["space"]["hyperparameters"].pop(),
        lambda card: card["space"]["hyperparameters"][0].update(type="colour"),
        lambda card: card["space"]["hyperparameters"][0].update(low=None),
        lambda card: card["space"]["hyperparameters"][0].update(low="4"),
        lambda card: card["metrics"].reverse(),
        lambda card: card.update(metrics=3),
        lambda card: card.update(metadata=[]),
    ],
)
def test_another_card_is_refused(folder, change):
    card = json.loads((folder / "table.json").read_bytes())
    change(card)
    seal(folder, card)
    with pytest.raises(TableError, match=r"must hold a table as `save_table` writes it"):
        load_table(folder)


@pytest.mark.parametrize("digests", [None, [], {}, {"table.json": 1}, {"table.json": "\ud800"}])
def test_a_card_without_checksums_is_refused(folder, digests):
    card = json.loads((folder / "table.json").read_bytes()) | {"sha256": digests}
    (folder / "table.json").write_text(json.dumps(card))
    with pytest.raises(TableError, match=r"must give the sha256 of table.json as 64 hexadecimal"):
        load_table(folder)
