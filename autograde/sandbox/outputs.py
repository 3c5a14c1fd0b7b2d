"""A cell's outputs, built from what the kernel sends and counted against the limits as they come.

Only kinds that a page can show without running anything are kept: text, cleaned HTML, PNG images.
"""

from __future__ import annotations

import base64
import binascii
import struct
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograde.pages import clean_html
from autograde.sandbox.limits import LimitHit, Limits, amount
from course.alt_text import MAX_WORDS

_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_TEXTS = ("text/plain", "text/markdown", "text/latex")

_REFUSED = {  # words of Python's error → the limit of which the system reminded
    "MemoryError": "data_bytes",
    "[Errno 24]": "open_files",
    "[Errno 27]": "file_bytes",
    "[Errno 28]": "disk_bytes",
    "[Errno 11]": "processes",
    "can't start new thread": "processes",
}


class Outputs:
    """The outputs of one cell.

    Parameters
    ----------
    bytes_before : what the cells before it sent.
    keep : whether outputs are kept, or only counted.
    """

    def __init__(self, limits: Limits, *, bytes_before: int = 0, keep: bool = True) -> None:
        self.items: list[NotebookNode] = []
        self.n_bytes = 0
        self._limits = limits
        self._bytes_before = bytes_before
        self._keep = keep
        self._n_shown = 0
        self._n_updates = 0
        self._displays: dict[str, list[NotebookNode]] = {}

    def count(self, n_bytes: int) -> None:
        """Count bytes that came; raises `LimitHit` when they are too many."""
        self.n_bytes += n_bytes
        self._require("output_bytes", self.n_bytes)
        self._require("output_bytes_per_submission", self._bytes_before + self.n_bytes)

    def take(self, kind: str, content: dict[str, Any]) -> None:
        """Take one message of the kernel's output channel; raises `LimitHit` at a limit.

        Kinds that a page does not show (widgets, payloads, unknown ones) are passed over.
        """
        if kind == "stream":
            self._take_stream(content)
        elif kind in ("display_data", "execute_result"):
            self._take_display(kind, content)
        elif kind == "update_display_data":
            self._n_updates += 1
            self._require("display_updates", self._n_updates)
            data = self._data(content)
            for item in self._displays.get(_display_id(content), []):
                item["data"] = data
        elif kind == "error":
            self._take_error(content)
        elif kind == "clear_output":
            self.items.clear()
            self._displays.clear()

    def say(self, sentence: str) -> None:
        """Add a sentence of the grader's own."""
        self.items.append(nbformat.v4.new_output("stream", name="stdout", text=f"{sentence}\n"))

    def _take_stream(self, content: dict[str, Any]) -> None:
        name = "stderr" if content.get("name") == "stderr" else "stdout"
        text = _text(content.get("text"))
        last = self.items[-1] if self.items else None
        if last is not None and last.get("name") == name:
            last["text"] += text
        else:
            self._show(nbformat.v4.new_output("stream", name=name, text=text))

    def _take_display(self, kind: str, content: dict[str, Any]) -> None:
        words = _words_of_image(content)
        item = nbformat.v4.new_output(kind, data=self._data(content), metadata=words)
        self._show(item)
        display_id = _display_id(content)
        if self._keep and display_id:
            self._displays.setdefault(display_id, []).append(item)

    def _take_error(self, content: dict[str, Any]) -> None:
        traceback = content.get("traceback")
        lines = [_text(line) for line in traceback] if isinstance(traceback, list) else []
        name, value = _text(content.get("ename")), _text(content.get("evalue"))
        self._show(nbformat.v4.new_output("error", ename=name, evalue=value, traceback=lines))
        said = f"{name}: {value}"
        for words, limit in _REFUSED.items():
            if words in said:
                most = amount(limit, getattr(self._limits, limit))
                self.say(f"The grader's limit here ({limit}) is {most}.")
                return

    def _show(self, item: NotebookNode) -> None:
        self._n_shown += 1
        self._require("outputs", self._n_shown)
        if self._keep:
            self.items.append(item)

    def _data(self, content: dict[str, Any]) -> dict[str, str]:
        """What of a display's data a page may show."""
        given = content.get("data")
        given = given if isinstance(given, dict) else {}
        data = {kind: _text(given[kind]) for kind in _TEXTS if kind in given}
        if "image/png" in given:
            data |= self._image(given["image/png"])
        if "text/html" in given and self._keep:
            data["text/html"] = clean_html(_text(given["text/html"]))
        if not data:
            kinds = ", ".join(sorted(_text(kind)[:40] for kind in given)[:3]) or "nothing"
            data["text/plain"] = f"(an output of a kind that is not shown here: {kinds})"
        return data

    def _image(self, given: Any) -> dict[str, str]:
        try:
            image = base64.b64decode("".join(_text(given).split()), validate=True)
        except (binascii.Error, ValueError):
            return {"text/plain": "(an image that cannot be read)"}
        self._require("image_bytes", len(image))
        if not image.startswith(_PNG) or len(image) < len(_PNG) + 8:
            return {"text/plain": "(an image that cannot be read)"}
        width, height = struct.unpack_from(">II", image, len(_PNG))
        self._require("image_pixels", width * height)
        return {"image/png": base64.b64encode(image).decode()}

    def _require(self, name: str, value: int) -> None:
        limit = getattr(self._limits, name)
        if value > limit:
            raise LimitHit(name, limit, value)


def _words_of_image(content: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The alternative text of a display's image, as metadata; pages escape it."""
    metadata = content.get("metadata")
    image = metadata.get("image/png") if isinstance(metadata, dict) else None
    words = _text(image.get("alt"))[:MAX_WORDS] if isinstance(image, dict) else ""
    return {"image/png": {"alt": words}} if words else {}


def _display_id(content: dict[str, Any]) -> str:
    transient = content.get("transient")
    return _text(transient.get("display_id")) if isinstance(transient, dict) else ""


def _text(value: Any) -> str:
    """`value` if it is text, without half characters that no file can hold."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
