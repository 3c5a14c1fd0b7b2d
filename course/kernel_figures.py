"""How the graded kernel shows a figure: drawn once, where IPython has it drawn twice.

IPython asks matplotlib for the part of the canvas that is in use. To learn which part that is,
matplotlib draws everything without ink, and then again onto a canvas of that size. Here the first
drawing has ink, and is cut: the same picture to within a pixel, in about 60 % of the time.
"""

from __future__ import annotations

import io
from binascii import b2a_base64
from typing import Any, cast

import numpy as np
from IPython.core.pylabtools import print_figure
from matplotlib import rcParams
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from PIL import Image

ZLIB_LEVEL = 2  # half the time of the usual 6; without transparency no larger than that with it


def draw_figures_once(shell: Any) -> None:
    """Have an IPython shell, whose matplotlib backend is the inline one, show figures by `png`.

    A notebook that chooses formats of its own gets IPython's way of showing them.
    """
    shell.display_formatter.formatters["image/png"].for_type(Figure, png)


def png(fig: Figure) -> str | None:
    """The part of a figure that is in use, with matplotlib's margin, as a PNG in base64.

    What is not simply cut from its canvas is left to IPython.
    """
    image = _used_part(fig) if fig.axes and isinstance(fig.canvas, FigureCanvasAgg) else None
    if image is None:
        how = {"compress_level": ZLIB_LEVEL}
        shown: str | None = print_figure(fig, base64=True, pil_kwargs=how)
        return shown
    if image.getchannel("A").getextrema() == (255, 255):  # nothing can be seen through
        image = image.convert("RGB")
    file = io.BytesIO()
    image.save(file, format="png", compress_level=ZLIB_LEVEL, dpi=(fig.dpi, fig.dpi))
    return b2a_base64(file.getvalue(), newline=False).decode("ascii")


def _used_part(fig: Figure) -> Image.Image | None:
    """What lies in the tight bounding box, and a margin.

    None if that box is not within the canvas, or if something is drawn only for a file.
    """
    if any(artist.get_animated() for ax in fig.axes for artist in ax.get_children()):
        return None
    canvas = cast(FigureCanvasAgg, fig.canvas)
    canvas.draw()
    width, height = canvas.get_width_height()
    used = fig.get_tightbbox()
    if used.x0 < 0 or used.y0 < 0 or used.x1 * fig.dpi > width or used.y1 * fig.dpi > height:
        return None
    inches = np.array(used.padded(rcParams["savefig.pad_inches"]).extents)
    left, bottom, right, top = np.rint(inches * fig.dpi).astype(int)
    whole = Image.frombuffer("RGBA", (width, height), bytes(canvas.buffer_rgba()))
    background = tuple(round(255 * part) for part in to_rgba(fig.get_facecolor()))
    part = Image.new("RGBA", (right - left, top - bottom), background)  # may be wider than all
    part.paste(whole, (-left, top - height))
    return part
