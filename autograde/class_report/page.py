"""Draws a class's results as one HTML page that needs nothing beside it."""

from __future__ import annotations

from datetime import UTC, datetime

from autograde.class_report.results import ClassResults
from autograde.one_page import render
from autograde.pages import TEMPLATES


def page(results: ClassResults, now: datetime | None = None) -> str:
    """The page's HTML: pictures first, then the table of students, which sorts and filters.

    Names and notes are students' own words, and shown as text. The page's policy lets run the one
    script that belongs to it, and loads nothing. `now` is the time that the page names.
    """
    when = f"{now or datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    return render(TEMPLATES / "report", "report", results=results, when=when)
