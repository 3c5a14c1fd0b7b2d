"""Draws both views of a lab as one HTML page that needs nothing beside it."""

from __future__ import annotations

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from pygments.formatters import HtmlFormatter

from autograde.one_page import render
from autograde.pages import TEMPLATES, highlight_code, markdown_to_html
from autograde.preview.views import LabViews
from autograde.release import BEGIN_SOLUTION, END_SOLUTION


def page(views: LabViews) -> str:
    """The page's HTML: where the points are, then both views side by side; nothing was run.

    Texts and code are shown as on feedback pages; formulas stay as typed.
    """
    return render(
        TEMPLATES / "preview",
        "preview",
        {"markdown2html": _text, "highlight_code": highlight_code},
        views=views,
        light=_colours("default"),
        dark=_colours("github-dark"),
        resources={},
    )


@pass_context
def _text(context: Context, source: str) -> Markup:
    """Markdown as HTML, without the marks of solutions, which would be headings.

    An empty heading of a table becomes a plain cell, as screen readers want it.
    """
    lines = [line for line in source.split("\n") if line not in (BEGIN_SOLUTION, END_SOLUTION)]
    html: str = markdown_to_html(context, "\n".join(lines))
    return Markup(html.replace("<th></th>", "<td></td>"))


def _colours(style: str) -> str:
    """The rules for coloured code, without backgrounds."""
    formatter = HtmlFormatter(style=style)
    rules = formatter.get_token_style_defs(".highlight")
    return "\n".join(rule for rule in rules if "background" not in rule)
