"""Where compiled kernels are kept, so that each machine compiles once.

numba looks for its cache only in folders that it can write to. A sandbox mounts everything
read-only, so numba would compile anew there although the warmed cache is in plain sight. Here a
read-only cache is used as well: it is copied (a few hundred kilobytes) to the first folder that
can be written, in the last resort to a temporary one.
"""

import atexit
import contextlib
import functools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numba
from numba.core.caching import InTreeCacheLocator

_CONFIG: Any = numba.config  # its attributes are made at run time


class KernelCacheLocator(InTreeCacheLocator):
    """numba's locator for a module's own cache, with our choice of folder."""

    def __init__(self, py_func: object, py_file: str) -> None:
        super().__init__(py_func, py_file)
        self._cache_path = str(kernel_cache_folder())


@contextlib.contextmanager
def compiled_on_disk() -> Iterator[None]:
    """Functions that are jitted with `cache=True` within this context use our locator."""
    before = _CONFIG.CACHE_LOCATOR_CLASSES
    _CONFIG.CACHE_LOCATOR_CLASSES = f"{__name__}.{KernelCacheLocator.__name__}"
    try:
        yield
    finally:
        _CONFIG.CACHE_LOCATOR_CLASSES = before


@functools.cache
def kernel_cache_folder() -> Path:
    """The folder of the compiled kernels: NUMBA_CACHE_DIR, beside the source, or per user."""
    in_tree = Path(__file__).parent / "__pycache__"
    per_user = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "sixteen-seeds"
    given = [Path(_CONFIG.CACHE_DIR)] if _CONFIG.CACHE_DIR else []
    return first_writable([*given, in_tree, per_user])


def first_writable(folders: list[Path]) -> Path:
    """The first folder that can be written (else a temporary one), with all caches copied in."""
    chosen = next((folder for folder in folders if _is_writable(folder)), None)
    if chosen is None:
        chosen = Path(tempfile.mkdtemp(prefix="sixteen-seeds-"))
        atexit.register(shutil.rmtree, chosen, ignore_errors=True)
    for folder in folders:
        for compiled in sorted(folder.glob("kernels.*.nb[ci]")):
            copy = chosen / compiled.name
            if not copy.exists() or copy.stat().st_mtime < compiled.stat().st_mtime:
                shutil.copy2(compiled, copy)
    return chosen


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True
