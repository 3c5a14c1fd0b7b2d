"""Shows similar pairs side by side, on one HTML page that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from autograde.one_page import render
from autograde.pages import TEMPLATES
from autograde.similar.compare import Pair
from autograde.similar.own_code import ClassCode


def page(code: ClassCode, pairs: Sequence[Pair], now: datetime | None = None) -> str:
    """The page's HTML: the ranking, then each pair. Names and code are shown as text.

    `now` is the time that the page names.
    """
    when = f"{now or datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    return render(TEMPLATES / "similar", "similar", code=code, pairs=pairs, when=when)
