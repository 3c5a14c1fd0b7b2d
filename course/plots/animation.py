"""A training as a film: the hidden units' lines as they move, beside the loss as it falls."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.animation import FuncAnimation, PillowWriter
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import ArrayLike
from PIL import Image

from course.plots.boundaries import check_points
from course.plots.hyperplanes import HyperplanePanel, add_square, check_network
from course.plots.loss_curves import XOR_PLATEAUS, plot_loss_curves
from course.progress import progress_bar

WIDTH, DPI = 9.0, 90  # inches, and pixels in one: as wide as a notebook's column
LAST_FRAME_MS = 2000


def animate_training(
    snapshots: Sequence[Any],
    X: ArrayLike,
    y: ArrayLike,
    *,
    labels: Sequence[str] | None = None,
    path: str | Path | None = None,
    frames_per_second: int = 8,
    plateaus: Mapping[str, float] = XOR_PLATEAUS,
) -> FuncAnimation:
    """Show `snapshots` one after the other: `plot_hyperplanes` left, the loss so far right.

    `snapshots` are fitted classifiers as `course.mlp.snapshots` makes them, of equally many
    hidden units, each with a `loss_curve_`; X has shape (n, 2), y shape (n,) with labels 0 and 1.
    `labels` are the frames' titles; without them "epoch 12", or "iteration 12" for L-BFGS, from
    `n_iter_`. The loss is drawn as by `plot_loss_curves`, with its `plateaus`, on axes that stay
    the same; a snapshot at 0 has none yet. A `path` that ends in .gif is written too, at
    `frames_per_second`; before it begins again, its last frame stays for two seconds.

    Returns the animation; keep it in a variable until it is shown. Its figure is unknown to
    pyplot, so a notebook shows no still picture besides. Show it by
    `IPython.display.HTML(animation.to_jshtml())`, or the file by `IPython.display.Image(path)`.

    Raises ValueError when there are no snapshots or none is trained, they differ in their number
    of units, `labels` differs from them in length, `path` has another ending,
    `frames_per_second` is not above 0, or X, y or a snapshot is not what `plot_hyperplanes` takes;
    TypeError when a snapshot is no MLPClassifier or lacks a loss curve; FileNotFoundError when
    the folder of `path` doesn't exist.
    """
    snapshots = list(snapshots)
    check_points(X, y)
    n_units = _check_snapshots(snapshots)
    titles = _default_labels(snapshots) if labels is None else list(labels)
    if len(titles) != len(snapshots):
        raise ValueError(
            f"labels must hold one label for each snapshot, got {len(titles)} labels for "
            f"{len(snapshots)} snapshots; add or leave out some, or pass labels=None"
        )
    if not frames_per_second > 0:
        raise ValueError(
            f"frames_per_second must be above 0, got frames_per_second={frames_per_second}; "
            "8 is a good start"
        )
    file = None if path is None else _check_path(path)

    figure = Figure(dpi=DPI, facecolor="white")
    left = add_square(figure, WIDTH, n_units)
    box = left.get_position()
    start = box.x1 + 0.75 / WIDTH
    right = figure.add_axes((start, box.y0, 1 - 0.65 / WIDTH - start, box.height))

    panel = HyperplanePanel(left, X, y, n_units)
    longest = max((clf.loss_curve_ for clf in snapshots), key=len)
    step = "iteration" if snapshots[0].solver == "lbfgs" else "epoch"
    plot_loss_curves([longest], right, xlabel=step, plateaus=plateaus)
    (curve,) = right.lines
    curve.set(alpha=1, linewidth=1.8, markersize=5.5, clip_on=False)

    def show(frame: int) -> list[Artist]:
        losses = snapshots[frame].loss_curve_
        panel.show(snapshots[frame], titles[frame])
        curve.set_data(np.arange(1, len(losses) + 1), losses)
        curve.set_visible(len(losses) > 0)
        return [curve]

    animation = FuncAnimation(
        figure, show, frames=len(snapshots), interval=1000 / frames_per_second
    )
    if file is not None:
        with progress_bar(len(snapshots), "frames") as advance:
            animation.save(
                file, writer=_GifWriter(fps=frames_per_second), dpi=DPI,
                progress_callback=lambda frame, n_frames: advance(),
            )  # fmt: skip
    return animation


class _GifWriter(PillowWriter):
    """A PillowWriter for drawings: three times as fast, files half as large.

    matplotlib's own renders every frame three times: when the animation draws it, to lay it out,
    and to write it. It also leaves each frame a palette of its own, so that what stands still
    changes its colours and is written again.
    """

    def setup(self, fig: Figure, outfile: str | Path, dpi: float | None = None) -> None:
        super().setup(fig, outfile, dpi=dpi)
        self._canvas = FigureCanvasAgg(fig)
        self._pictures: list[Image.Image] = []

    def grab_frame(self, **_: Any) -> None:
        # The animation has just drawn it: a canvas without a window does so at once.
        picture = Image.fromarray(np.asarray(self._canvas.buffer_rgba()))
        self._pictures.append(picture.convert("RGB"))

    def finish(self) -> None:
        first, *others = _in_one_palette(self._pictures)
        durations = [1000 / self.fps] * len(others) + [LAST_FRAME_MS]
        first.save(
            self.outfile, save_all=True, append_images=others, duration=durations, loop=0,
            optimize=True,
        )  # fmt: skip


def _in_one_palette(pictures: Sequence[Image.Image]) -> list[Image.Image]:
    """The pictures in the same 256 colours, which suit eight of them; white stays white."""
    chosen = [pictures[i] for i in np.linspace(0, len(pictures) - 1, 8).astype(int)]
    width, height = chosen[0].size
    strip = Image.new("RGB", (width, height * len(chosen)))
    for i, picture in enumerate(chosen):
        strip.paste(picture, (0, i * height))
    palette = strip.quantize(256, dither=Image.Dither.NONE)
    quantized = [p.quantize(palette=palette, dither=Image.Dither.NONE) for p in pictures]
    # Pillow's nearest colour is only near: paper would be greyish.
    paper = Image.new("RGB", (1, 1), "white").quantize(palette=palette).tobytes()[0]
    colors = palette.getpalette() or []
    colors[3 * paper : 3 * paper + 3] = [255, 255, 255]
    for picture in quantized:
        picture.putpalette(colors)
    return quantized


def _default_labels(snapshots: Sequence[Any]) -> list[str]:
    return [
        f"{'iteration' if clf.solver == 'lbfgs' else 'epoch'} {clf.n_iter_}" for clf in snapshots
    ]


# --- rules --------------------------------------------------------------------------------------


def _check_snapshots(snapshots: Sequence[Any]) -> int:
    """The number of hidden units, the same in all."""
    if not snapshots:
        raise ValueError(
            "snapshots must hold at least one classifier, got none; "
            "make some by course.mlp.snapshots"
        )
    for i, clf in enumerate(snapshots):
        check_network(clf, f"snapshots[{i}]")
        if not hasattr(clf, "loss_curve_"):
            raise TypeError(
                f"snapshots[{i}] must have a loss_curve_, got a {type(clf).__name__} without; "
                "course.mlp.MLPClassifier has one for every solver"
            )
    counts = [clf.coefs_[0].shape[1] for clf in snapshots]
    for i, count in enumerate(counts):
        if count != counts[0]:
            raise ValueError(
                f"snapshots must have equally many hidden units, got {counts[0]} in snapshots[0] "
                f"and {count} in snapshots[{i}]; pass those of one training"
            )
    if not any(len(clf.loss_curve_) for clf in snapshots):
        raise ValueError(
            "snapshots must hold at least one classifier after a step of its training, got only "
            "initial weights; pass later iterations too, or see plot_hyperplanes"
        )
    return counts[0]


def _check_path(path: str | Path) -> Path:
    file = Path(path)
    if file.suffix.lower() != ".gif":
        raise ValueError(f"path must end in .gif, got {str(path)!r}; name it training.gif")
    if not file.parent.is_dir():
        raise FileNotFoundError(
            f"path must lie in a folder that exists, got {str(path)!r}; make {file.parent} first"
        )
    return file
