"""What is in an architecture table, in a dozen lines (`course nas show`)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from course.nas.limits import Limits
from course.nas.table import LIMITS, SEARCH_SEED, ArchitectureTable

QUANTILES = (0, 10, 25, 50, 75, 90, 99, 100)


def card(table: ArchitectureTable, limits: Limits = LIMITS) -> list[tuple[str, str]]:
    """Name and value of each fact, for people; some of them about what fits into `limits`."""
    ends, fits = table.validation[:, SEARCH_SEED, -1], table.fits(limits)
    inside = f"{limits.sram_bytes:,} bytes of SRAM, {limits.flash_bytes:,} of flash"
    best = int(np.argmax(ends))
    facts = [
        ("networks × seeds × epochs", f"{len(table):,} × {table.n_seeds} × {table.n_epochs}"),
        ("final validation accuracy", _quantiles(ends)),
        ("test accuracy of the best", f"{table.test[best, SEARCH_SEED]:.3f}"),
        ("SRAM", f"{table.sram_bytes.min():,} to {table.sram_bytes.max():,} bytes"),
        ("flash", f"{table.flash_bytes.min():,} to {table.flash_bytes.max():,} bytes"),
        ("within the limits", f"{fits.mean():.1%} ({fits.sum()} networks; {inside})"),
    ]
    if fits.any():
        facts.append(("validation accuracy within", _quantiles(ends[fits])))
    if table.n_seeds > 1:
        facts += _about_seeds(table, fits)
    low, middle, high = np.nanquantile(table.seconds, [0.05, 0.5, 0.95])
    facts += [
        ("seconds of a training", f"median {middle:.2f}, 90 % between {low:.2f} and {high:.2f}"),
        ("processor hours in all", f"{np.nansum(table.seconds) / 3600:.1f}"),
        ("measured on", str(table.metadata.get("hardware"))),
    ]
    return facts


def _quantiles(values: NDArray[np.float32]) -> str:
    found = np.quantile(values, np.array(QUANTILES) / 100)
    return ", ".join(f"{q} %: {value:.3f}" for q, value in zip(QUANTILES, found, strict=True))


def _about_seeds(table: ArchitectureTable, fits: NDArray[np.bool_]) -> list[tuple[str, str]]:
    """How much two seeds agree, and by how much they differ."""
    groups = {"of all of them": table.is_repeated, "within the limits": table.is_repeated & fits}
    correlations = [
        f"{spearmanr(*table.validation[rows, :2, -1].T).statistic:.2f} {name}"
        for name, rows in groups.items()
        if rows.sum() > 2
    ]
    spread = table.validation[table.is_repeated, :, -1].std(axis=1, ddof=1)
    return [
        ("trained from all seeds", f"{table.is_repeated.sum():,} networks"),
        ("rank correlation of two seeds", ", ".join(correlations) or "not known"),
        ("another seed changes", f"the accuracy by {np.median(spread):.3f} (median deviation)"),
    ]
