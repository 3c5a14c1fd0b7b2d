"""A network as a diagram: its layers, what each writes, and where memory is needed most."""

from math import prod

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.ticker import MaxNLocator

from course.nas.architecture import Architecture, Layer, Shape
from course.nas.cost import cost, layer_flash_bytes
from course.nas.memory import bytes_at_steps
from course.plots.curves import ALL_COLOR, BEST_COLOR, REFERENCE_COLOR

LEFT, RIGHT, HALF_HEIGHT = 0.0, 1.0, 0.34


def plot_architecture(
    architecture: Architecture, *, limit_bytes: int | None = None, suptitle: str | None = None
) -> Figure:
    """Draw layers from the image (top) to the logits, and beside each the SRAM while it runs.

    A box names operation, window and stride, what it writes (channels × height × width) with its
    bytes as int8, and the flash of its constants. Arrows say what it reads. Bars are bytes of SRAM
    in use, depthwise layers in place; those of the peak are dark, hatched and labelled.
    `limit_bytes` is an upright line. Returns the Figure, known to pyplot.
    """
    n = len(architecture.layers) + 1
    fig, (left, right) = plt.subplots(
        1, 2, figsize=(8.4, 1.4 + 0.62 * n), sharey=True, layout="constrained",
        gridspec_kw={"width_ratios": [1.5, 1]},
    )  # fmt: skip
    _draw_layers(left, architecture)
    _draw_bytes(right, architecture, limit_bytes)
    costs = cost(architecture)
    totals = (
        f"{costs.sram_bytes:,} bytes of SRAM at the peak, {costs.flash_bytes:,} bytes of flash, "
        f"{costs.macs:,} MACs"
    )
    fig.suptitle(totals if suptitle is None else f"{suptitle}\n{totals}", fontsize="medium")
    return fig


def _draw_layers(ax: Axes, architecture: Architecture) -> None:
    shapes = architecture.shapes
    _draw_box(ax, 0, "image", shapes[0], 0, face="white")
    for step, layer in enumerate(architecture.layers, start=1):
        flash = layer_flash_bytes(layer, shapes[layer.inputs[0]])
        _draw_box(ax, step, _name(layer), shapes[step], flash, face="#eef3f9" if flash else "white")
        for source in layer.inputs:
            _draw_arrow(ax, source, step)
    steps = enumerate(architecture.layers, start=1)
    longest_way = max(step - source for step, layer in steps for source in layer.inputs)
    room = 0.05 if longest_way == 1 else 0.3
    ax.set(xlim=(LEFT - room, RIGHT + 0.02), ylim=(len(shapes) - 0.45, -0.55))
    ax.set_axis_off()


def _name(layer: Layer) -> str:
    window = f" {layer.kernel} × {layer.kernel}" if layer.operation not in HEADS else ""
    stride = f", stride {layer.stride}" if layer.stride > 1 else ""
    relu = " + ReLU" if layer.relu else ""
    return f"{layer.operation.replace('_', ' ')}{window}{stride}{relu}"


HEADS = ("add", "concat", "global_average", "linear")


def _draw_box(ax: Axes, step: int, name: str, shape: Shape, flash: int, face: str) -> None:
    ax.add_patch(
        FancyBboxPatch(
            (LEFT, step - HALF_HEIGHT), RIGHT - LEFT, 2 * HALF_HEIGHT, mutation_aspect=2,
            boxstyle="round,pad=0,rounding_size=0.04", facecolor=face, edgecolor=ALL_COLOR,
        )
    )  # fmt: skip
    ax.text(LEFT + 0.04, step, name, va="center", weight="bold", fontsize="small")
    sizes = f"{' × '.join(map(str, shape))}: {prod(shape):,} B"
    constants = f"\nflash {flash:,} B" if flash else ""
    ax.text(RIGHT - 0.04, step, sizes + constants, va="center", ha="right", fontsize="small")


def _draw_arrow(ax: Axes, source: int, step: int) -> None:
    """Down to the next box, or along the left side past the boxes between."""
    is_next = step == source + 1
    start = (0.5, source + HALF_HEIGHT) if is_next else (LEFT, source)
    end = (0.5, step - HALF_HEIGHT) if is_next else (LEFT, step)
    bend = "arc3" if is_next else f"arc3,rad={0.25:.2f}"
    ax.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle="-|>", mutation_scale=9, color=REFERENCE_COLOR,
            connectionstyle=bend, shrinkA=0, shrinkB=0,
        )
    )  # fmt: skip


def _draw_bytes(ax: Axes, architecture: Architecture, limit_bytes: int | None) -> None:
    used = bytes_at_steps(architecture)
    peak = max(used)
    bars = ax.barh(range(len(used)), used, height=2 * HALF_HEIGHT, color=ALL_COLOR, alpha=0.35)
    for bar, n_bytes in zip(bars, used, strict=True):
        note = f"{n_bytes:,}"
        if n_bytes == peak:
            bar.set(facecolor=BEST_COLOR, alpha=0.85, hatch="//", edgecolor="white")
            note += " peak"
        ax.annotate(
            note, (n_bytes, bar.get_y() + HALF_HEIGHT), xytext=(5, 0),
            textcoords="offset points", va="center", fontsize="small", zorder=5,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},  # over the limit's line
        )  # fmt: skip
    most = max(peak, limit_bytes or 0)
    if limit_bytes is not None:
        ax.axvline(limit_bytes, color=REFERENCE_COLOR, linestyle="dashed", linewidth=1.2)
        ax.annotate(
            f"limit {limit_bytes:,}", (limit_bytes, 1), xycoords=("data", "axes fraction"),
            xytext=(-4, -2), textcoords="offset points", ha="right", va="top", fontsize="small",
            color=REFERENCE_COLOR,
        )  # fmt: skip
    ax.set(xlim=(0, 1.35 * most), xlabel="SRAM while it runs (bytes)")
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    ax.tick_params(left=False)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
