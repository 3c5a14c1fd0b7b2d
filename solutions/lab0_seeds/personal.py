"""What this lab says in other words where each student has seeds of their own."""

EXPLAINED = """
**Your own sixteen seeds.** In this course everybody has **other seeds**. Yours follow from your
name: the one under which you hand in. Type it below, once; then `SEEDS` holds your sixteen seeds,
and the checks expect their numbers.
"""

REPLACED = {
    # of the answers, whose docstrings students read
    "from each of the seeds 0, 1, … 15; return a dict:": (
        "from each of your sixteen seeds, the list SEEDS; return a dict:"
    ),
    "for seed in range(16)]": "for seed in SEEDS]",
    # of the text
    "for each of the sixteen seeds 0, 1, … 15\n"
    "([`range(16)`](https://docs.python.org/3/library/stdtypes.html#range) counts them), and": (
        "for each of your sixteen seeds\n(the list `SEEDS`), and"
    ),
    "flips the coin 20 times from seed 13, another from seed\n15.": (
        "flips the coin 20 times from your\nfirst seed, another from your last."
    ),
}

HOLDS_SEEDS = ("q2",)
"""The questions whose numbers are those of the seeds."""

NOT_FORGIVEN: dict[str, int] = {}
"""Wrong variants → points, where personal seeds show what common ones forgive."""
