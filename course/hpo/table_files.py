"""A table's three files: arrays, settings, and a card that knows the checksums of all three.

Writing is all or nothing. The files are written into `.unfinished/`, which is then renamed to
`.finished/`; from that moment on the new table counts. Its files are moved over the old ones last,
and until one has been moved it is read from `.finished/`. So a save that is killed at any point
leaves the old table or the new one, never a mixture. Only one save at a time may write to a folder.
"""

import hashlib
import io
import json
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from course.errors import DataError

FORMAT = 1
ARRAYS, SETTINGS, CARD = "curves.npz", "settings.parquet", "table.json"
UNFINISHED, FINISHED = ".unfinished", ".finished"
NO_DIGEST = "0" * 64  # stands for the card's own checksum while that is computed
BUILD = "course table build"


def again(build: str = BUILD) -> str:
    """What to do about a broken table that this command builds."""
    return f"restore the folder, or build the table again with `{build}`"


class TableError(DataError):
    """A table's files or arrays, or a question to it, break a rule; the message names it."""


# --- write --------------------------------------------------------------------------------------


def write_files(
    folder: Path,
    arrays: Mapping[str, NDArray[Any]],
    settings: pd.DataFrame,
    card: Mapping[str, Any],
) -> None:
    """Write `curves.npz`, `settings.parquet` and `table.json` into `folder` (made if need be).

    `settings` has columns of int64, float64 and strings; `card` is plain JSON. Raises `TableError`
    when the folder can't be made or written to; what it held before is then still whole.
    """
    contents = {ARRAYS: _npz(arrays), SETTINGS: _parquet(settings)}
    contents[CARD] = _sealed(card, {name: _sha256(content) for name, content in contents.items()})
    unfinished = folder / UNFINISHED
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _move_finished(folder)  # of a save that was killed before it had moved all
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        for name, content in contents.items():
            with (unfinished / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        unfinished.rename(folder / FINISHED)
        _move_finished(folder)
    except OSError as error:
        raise TableError(
            f"{folder}: must be a folder that can be written to, got "
            f"{(error.strerror or 'an error').lower()!r}; make room, or name another folder"
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _move_finished(folder: Path) -> None:
    finished = folder / FINISHED
    if finished.is_dir():
        for path in sorted(finished.iterdir()):
            path.replace(folder / path.name)
        finished.rmdir()


def _npz(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _parquet(settings: pd.DataFrame) -> bytes:
    columns = {}
    for name in settings:
        column = settings[name]
        # Built by hand: pandas would write a description of its own that changes with its version.
        columns[name] = pa.array(
            column.to_numpy() if column.dtype.kind in "if" else column.tolist(),
        )
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer, compression="zstd")
    return buffer.getvalue()


def _sealed(card: Mapping[str, Any], digests: Mapping[str, str]) -> bytes:
    """The card as JSON with all checksums, its own first: of itself with zeros in their place."""
    whole = {"format": FORMAT, "sha256": {CARD: NO_DIGEST, **digests}, **card}
    content = (json.dumps(whole, indent=1, allow_nan=False) + "\n").encode()
    return content.replace(NO_DIGEST.encode(), _sha256(content).encode(), 1)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# --- read ---------------------------------------------------------------------------------------


def read_files(
    folder: Path, build: str = BUILD
) -> tuple[dict[str, NDArray[Any]], pd.DataFrame, dict[str, Any]]:
    """The arrays, settings and card that `write_files` wrote, checked against their checksums.

    Nothing is unpickled. `build` is the command that makes such tables. Raises `TableError` when a
    file is missing, unreadable, damaged or of another format.
    """
    if not folder.is_dir():
        raise TableError(
            f"{folder}: must be a folder with {ARRAYS}, {SETTINGS} and {CARD}, got "
            f"{'a file' if folder.exists() else 'nothing there'}; check the path, or build the "
            f"table with `{build}`"
        )
    card = _read_card(folder, build)
    contents = {name: _read_bytes(folder, name, build) for name in (ARRAYS, SETTINGS)}
    for name, content in contents.items():
        _check_digest(folder / name, _sha256(content), card["sha256"][name], build)
    return (
        _arrays(folder / ARRAYS, contents[ARRAYS], build),
        _settings(folder / SETTINGS, contents[SETTINGS], build),
        card,
    )


def _read_card(folder: Path, build: str) -> dict[str, Any]:
    path, content = folder / CARD, _read_bytes(folder, CARD, build)
    try:
        card = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise TableError(f"{path}: must be JSON in UTF-8, got {error}; {again(build)}") from error
    if not isinstance(card, dict):
        raise TableError(
            f"{path}: must be a JSON object, got {type(card).__name__}; {again(build)}"
        )
    if card.get("format") != FORMAT:
        raise TableError(
            f"{path}: must be of format {FORMAT}, which this version reads, got "
            f"{card.get('format')!r}; install the version that wrote it, or build the table again "
            f"with `{build}`"
        )
    digests = card.get("sha256")
    for name in (CARD, ARRAYS, SETTINGS):
        digest = digests.get(name) if isinstance(digests, dict) else None
        if not (isinstance(digest, str) and re.fullmatch("[0-9a-f]{64}", digest)):
            raise TableError(
                f"{path}: must give the sha256 of {name} as 64 hexadecimal digits, got "
                f"{digest!r}; {again(build)}"
            )
    own = card["sha256"][CARD]
    _check_digest(path, _sha256(content.replace(own.encode(), NO_DIGEST.encode(), 1)), own, build)
    return card


def _read_bytes(folder: Path, name: str, build: str) -> bytes:
    for path in (folder / FINISHED / name, folder / name):
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise TableError(
                f"{path}: must be a readable file, got {(error.strerror or 'an error').lower()!r}; "
                "check the file's permissions"
            ) from error
    raise TableError(f"{folder / name}: must be there, got no such file; {again(build)}")


def _check_digest(path: Path, found: str, wanted: str, build: str) -> None:
    if found != wanted:
        raise TableError(
            f"{path}: must have the sha256 {wanted[:12]}… that {CARD} gives, got {found[:12]}…, so "
            f"it was damaged or changed by hand; {again(build)}"
        )


# A file with the right checksum was written on purpose, perhaps by something else. The libraries
# that parse it answer nonsense with exceptions of many kinds, hence `except Exception` twice.


def _arrays(path: Path, content: bytes, build: str) -> dict[str, NDArray[Any]]:
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except Exception as error:
        raise TableError(
            f"{path}: must be an .npz of plain arrays without pickles, got {error}; {again(build)}"
        ) from error


def _settings(path: Path, content: bytes, build: str) -> pd.DataFrame:
    try:
        rows = pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False)
        return rows.to_pandas(use_threads=False)
    except Exception as error:
        raise TableError(f"{path}: must be a Parquet file, got {error}; {again(build)}") from error
