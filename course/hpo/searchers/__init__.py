"""Searchers, one a file, each with one method: see `course.hpo.simulate.Searcher`.

They choose among the rows of a table, which they know as points of the unit cube
(`Space.to_unit(table.settings)`), and never suggest a row twice.
"""

from course.hpo.searchers.gp import GPEI as GPEI
from course.hpo.searchers.grid import GridSearch as GridSearch
from course.hpo.searchers.random import RandomSearch as RandomSearch
from course.hpo.searchers.smac import SMAC as SMAC
from course.hpo.searchers.tpe import TPE as TPE
