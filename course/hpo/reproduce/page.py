"""One page that holds everything: statements with verdicts, figures, numbers, decisions.

It is a file by itself: no script, nothing loaded from elsewhere, pictures inside, light and dark.
"""

from __future__ import annotations

import base64
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template

import numpy as np
from matplotlib import pyplot as plt

from course.hpo.reproduce.drawing import NAMES, Picture, goal_label
from course.hpo.reproduce.evidence import BOTH_GOALS, Evidence, Goal, Verdict
from course.hpo.reproduce.grid import LIMIT, N_INITIAL
from course.hpo.reproduce.rules import PS, TAUS, VARIANTS, Rules
from course.hpo.reproduce.statements import Finding, Statement

ROOM = Path(__file__).parent
SIGNS: dict[Verdict, tuple[str, str]] = {
    "agrees": ("✓", "agrees"),
    "differs": ("✗", "differs"),
    "cannot tell": ("?", "open"),
}
"""A sign, and a class of the style sheet: never told apart by colour alone."""

ENOUGH = 20
FEW = (
    f"<p><b>Fewer than {ENOUGH} searches:</b> intervals from so few are too narrow, and their "
    "verdicts not to be trusted.</p>"
)


@dataclass(frozen=True)
class Report:
    """All that the page shows."""

    evidence: Sequence[Evidence]
    findings: Sequence[Finding]
    statements: Sequence[Statement]
    pictures: Sequence[tuple[Picture, bytes]]
    """With the PNG of each."""
    rules: Rules
    seed: int


def page(report: Report) -> str:
    """The page as HTML that is well-formed XML too."""
    names = [NAMES[one.name] for one in report.evidence]
    counts = Counter(finding.verdict for finding in report.findings)
    quotes = {finding.statement.quote for finding in report.findings}
    return Template((ROOM / "page.html").read_text(encoding="utf-8")).substitute(
        style=(ROOM / "page.css").read_text(encoding="utf-8").strip(),
        tasks=_and(names),
        n_searches=report.evidence[0].n,
        n_rules=len(VARIANTS),
        warning=FEW if report.evidence[0].n < ENOUGH else "",
        n_statements=len(quotes),
        n_findings=len(report.findings),
        counts="\n".join(
            f'<li class="{SIGNS[name][1]}"><b>{counts[name]}</b> {name}</li>' for name in SIGNS
        ),
        head=_head(report),
        claims="\n".join(_claims(report)),
        figures="\n".join(_figure(picture, png) for picture, png in report.pictures),
        times="\n".join(_times(one, goal) for one in report.evidence for goal in BOTH_GOALS),
        sizes=_and([_size(one) for one in report.evidence]),
        limit=LIMIT,
        n_initial=N_INITIAL,
        taus=_and([str(tau) for tau in TAUS]),
        ps=_and([str(p) for p in PS]),
        provenance=escape(_provenance(report)),
    )


def png_of(picture: Picture) -> bytes:
    """The figure as a PNG; it is closed."""
    buffer = io.BytesIO()
    picture.figure.savefig(buffer, format="png", dpi=150, metadata={"Software": None})
    plt.close(picture.figure)
    return buffer.getvalue()


# --- statements ---------------------------------------------------------------------------------


def _head(report: Report) -> str:
    """A column for each goal of each task."""
    tasks = "".join(
        f'<th scope="colgroup" colspan="2">{NAMES[one.name]}</th>' for one in report.evidence
    )
    goals = "".join(
        f'<th scope="col">{goal_label(one, goal)}</th>'
        for one in report.evidence
        for goal in BOTH_GOALS
    )
    return (
        '<tr><th scope="col" rowspan="2">the paper says</th>'
        f'<th scope="col" rowspan="2">said of; our number: where it must lie</th>{tasks}</tr>\n'
        f"<tr>{goals}</tr>"
    )


def _claims(report: Report) -> Iterable[str]:
    """A row a reading; readings of one quotation are a group."""
    for quote, group in groupby(report.statements, key=lambda statement: statement.quote):
        readings = list(group)
        for i, statement in enumerate(readings):
            said = f'<span class="soft">{escape(statement.said_of)}</span>'
            wanted = f"<b>{_range(statement.claimed)}</b>"
            number = f"<td>{said}<br/>{escape(statement.number)}: {wanted}</td>"
            span = f' rowspan="{len(readings)}"' if len(readings) > 1 else ""
            head = f'<th scope="rowgroup"{span}>“{escape(quote)}”</th>' if i == 0 else ""
            cells = "".join(_cells(statement, one, report.findings) for one in report.evidence)
            first = ' class="first"' if i == 0 else ""
            yield f"<tr{first}>{head}{number}{cells}</tr>"


def _range(claimed: tuple[float, float]) -> str:
    ends = zip(("above", "below"), claimed, strict=True)
    return ", ".join(f"{side} {end:,g}" for side, end in ends if np.isfinite(end))


def _cells(statement: Statement, evidence: Evidence, findings: Sequence[Finding]) -> str:
    """A statement's verdicts on one task: for both goals, for each, or for one."""
    found = {
        finding.goal: finding
        for finding in findings
        if finding.statement is statement and finding.task == evidence.name
    }
    if None in found:
        return f'<td colspan="2">{_finding(found[None])}</td>'
    if not found:
        return '<td colspan="2" class="soft">not tested here</td>'
    return "".join(
        f"<td>{_finding(found[goal])}</td>" if goal in found else '<td class="soft">–</td>'
        for goal in BOTH_GOALS
    )


def _finding(finding: Finding) -> str:
    sign, style = SIGNS[finding.verdict]
    measured = finding.measured
    return (
        f'<span class="verdict {style}">{sign} {finding.verdict}</span><br/>'
        f"<b>{_number(measured.value)}</b> "
        f'<span class="interval">{_number(measured.low)} to {_number(measured.high)}</span>'
    )


# --- figures and times --------------------------------------------------------------------------


def _figure(picture: Picture, png: bytes) -> str:
    data = base64.b64encode(png).decode()
    return (
        f'<figure>\n<img alt="{escape(picture.alt, quote=True)}" '
        f'src="data:image/png;base64,{data}"/>\n'
        f"<figcaption>{escape(picture.caption)}</figcaption>\n</figure>"
    )


def _times(evidence: Evidence, goal: Goal) -> str:
    reached = np.isfinite(evidence.times(goal)).sum(axis=1)
    rows = []
    for number, variant in enumerate(VARIANTS):
        ratio = evidence.ratio(goal, variant)
        median = evidence.quantile(goal, variant, 0.5)
        cells = (
            f"{reached[number]} of {evidence.n}",
            _number(median) if np.isfinite(median) else f"> {_number(evidence.task.limit)}",
            _number(evidence.mean(goal, variant)),
            _number(ratio.value) if number else "",
            f"{_number(ratio.low)} to {_number(ratio.high)}" if number else "",
        )
        data = "".join(f'<td class="number">{cell}</td>' for cell in map(escape, cells))
        rows.append(f'<tr><th scope="row">{escape(variant.label)}</th>{data}</tr>')
    titles = ("reached", "median, s", "mean up to the limit, s", "ratio", "95 % interval")
    head = "".join(f'<th scope="col" class="number">{title}</th>' for title in titles)
    return (
        f"<details>\n<summary>{NAMES[evidence.name]}, {goal_label(evidence, goal)}: accuracy ≥ "
        f"{evidence.accuracy(goal):.4f}, limit {_number(evidence.task.limit)} s</summary>\n"
        f'<div class="scroll"><table>\n<thead><tr><th scope="col">rule</th>{head}</tr></thead>\n'
        + "<tbody>\n"
        + "\n".join(rows)
        + "\n</tbody>\n</table></div>\n</details>"
    )


def _number(value: float) -> str:
    """Three digits that count, or so: 0.003, 0.98, 12.3, 1,240."""
    if not np.isfinite(value):
        return "–" if np.isnan(value) else "∞"
    decimals = 3 if abs(value) < 0.1 else 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{value:,.{decimals}f}"


def _size(evidence: Evidence) -> str:
    table = evidence.task.table
    return f"{table.n_settings:,} settings of {NAMES[evidence.name]} ({table.n_epochs} epochs)"


def _provenance(report: Report) -> str:
    tables = ", ".join(f"{one.name} {one.task.sha256[:12]}" for one in report.evidence)
    tasks = "".join(f" --task {one.name}" for one in report.evidence)
    return (
        f"Rules: {report.rules.path.name}, sha256 {report.rules.sha256[:12]}. Tables, sha256 of "
        f"their cards: {tables}. Made by "
        f"course reproduce figures{tasks} --searches {report.evidence[0].n} --seed {report.seed}."
    )


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
