"""Jupyter's wire format, as far as the grader speaks it, read by strict rules.

Frames of a message: delimiter, signature, header, parent header, metadata, content, buffers. There
is no signature: whoever runs in the kernel could sign.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_DELIMITER = b"<IDS|MSG>"
_SESSION = uuid.uuid4().hex
MAX_JSON_BYTES = 64 * 10**6


@dataclass(frozen=True)
class Message:
    """A message from the kernel; `parent` is the id of the request that it claims to answer."""

    kind: str
    parent: str
    content: dict[str, Any]
    buffers: list[bytes]


def pack_message(kind: str, content: dict[str, Any], buffers: Sequence[bytes]) -> list[bytes]:
    """A request as frames; its id is `message_id` of them."""
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": kind,
        "session": _SESSION,
        "username": "grader",
        "version": "5.4",
        "date": "2000-01-01T00:00:00Z",
    }
    parts = [json.dumps(part).encode() for part in (header, {}, {}, content)]
    return [_DELIMITER, b"", *parts, *buffers]


def message_id(frames: list[bytes]) -> str:
    """The id of a message that `pack_message` made."""
    found: str = json.loads(frames[2])["msg_id"]
    return found


def unpack_message(frames: list[bytes]) -> Message | None:
    """A message from the kernel; None for anything that is not laid out as one."""
    try:
        start = frames.index(_DELIMITER)
        header, parent, _, content = (_json(frame) for frame in frames[start + 2 : start + 6])
        kind, parent_id = header["msg_type"], parent["msg_id"]
    except (ValueError, KeyError, RecursionError):
        return None
    if not isinstance(kind, str) or not isinstance(parent_id, str):
        return None
    return Message(kind, parent_id, content, frames[start + 6 :])


def _json(frame: bytes) -> dict[str, Any]:
    if len(frame) > MAX_JSON_BYTES:
        raise ValueError("too long")
    value = json.loads(frame)
    if not isinstance(value, dict):
        raise ValueError("no object")
    return value
