"""The architecture table: every network of a small space, trained to the end from several seeds.

    table = load_architectures()
    i = table.index(genotype)
    table.validation[i, 0, -1]     # what a search may see
    table.test[i, 1:].mean()       # what its winner is worth: from scratch, from other seeds

So a search over architectures is replayed in no time, with the accuracies that it would have had.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course.data import datasets_folder
from course.hpo.table_checks import checked_metadata
from course.hpo.table_files import TableError as TableError
from course.hpo.table_files import again, read_files, write_files
from course.nas.cost import cost
from course.nas.encoding import Gene, Genotype, SearchSpace
from course.nas.limits import Limits
from course.nas.spaces.tiny_chain import TinyChain

KIND = "architectures"
BUILD = "course nas build"
COSTS = ("parameters", "macs", "flash_bytes", "sram_bytes")
LIMITS = Limits(sram_bytes=350, flash_bytes=800)
"""Of the searches in labs and figures: 12.8 % of the networks fit."""
SEARCH_SEED = 0
"""The seed whose accuracies a search sees; the others say what its winner is worth."""


@dataclass(frozen=True, eq=False, repr=False)
class ArchitectureTable:
    """Networks of one space, and what was measured when each was trained from each seed.

    space : the search space.
    genotypes : one a network; entry i of every array is that of genotype i.
    validation : float32 (n, n_seeds, n_epochs), accuracy after epoch t in column t − 1, as a
        fraction of the validation images. What a search may see, of seed 0. All were trained from
        seed 0; of a network that was not from another, these three arrays have NaN there.
    test : float32 (n, n_seeds), accuracy on the test images after the last epoch.
    seconds : float32 (n, n_seeds), processor seconds of one core, training and validation.
    parameters, macs, flash_bytes, sram_bytes : int64 (n,), as `course.nas.cost.cost` counts them.
    metadata : plain JSON about how the table was made.

    The arrays can't be written to. Raises `TableError` when an array has another shape or dtype
    than these, a genotype is there twice or illegal, or the metadata is not plain JSON.
    """

    space: SearchSpace
    genotypes: tuple[Genotype, ...]
    validation: NDArray[np.float32]
    test: NDArray[np.float32]
    seconds: NDArray[np.float32]
    parameters: NDArray[np.int64]
    macs: NDArray[np.int64]
    flash_bytes: NDArray[np.int64]
    sram_bytes: NDArray[np.int64]
    metadata: dict[str, Any]

    def __post_init__(self) -> None:
        n = len(self.genotypes)
        if not n or len(self._rows) != n:
            raise TableError(
                f"genotypes must be at least one and each there once, got {n} of which "
                f"{len(self._rows)} differ; leave out the others"
            )
        self._settle("validation", np.float32, n_networks=n, n_seeds=None, n_epochs=None)
        if 0 in self.validation.shape:
            raise TableError(
                "validation must have at least one seed and one epoch, got the shape "
                f"{self.validation.shape}; pass what was measured"
            )
        for name in ("test", "seconds"):
            self._settle(name, np.float32, n_networks=n, n_seeds=self.n_seeds)
        measured = np.concatenate(
            [self.validation, self.test[..., np.newaxis], self.seconds[..., np.newaxis]], axis=2
        )
        is_nan = np.isnan(measured)
        if is_nan[:, SEARCH_SEED].any() or (is_nan.any(axis=2) != is_nan.all(axis=2)).any():
            raise TableError(
                f"every network must have been trained from seed {SEARCH_SEED}, and from another "
                "either to the end or not at all, got NaN between numbers; train the rest"
            )
        for name in COSTS:
            self._settle(name, np.int64, n_networks=n)
        # A frozen dataclass gets its own copy by this detour.
        object.__setattr__(self, "metadata", checked_metadata(self.metadata))

    def _settle(self, name: str, dtype: type, **axes: int | None) -> None:
        """Check an array's dtype and axes (None: of any length); keep a read-only view of it."""
        array = getattr(self, name)
        lengths = array.shape if isinstance(array, np.ndarray) else ()
        is_right = len(lengths) == len(axes) and all(
            wanted in (None, got) for wanted, got in zip(axes.values(), lengths, strict=True)
        )
        if not (is_right and array.dtype == dtype):
            shape = ", ".join(a if n is None else f"{a}={n}" for a, n in axes.items())
            got = f"{array.dtype} {lengths}" if isinstance(array, np.ndarray) else repr(type(array))
            raise TableError(
                f"{name} must be an array of {np.dtype(dtype)} with the shape ({shape}), got {got}"
            )
        view = array.view()
        view.flags.writeable = False
        object.__setattr__(self, name, view)

    @property
    def n_seeds(self) -> int:
        return int(self.validation.shape[1])

    @property
    def n_epochs(self) -> int:
        return int(self.validation.shape[2])

    @cached_property
    def is_repeated(self) -> NDArray[np.bool_]:
        """Which networks were trained from every seed, shape (n,)."""
        return np.asarray(np.isfinite(self.test).all(axis=1))

    @cached_property
    def _rows(self) -> dict[Genotype, int]:
        return {genotype: i for i, genotype in enumerate(self.genotypes)}

    def __contains__(self, genotype: Genotype) -> bool:
        return genotype in self._rows

    def __len__(self) -> int:
        return len(self.genotypes)

    def __repr__(self) -> str:
        return (
            f"ArchitectureTable({self.space.name!r}, {len(self):,} networks × {self.n_seeds} seeds "
            f"× {self.n_epochs} epochs)"
        )

    def index(self, genotype: Genotype) -> int:
        """The row of a genotype. Raises `TableError` if it has none, with the reason against it."""
        try:
            return self._rows[genotype]
        except (KeyError, TypeError):  # TypeError: no tuple, or not of genes
            raise TableError(
                f"the genotype must be one of the table's {len(self):,}, {self._reason(genotype)}"
            ) from None

    def _reason(self, genotype: Any) -> str:
        if not isinstance(genotype, tuple) or not all(isinstance(one, Gene) for one in genotype):
            return (
                f"got {genotype!r:.200}; a genotype is a tuple of genes, such as "
                '(gene("conv", channels=8), gene("max_pool"))'
            )
        if reason := self.space.reason_against(genotype):
            return f"got an illegal one; {reason}"
        return f"got {self.space.to_json(genotype)}, which is legal but was not trained"

    def accuracy(self, genotype: Genotype, seed: int = SEARCH_SEED) -> float:
        """Validation accuracy after the last epoch: the fitness of a replayed search."""
        return float(self.validation[self.index(genotype), seed, -1])

    def from_scratch(self, genotype: Genotype) -> float:
        """Mean test accuracy over the seeds that no search sees: what a winner is worth.

        Raises `TableError` if it was not trained from others.
        """
        row = self.index(genotype)
        if self.n_seeds < 2 or not self.is_repeated[row]:
            raise TableError(
                "a network must have been trained from other seeds than the search's, got "
                f"{self.space.to_json(genotype)}; ask for one where table.is_repeated is true"
            )
        return float(self.test[row, SEARCH_SEED + 1 :].mean())

    def fits(self, limits: Limits) -> NDArray[np.bool_]:
        """Which networks are within the limits, shape (n,)."""
        return (self.sram_bytes <= limits.sram_bytes) & (self.flash_bytes <= limits.flash_bytes)


def costs_of(space: SearchSpace, genotypes: Sequence[Genotype]) -> dict[str, NDArray[np.int64]]:
    """What each network costs, shape (n,) each, by the names of `COSTS`."""
    costs = [cost(space.decode(genotype)) for genotype in genotypes]
    return {name: np.array([getattr(one, name) for one in costs], np.int64) for name in COSTS}


# --- files --------------------------------------------------------------------------------------


def save_architectures(table: ArchitectureTable, folder: str | Path) -> None:
    """Write the table as three files into `folder`: all of it or, when interrupted, nothing.

    `datasets/README.md` describes the format. Raises `TableError` when the folder can't be made or
    written to, and for a space that has no name in a file.
    """
    if not isinstance(table.space, TinyChain):
        raise TableError(
            f"the space must be a TinyChain, which files can name, got {table.space!r}"
        )
    arrays = {name: getattr(table, name) for name in ("validation", "test", "seconds")}
    rows = pd.DataFrame(
        {"genotype": [table.space.to_json(one) for one in table.genotypes]}
        | {name: getattr(table, name) for name in COSTS}
    )
    space = {
        "name": table.space.name,
        "image": list(table.space.image),
        "max_layers": table.space.max_layers,
    }
    card = {"kind": KIND, "space": space, "metadata": table.metadata}
    write_files(Path(folder), arrays, rows, card)


def load_architectures(folder: str | Path | None = None) -> ArchitectureTable:
    """Read the table that comes with the course, or one that `save_architectures` wrote.

    Raises `TableError` when a file is missing, truncated, damaged or changed (sha256), of another
    format version, holds pickles, or doesn't hold what belongs there: the genotypes must be legal,
    and cost what `course.nas.cost` counts today.
    """
    place = datasets_folder() / KIND / "digits" if folder is None else Path(folder)
    arrays, rows, card = read_files(place, BUILD)
    try:
        if card.get("kind") != KIND or card["space"]["name"] != TinyChain.name:
            raise ValueError(f"a table of {card.get('kind', 'something else')!r}")
        space = TinyChain(tuple(card["space"]["image"]), card["space"]["max_layers"])
        genotypes = tuple(space.from_json(text) for text in rows["genotype"])
        costs = {name: rows[name].to_numpy() for name in COSTS}
        for name, counted in costs_of(space, genotypes).items():
            if not np.array_equal(counted, costs[name]):
                raise ValueError(f"{name} that course.nas.cost counts otherwise")
        return ArchitectureTable(
            space=space,
            genotypes=genotypes,
            validation=arrays["validation"],
            test=arrays["test"],
            seconds=arrays["seconds"],
            **costs,
            metadata=card["metadata"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TableError(
            f"{place}: must hold a table of architectures as `{BUILD}` writes it, got {error}; "
            f"{again(BUILD)}"
        ) from error
