"""Does a text tell of the hidden checks of Lab 0?"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from autograde.checks import checks_of
from autograde.checks import lab0_seeds as hidden
from course.checks.lab0_seeds import fraction_of_heads
from tests.hostile.base import LAB

_IMAGE = re.compile(r"data:image/[\w+]+;base64,[A-Za-z0-9+/=\s\\]+|\"image/\w+\": \"[^\"]*\"")
LONG = 10**7


@cache
def _secrets() -> re.Pattern[str]:
    numbers = [hidden.N_FLIPS, hidden.SEED, hidden.N_FLIPS_OF_SIXTEEN, *hidden.FRACTIONS]
    expected = [fraction_of_heads(hidden.N_FLIPS, hidden.SEED)]
    expected += [fraction_of_heads(hidden.N_FLIPS_OF_SIXTEEN, seed) for seed in range(16)]
    numbers += [float(f"{int(value * 1e6) / 1e6:.6f}") for value in expected]
    names = [check.name for check in checks_of(LAB) if check.hidden]
    source = Path(str(hidden.__file__)).read_text(encoding="utf-8")
    lines = [line.strip() for line in source.splitlines()]
    code = [line for line in lines if "submission.call" in line or "expect_" in line]
    words = [*names, *code, "autograde/checks/lab0_seeds.py"]
    patterns = [rf"(?<![\d.]){re.escape(str(number))}" for number in numbers]
    return re.compile("|".join([*patterns, *map(re.escape, words)]))


def leaks_in(text: str) -> list[str]:
    """Hidden inputs, expected values, names and code of hidden checks in a page or a notebook.

    Of a very long text, only its beginning and its end are searched.
    """
    if len(text) > LONG:
        text = text[: LONG // 2] + text[-LONG // 2 :]
    return sorted(set(_secrets().findall(_IMAGE.sub("", text))))
