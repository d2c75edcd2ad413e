"""What XML 1.0 can hold: characters, and the names of elements."""

from __future__ import annotations

import re

_NONE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), "\N{REPLACEMENT CHARACTER}")
STARTS = (
    "A-Z", "_", "a-z", "\xc0-\xd6", "\xd8-\xf6", "\xf8-\u02ff", "\u0370-\u037d", "\u037f-\u1fff", "\u200c-\u200d",
    "\u2070-\u218f", "\u2c00-\u2fef", "\u3001-\ud7ff", "\uf900-\ufdcf", "\ufdf0-\ufffd", "\U00010000-\U000effff",
)  # fmt: skip
"""The characters with which a name begins: the production NameStartChar but for the colon, as they stand in `[…]`."""
FURTHER = ("\\-", ".", "0-9", "\xb7", "\u0300-\u036f", "\u203f-\u2040")
"""Those that can only follow: the rest of NameChar."""
NAME = re.compile(f"[{''.join(STARTS)}][{''.join((*STARTS, *FURTHER))}]*\\Z")
"""The name at the end of an IRI of which an element can be made (NCName of Namespaces in XML 1.0)."""


def fit(text: str) -> str:
    """A text with the sign that stands for a character in place of each that XML cannot hold."""
    return text.translate(_NONE)
