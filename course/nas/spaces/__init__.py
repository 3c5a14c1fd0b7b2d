"""The search spaces of the survey's section I.A, one a file."""

from course.nas.spaces.blocks import Blocks
from course.nas.spaces.cells import Cells
from course.nas.spaces.chain import ChainStructured
from course.nas.spaces.mobile import Bottlenecks
from course.nas.spaces.multi_branch import MultiBranch
from course.nas.spaces.tiny_chain import TinyChain

__all__ = ["Blocks", "Bottlenecks", "Cells", "ChainStructured", "MultiBranch", "TinyChain"]
