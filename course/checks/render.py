"""A question's report as a table: plain text for a terminal, HTML for a notebook."""

from __future__ import annotations

from html import escape
from typing import Any

from course.checks.runner import Outcome, Report

PUBLIC_PASSED = "public checks passed; hidden checks run when this is graded"
MIME = "application/vnd.sixteen-seeds.report+json"

_DETAILS = (
    ("got", "got"),
    ("expected", "expected"),
    ("cause", "likely cause"),
    ("next_step", "next step"),
)


def details(outcome: Outcome) -> list[tuple[str, str]]:
    """What a failed check has to say, as (label, text) pairs; empty for one that passed."""
    pairs = [(label, getattr(outcome, attribute)) for attribute, label in _DETAILS]
    return [(label, text) for label, text in pairs if text and not outcome.passed]


def heading(report: Report) -> str:
    counts = f"{report.n_passed} of {len(report.outcomes)} checks passed"
    return f"{report.question} · {report.title}: {counts}"


def to_text(report: Report) -> str:
    """The report in lines of plain text."""
    lines = [heading(report)]
    for outcome in report.outcomes:
        lines.append(f"  {'✓ passed ' if outcome.passed else '✗ not yet'}  {_name(outcome)}")
        lines += [f"               {label}: {text}" for label, text in details(outcome)]
    if _only_public(report) and report.all_passed:
        lines.append(f"  {PUBLIC_PASSED}")
    return "\n".join(lines)


def to_html(report: Report) -> str:
    """The report as one accessible table: status in words, headers with scope, no colour alone."""
    rows = "".join(_row(outcome) for outcome in report.outcomes)
    foot = f"<p><strong>{PUBLIC_PASSED}</strong></p>"
    return (
        '<table style="text-align:left; max-width:60em">'
        f'<caption style="text-align:left; font-weight:bold">{escape(heading(report))}</caption>'
        '<thead><tr><th scope="col">Result</th><th scope="col" style="text-align:left">Check</th>'
        f"</tr></thead><tbody>{rows}</tbody></table>"
        + (foot if _only_public(report) and report.all_passed else "")
    )


def mimebundle(report: Report) -> dict[str, Any]:
    """The report for Jupyter: text, HTML and data."""
    return {
        "text/plain": to_text(report),
        "text/html": to_html(report),
        MIME: report.to_dict(),
    }


def _only_public(report: Report) -> bool:
    return not any(outcome.hidden for outcome in report.outcomes)


def _name(outcome: Outcome) -> str:
    return f"(hidden) {outcome.sentence}" if outcome.hidden else outcome.sentence


def _row(outcome: Outcome) -> str:
    result = "✓ passed" if outcome.passed else "✗ not yet"
    colour = "#1a6e3c" if outcome.passed else "#a33a00"
    style = f"white-space:nowrap; vertical-align:top; padding-right:1em; color:{colour}"
    told = "".join(
        f"<br><em>{escape(label)}:</em> {escape(text)}" for label, text in details(outcome)
    )
    return (
        f'<tr><td style="{style}"><strong>{result}</strong></td>'
        f'<td style="text-align:left">{escape(_name(outcome))}{told}</td></tr>'
    )
