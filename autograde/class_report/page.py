"""Draws a class's results as one HTML page that needs nothing beside it."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograde.class_report.results import ClassResults
from autograde.pages import TEMPLATES

FOLDER = TEMPLATES / "report"


def page(results: ClassResults, now: datetime | None = None) -> str:
    """The page's HTML: pictures first, then the table of students, which sorts and filters.

    Names and notes are students' own words, and shown as text. The page's policy lets run the one
    script that belongs to it, and loads nothing. `now` is the time that the page names.
    """
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = number
    script = (FOLDER / "report.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return environment.get_template("report.html.j2").render(
        results=results,
        style=(FOLDER / "report.css").read_text(encoding="utf-8"),
        script=script,
        script_sha256=digest,
        when=f"{now or datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
    )


def number(value: float) -> str:
    """At most one digit after the point."""
    return f"{round(value, 1):g}"
