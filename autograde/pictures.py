"""Which pictures of a student's a page may show."""

from __future__ import annotations

import base64
import binascii
import io
import warnings

from PIL import Image

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}
MAX_LETTERS = 3_000_000
MAX_PIXELS = 25_000_000


def is_small_picture(kind: str, data: str) -> bool:
    """Whether `data` (base64) is a picture of the media type `kind`: PNG or JPEG, not too large.

    Only its head is read. A few bytes can stand for a picture that fills a browser's memory.
    """
    if kind not in FORMATS or len(data) > MAX_LETTERS:
        return False
    try:
        head = io.BytesIO(base64.b64decode("".join(data.split()), validate=True))
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # pillow warns of pictures that it finds too large
            with Image.open(head, formats=[FORMATS[kind]]) as picture:
                return picture.width * picture.height <= MAX_PIXELS
    except (binascii.Error, ValueError, OSError, Warning, Image.DecompressionBombError):
        return False
    except Exception:  # a damaged head makes pillow stumble in more ways than it documents
        return False
