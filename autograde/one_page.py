"""Pages of HTML that need nothing beside them: style and script are in them, nothing is loaded."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def render(
    folder: Path, name: str, filters: dict[str, Callable[..., str]] | None = None, **context: Any
) -> str:
    """Fill in the template `NAME.html.j2` of a folder; what is inserted is escaped.

    The template gets `style` (NAME.css beside it), `script` (NAME.js, "" if there is none) and
    `script_sha256`, for a policy that lets run that script and no other, and the filter `number`
    beside `filters`, which return text, or HTML that is marked as safe.
    """
    environment = Environment(
        loader=FileSystemLoader([folder, folder.parent]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": number} | (filters or {})
    code = folder / f"{name}.js"
    script = code.read_text(encoding="utf-8") if code.exists() else ""
    return environment.get_template(f"{name}.html.j2").render(
        style=(folder / f"{name}.css").read_text(encoding="utf-8"),
        script=script,
        script_sha256=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        **context,
    )


def number(value: float) -> str:
    """At most one digit after the point."""
    return f"{round(value, 1):g}"
