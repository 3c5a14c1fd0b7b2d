"""What this lab says in other words where each student has seeds of their own."""

EXPLAINED = """
## Your own sixteen seeds

In this course everybody trains from **other seeds**. Yours follow from your name: the one under
which you hand in. Type it below, once; then `SEEDS` holds your sixteen seeds, and the checks expect
their runs. So your fractions will differ from those of your neighbours: compare them!
"""

REPLACED = {
    # of the answers, whose docstrings students read
    "from the seeds 0, 1, … 15; return the 16 fitted": (
        "from your sixteen seeds, the list SEEDS; return the 16 fitted"
    ),
    "list(range(16)),": "SEEDS,",
    # of the text
    "train from the seeds 0 to 15 with these": "train from your sixteen `SEEDS` with these",
    "how far 4, 6, 6 and 8 of 16 are apart": "how far your four fractions are apart",
    "Seed 5 gives both solvers": "A seed gives both solvers",
}

HOLDS_SEEDS = ("q4", "q8")
"""The questions whose numbers are those of the seeds."""

NOT_FORGIVEN = {
    "q6 wrong: positions instead of seeds": 0,
    "q7 wrong: runs numbered by position": 0,
}
"""Wrong variants → points: the seeds 0, 1, … are positions too, and personal ones are not."""
