"""What a page may show of a student's work: no script, no form, nothing loaded from elsewhere.

Feedback pages and formgrader turn notebooks into HTML with nbconvert. These filters take the place
of its own: whatever a text or an output holds, what they return is safe to put into a page.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nbgrader
import nh3
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from nbconvert.filters import Highlight2HTML, get_metadata
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode
from pygments.token import STANDARD_TYPES
from traitlets.config import Config

from autograde.page_grades import PageGrades
from autograde.pictures import is_small_picture
from autograde.rubrics import for_graders

TEMPLATES = Path(__file__).parent / "templates"
NBGRADER_TEMPLATES = Path(nbgrader.__file__).parent / "server_extensions/formgrader/templates"

MAX_LETTERS_RENDERED = 20_000
"""Above it, text is shown as typed: some texts take a time that grows with the square."""

MAX_LETTERS_RAW = 5_000
"""Of HTML that is shown as such, because it cannot be cleaned."""

MAX_LETTERS_CLEANED = 10_000_000
"""Of HTML, in which pictures are letters too."""

MAX_SECONDS_RENDERING = 10.0
"""For all cells of a page together; what is left is shown as typed."""

MAX_DEPTH = 100
"""Of elements in elements: what reads a page after us may follow them one by one."""

MAX_TAGS = 20_000
"""Tags and entities in one piece of HTML: 20,000 that are never closed take a second or two, and
200,000 take minutes."""

_BLOCKS = "p div pre blockquote hr br h1 h2 h3 h4 h5 h6 figure figcaption details summary"
_LISTS = "ul ol li dl dt dd"
_TABLES = "table caption colgroup col thead tbody tfoot tr th td"
_WORDS = "a img span em strong b i u s del ins sub sup small mark code kbd samp q cite abbr"

_STYLES = (
    "background-color border-collapse color font-style font-weight max-width padding padding-bottom"
    " padding-left padding-right padding-top text-align text-decoration vertical-align white-space"
)
_ATTRIBUTES = {
    "*": {"style", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
_CODE_CLASSES = {name for name in STANDARD_TYPES.values() if name}

_TAG = re.compile(r"<(/?)([a-z0-9]+)")
_NO_PICTURE = re.compile(r"<img(?![^>]* src=)[^>]*>")
_EMPTY = {"br", "hr", "img", "col"}

_LINK = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,4}")
_STYLE = re.compile(r"(?:[^()\\\"'<>&@]|(?:rgb|hsl)a?\([\d\s.,%/]*\))*")
_VALUES = {"colspan": _NUMBER, "rowspan": _NUMBER, "start": _NUMBER}
_VALUES |= {"width": _NUMBER, "height": _NUMBER, "scope": re.compile(r"col|row|colgroup|rowgroup")}


def clean_html(html: str) -> str:
    """`html` without anything that runs, loads, sends, or reaches out of its place on the page.

    Text, lists, tables, links to web pages and mail, PNG and JPEG pictures that are part of the
    text, and harmless styles stay; ids, names and classes (except those of coloured code) go.
    """
    if html.count("<") + html.count("&") <= MAX_TAGS:
        cleaned = _CLEANER.clean(html)
        if _depth(cleaned) <= MAX_DEPTH:
            return _NO_PICTURE.sub("<em>(picture not shown)</em>", cleaned)
    shown = html if len(html) <= MAX_LETTERS_RAW else f"{html[:MAX_LETTERS_RAW]} …"
    return f"<pre>{escape(shown)}</pre>"


def configure_pages(config: Config) -> None:
    """Let feedback pages and formgrader show what students wrote with the filters of this module.

    Formgrader keeps its own templates, but for MathJax, and shows rubrics; feedback has ours.
    """
    config.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), str(NBGRADER_TEMPLATES)]
    # our page of formgrader has the name of nbgrader's, and finds that by a longer one
    config.HTMLExporter.extra_template_paths = [str(NBGRADER_TEMPLATES.parents[1])]
    config.HTMLExporter.sanitize_html = True  # outputs too go through the filter clean_html
    config.HTMLExporter.filters = {
        "clean_html": clean_html_in_time,
        "markdown2html": markdown_to_html,
        "highlight_code": highlight_code,
        "get_metadata": safe_metadata,
        "rubrics": for_graders,
    }
    config.GenerateFeedback.preprocessors = [PageGrades, CSSHTMLHeaderPreprocessor]


@pass_context
def clean_html_in_time(context: Context, html: str) -> str:
    """nbconvert's filter `clean_html`; what these filters made is clean."""
    if isinstance(html, Markup):
        return html
    return _in_time(context, html, lambda: clean_html(html), max_letters=MAX_LETTERS_CLEANED)


@pass_context
def markdown_to_html(context: Context, source: str) -> str:
    """nbconvert's filter `markdown2html`, with clean HTML; formulas stay as typed."""
    attachments = context.get("cell", {}).get("attachments", {})
    renderer = _Renderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    return _in_time(
        context, source, lambda: clean_html(MarkdownWithMath(renderer=renderer).render(source))
    )


def safe_metadata(output: NotebookNode, key: str, mimetype: str | None = None) -> Any:
    """nbconvert's filter `get_metadata`; its templates write sizes without quotation marks, where
    a space would begin another attribute, so they must be numbers."""
    value = get_metadata(output, key, mimetype)
    return value if key not in ("width", "height") or isinstance(value, int | float) else None


@pass_context
def highlight_code(
    context: Context, source: str, language: str | None = None, metadata: Any = None
) -> str:
    """nbconvert's filter `highlight_code`, for Python."""
    return _in_time(context, source, lambda: str(_HIGHLIGHT(source)))


class _Renderer(IPythonRenderer):
    """nbconvert's, but a missing picture costs that picture only, not the page."""

    def image(self, text: str, url: str, title: str | None = None) -> str:
        name = url.removeprefix("attachment:")
        if name != url:
            bundle = self.attachments.get(name) or self.attachments.get(unquote(name)) or {}
            url = next((f"data:{kind};base64,{data}" for kind, data in bundle.items()), "")
        if not url.startswith("data:"):
            return f"<em>(picture not shown: {escape(text or name)})</em>"
        html: str = super().image(text, url, title)
        return html


def _in_time(
    context: Context,
    source: str,
    render: Callable[[], str],
    max_letters: int = MAX_LETTERS_RENDERED,
) -> Markup:
    """What `render` returns, unless the text is too long or the page has taken too long."""
    spent = context["resources"].setdefault("seconds_rendering", [0.0])
    if len(source) <= max_letters and spent[0] <= MAX_SECONDS_RENDERING:
        start = time.perf_counter()
        try:
            return Markup(render())
        except Exception:  # whatever a parser stumbles over must not cost the page
            pass
        finally:
            spent[0] += time.perf_counter() - start
    return Markup(f"<pre>{escape(source)}</pre>")


def _safe_value(tag: str, attribute: str, value: str) -> str | None:
    """The value of an attribute that may stay, else None."""
    value = value.strip()
    if attribute == "href":
        return value if _LINK.match(value) else None
    if attribute == "src":
        kind, _, data = value.removeprefix("data:").partition(";base64,")
        return value if value.startswith("data:") and is_small_picture(kind, data) else None
    if attribute == "style":
        return value if _STYLE.fullmatch(value) else None
    if attribute in _VALUES and not _VALUES[attribute].fullmatch(value):
        return None
    return value


_CLEANER = nh3.Cleaner(
    tags=set(f"{_BLOCKS} {_LISTS} {_TABLES} {_WORDS}".split()),
    clean_content_tags={"script", "style", "title", "noscript", "template", "textarea", "select"},
    attributes=_ATTRIBUTES,
    attribute_filter=_safe_value,
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    url_schemes={"http", "https", "mailto", "data"},
    url_relative="deny",
    allowed_classes={"span": _CODE_CLASSES, "div": {"highlight"}},
    filter_style_properties=set(_STYLES.split()),
)
_HIGHLIGHT = Highlight2HTML(pygments_lexer="python")


def _depth(html: str) -> int:
    """How deep elements lie in one another; `html` is clean, so that each "<" starts a tag."""
    depth = deepest = 0
    for closing, name in _TAG.findall(html):
        if name not in _EMPTY:
            depth += -1 if closing else 1
            deepest = max(depth, deepest)
    return deepest
