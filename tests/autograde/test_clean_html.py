"""`clean_html` and the filters around it, by themselves."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograde import pages
from autograde.pages import clean_html, clean_html_in_time, highlight_code, markdown_to_html
from course.checks.render import to_html
from tests.autograde.hostile_content import REPORT, RUNS, hostile, picture, reader


def test_the_table_of_a_check_keeps_its_looks():
    cleaned = clean_html(to_html(REPORT))
    before, after = reader(to_html(REPORT)), reader(cleaned)
    assert (after.tags, after.words) == (before.tags, before.words)
    for words in ('scope="col"', "color:#a33a00", "<caption", "white-space:nowrap"):
        assert words in cleaned


@pytest.mark.parametrize("html", hostile("http://127.0.0.1:1"))
def test_clean_html_of_hostile_html(html):
    page = reader(clean_html(html))
    assert not RUNS & set(page.tags)
    assert page.found == []


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ('<a href="HTTPS://a.b" target="_top">x</a>', 'href="HTTPS://a.b"'),
        ('<a href="mailto:a@b.c">x</a>', 'rel="noopener noreferrer nofollow"'),
        ('<a href="/x">x</a><a href="//x">y</a><a href="x.html">z</a>', "href"),
        ('<span class="k score" id="q1">x</span>', '<span class="k">x</span>'),
        ('<td colspan="99999999">', ""),
        ('<p style="position:fixed;color:rgb(1,2,3)">x</p>', '<p style="color:rgb(1,2,3)">x</p>'),
        (f'<img src="data:image/png;base64,{picture()}" alt="a">', "data:image/png"),
        ('<img src="data:image/svg+xml;base64,PHN2Zz4=" alt="a">', "<em>(picture not shown)</em>"),
        ('<img src="data:text/html;base64,PHN2Zz4=" alt="a">', "<em>(picture not shown)</em>"),
    ],
)
def test_what_clean_html_keeps(html, cleaned):
    result = clean_html(html).replace(", ", ",")
    assert (cleaned in result) is (cleaned != "href")


BITS = [*"<>/\"'= &;", "b", "div", "a href", "img src", "style", "onclick", "javascript:", "<!--"]
BITS += ["-->", "<![CDATA[", "svg", "math", "title", "script", "table", "td", "http://e", "data:"]


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(BITS), max_size=30).map("".join))
def test_clean_html_of_anything_is_clean_and_stays_so(html):
    cleaned = clean_html(html)
    assert clean_html(cleaned) == cleaned
    page = reader(cleaned)
    assert not RUNS & set(page.tags)
    assert page.found == []


@pytest.mark.parametrize(
    "bits", ["<div>", "<b>x</i>", "<table><td>", "&", "<!--", "<span></td>", "<p style='color:"]
)
def test_html_that_takes_long_to_clean_is_cut_short(bits):
    start = time.process_time()
    clean_html(bits * (2_000_000 // len(bits)))
    assert time.process_time() - start < 10


@pytest.mark.parametrize("name", ["text/html", "markdown"])
def test_deep_nesting_is_shown_as_text(name):
    html = "<div>" * 1000
    assert clean_html(html).startswith("<pre>&lt;div&gt;")


def test_text_that_takes_long_to_render_is_shown_as_typed(monkeypatch):
    """A page has a time for all its texts, and a text has a length, up to which it is rendered."""
    slow = "\\\\[" * 6_600  # one such text takes a second or two
    context = {"cell": {}, "resources": {}}
    assert markdown_to_html(context, "*a*") == "<p><em>a</em></p>\n"
    assert markdown_to_html(context, "#" * 30_000) == f"<pre>{'#' * 30_000}</pre>"
    assert highlight_code(context, "1 <" * 10_000).startswith("<pre>1 &lt;1")
    monkeypatch.setattr(pages, "MAX_SECONDS_RENDERING", 0.2)
    assert not markdown_to_html(context, slow).startswith("<pre>")
    typed = markdown_to_html(context, "*a* <b>")
    assert typed == "<pre>*a* &lt;b&gt;</pre>"
    assert clean_html_in_time(context, typed) == typed
    assert clean_html_in_time(context, "<b>") == "<pre>&lt;b&gt;</pre>"
