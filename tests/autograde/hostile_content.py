"""Content that runs a script or loads something, if a page lets it; and a reader of pages."""

import base64
import io
import re
from html.parser import HTMLParser

from nbformat.v4 import new_output
from PIL import Image

from course.checks.runner import Outcome, Report

REPORT = Report(
    "q1",
    "Load <the> data",
    (
        Outcome("a", "X is 2-d.", 2, False, False, "3-d <b>", "2-d", "a cause", "a step"),
        Outcome("b", "It reads any folder.", 1, True, False, next_step="Read all four files."),
    ),
)


def picture():
    data = io.BytesIO()
    Image.new("L", (3, 2)).save(data, "PNG")
    return base64.b64encode(data.getvalue()).decode()


def hostile(address):
    """HTML that runs a script, or loads something from `address`, if a page lets it."""
    run = "document.title='ran'"
    load = f"fetch('{address}/fetch')"
    return [
        f"<script>{run};{load}</script>",
        f"<script src='{address}/script.js'></script>",
        f"<img src='{address}/image.png' onerror=\"{run}\">",
        f"<img src=x onerror=\"{run}\"><img srcset='{address}/set.png 1x'>",
        f"<svg onload=\"{run}\"><image href='{address}/svg.png'/><use href='{address}/use.svg#a'/>",
        f'<math><mtext><table><mglyph><style><img src=x onerror="{run}"></style></mglyph>',
        f'<noscript><p title="</noscript><img src=x onerror={run}>">',
        f"<iframe src='{address}/frame'></iframe><iframe srcdoc='<script>{run}</script>'></iframe>",
        f"<object data='{address}/object'></object><embed src='{address}/embed'>",
        f"<link rel=stylesheet href='{address}/link.css'><style>@import '{address}/a.css';</style>",
        f"<style>body {{ background: url({address}/style.png) }}</style>",
        f"<p style=\"background: url('{address}/background.png')\">x</p>",
        f"<table background='{address}/table.png'><td background='{address}/td.png'>x</table>",
        f"<video src='{address}/video' poster='{address}/poster.png' autoplay></video>",
        f"<audio autoplay src='{address}/audio'></audio><input type=image src='{address}/input'>",
        f"<meta http-equiv=refresh content='0; url={address}/refresh'><base href='{address}/'>",
        f"<form action='{address}/form'><button autofocus onfocus=\"{run}\">x</button></form>",
        f'<details open ontoggle="{run}"><summary>x</summary></details>',
        f"<a href=\"javascript:{run}\" id=a>x</a><a href='files/javascript:{run}'>y</a>",
        f"<div id=top class='score comment' name=q1>x</div><body onload=\"{run}\">",
        f'<!--><img src=x onerror="{run}">--><![CDATA[<img src=x onerror="{run}">]]>',
        f"</td></tr></table></div></section></main><script>{run}</script>",
    ]


def markdown(address):
    run = "document.title='ran'"
    return [
        *hostile(address),
        f"![a picture]({address}/md.png) [a link](javascript:{run}) <{address}/auto>",
        f"[ref]: {address}/ref.png\n\n![ref]",
        f"$$\\href{{javascript:{run}}}{{x}}$$ $\\frac12 \\ln 2$",
        f"\\\\[<img src=x onerror={run}>\\\\]",
        f"```mermaid\nclick A href 'javascript:{run}'\n```\n```html\n<script>{run}</script>\n```",
        f'- a\n    - <b onclick="{run}">b\n\n| a |\n|---|\n| <img src=x onerror="{run}"> |',
        "[" * 3000,
    ]


def outputs(address):
    run = "document.title='ran'"
    svg = f"<svg xmlns='http://www.w3.org/2000/svg'><script>{run}</script></svg>"
    kinds = [{"text/html": html} for html in hostile(address)]
    kinds += [{"text/markdown": text} for text in markdown(address)]
    kinds += [
        {"image/svg+xml": svg},
        {"text/latex": f"$\\href{{javascript:{run}}}{{x}}$<script>{run}</script>"},
        {"text/plain": f"<script>{run}</script>\x1b[31m<b>"},
        {"application/javascript": run},
        {"application/vnd.jupyter.widget-view+json": {"model_id": f"</script><script>{run}"}},
        {"image/png": f'x" onerror="{run}'},
        {"text/vnd.mermaid": f"<script>{run}</script>"},
    ]
    made = [new_output("display_data", data=data) for data in kinds]
    words = {"image/png": {"alt": f'x" onerror="{run}', "width": f'1" onload="{run}'}}
    made.append(new_output("display_data", data={"image/png": "iVBORw0KGgo="}, metadata=words))
    isolated = {"text/html": {"isolated": True}}
    html = f"<script>parent.{run};fetch('{address}/isolated')</script>"
    made.append(new_output("display_data", data={"text/html": html}, metadata=isolated))
    made.append(new_output("stream", name="stderr", text=f"<script>{run}</script>"))
    trace = [f"<script>{run}</script>", "\x1b[31;1mred<img src=x>\x1b[0m"]
    made.append(new_output("error", ename="E", evalue="<script>", traceback=trace))
    return made


class Reader(HTMLParser):
    """What a page would run or load, and the words that it shows."""

    def __init__(self):
        super().__init__()
        self.tags, self.words, self.found = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            value = value or ""
            if name.startswith("on") or name in ("srcset", "action", "background", "poster"):
                self.found.append((tag, name))
            if name == "src" and not value.startswith("data:image/"):
                self.found.append((tag, name, value))
            if name == "href" and not re.match(r"https?://|mailto:|#", value):
                self.found.append((tag, name, value))
            if name == "style" and "url(" in value:
                self.found.append((tag, name, value))

    def handle_data(self, data):
        self.words.append(data)


RUNS = {"script", "iframe", "object", "embed", "link", "svg", "math", "form", "base", "video"}
RUNS |= {"audio", "input", "button", "template", "noscript", "frame", "applet"}


def reader(html):
    made = Reader()
    made.feed(html)
    return made
