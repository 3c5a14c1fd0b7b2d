"""The experiment of Choi, Cho and Rhee (2018), repeated: `course reproduce figures`.

`grid.py` searches, `rules.py` finds the rules under test, `evidence.py` has times with intervals,
`statements.py` what the paper says about them, `drawing.py`, `files.py` and `page.py` show it.
"""
