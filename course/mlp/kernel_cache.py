"""Where compiled kernels are kept, so that each machine compiles once.

numba looks for its cache only in folders that it can write to. A sandbox mounts everything
read-only, so numba would compile anew there although the warmed cache is in plain sight. Here a
read-only cache is used as well: it is copied (a few hundred kilobytes) to the first folder that
can be written, in the last resort to a temporary one.
"""

import atexit
import functools
import os
import shutil
import tempfile
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


def compiled(function: Any, **options: Any) -> Any:
    """`function` compiled by numba at its first call, or loaded from the cache.

    It releases the GIL and divides by zero as numpy does.
    """
    before = _CONFIG.CACHE_LOCATOR_CLASSES
    _CONFIG.CACHE_LOCATOR_CLASSES = f"{__name__}.{KernelCacheLocator.__name__}"
    try:
        keep = kernel_cache_folder() is not None
        return numba.njit(cache=keep, nogil=True, error_model="numpy", **options)(function)
    finally:
        _CONFIG.CACHE_LOCATOR_CLASSES = before


@functools.cache
def kernel_cache_folder() -> Path | None:
    """The folder of the compiled kernels: in NUMBA_CACHE_DIR, beside the source, or per user.

    None where nothing can be written, not even a temporary folder: then nothing is kept.
    """
    in_tree = Path(__file__).parent / "__pycache__"
    per_user = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "sixteen-seeds"
    given = [Path(_CONFIG.CACHE_DIR) / "sixteen-seeds"] if _CONFIG.CACHE_DIR else []
    return first_writable([*given, in_tree, per_user])


def first_writable(folders: list[Path]) -> Path | None:
    """The first folder that can be written (else a temporary one), with all caches copied in."""
    chosen = next((folder for folder in folders if _is_writable(folder)), None)
    if chosen is None:
        try:
            chosen = Path(tempfile.mkdtemp(prefix="sixteen-seeds-"))
        except OSError:
            return None
        atexit.register(shutil.rmtree, chosen, ignore_errors=True)
    for folder in folders:
        for code in sorted(folder.glob("*.nb[ci]")):
            copy = chosen / code.name
            if not copy.exists() or copy.stat().st_mtime < code.stat().st_mtime:
                shutil.copy2(code, copy)
    return chosen


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True
