"""Whether the engine keeps all literals of a Turtle or N-Triples file as they are written, told without parsing.

A file is clean if it consists of nothing but tokens that are surely understood, and none of them is a literal that
the engine rewrites. Whatever is not surely understood is not clean, which costs time only. So `^^` stands right
between a text and its datatype, and no name holds an escape.
"""

from __future__ import annotations

import re
from typing import Any

from kg.graph import Iri, Literal
from kg.namespaces import XSD
from kg.shacl.terms import REWRITTEN, canonical, kept, rewritten

_WORD = rb"[A-Za-z0-9_\x80-\xff%-]"
_NAME = (
    rb"(?:[A-Za-z\x80-\xff](?:" + _WORD + rb"|\.(?=[.:%\w\x80-\xff-]))*+|_)?:"
    rb"(?:" + _WORD + rb"|:|\.(?=[.:%\w\x80-\xff-]))*+(?!\\)"
)
_IRI = rb"<[!#-&(-;=?-\[\]-\xff]*+>"  # a set of single bytes is told in half the time of one that names `\s`
_LANGUAGE = rb"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+"
_CANONICAL = b"|".join(f'(?:{text})"\\^\\^<{re.escape(iri)}>'.encode() for iri, text in canonical().items())
_SURE = (
    _IRI + b" " + _IRI + rb" (?:" + _IRI
    + rb"|\"(?:[^\"\\\r\n]*+\"(?:" + _LANGUAGE + rb")?|" + _CANONICAL + rb")) \.\n"
)  # fmt: skip
"""A statement as N-Triples mostly has it, which is told sooner whole than by its tokens."""
_HEAD = re.compile(rb"(?:" + _SURE + b")*+")
_TOKENS = (
    b"(?:" + _SURE + b")++",
    rb"[\s;,\[\]()]++",
    _IRI,
    _NAME,
    *(  # a text, in each kind of quotes, perhaps with a language or datatype; no quote may follow
        rb"(?:@@@(?:[^@\\]++|\\.|@(?!@@))*+@@@|@(?!@@)[^@\\\r\n]*+(?:\\.[^@\\\r\n]*+)*+@)(?!@)".replace(b"@", quote)
        + rb"(?:\^\^(?:" + _IRI + rb"|" + _NAME + rb")|@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?![\w\x80-\xff-]))?"
        for quote in (b'"', b"'")
    ),
    rb"(?:0(?!\.)|-?(?:[1-9][0-9]*+|0(?=\.[0-9]))(?:\.[0-9]*[1-9])?)(?=[\s,;)\]#]|\.(?:\s|\Z))",  # a canonical number
    rb"\.(?![0-9])",
    rb"@?[A-Za-z]++(?=[\s<\"'\[(.;,)\]])(?!\.[0-9])",  # `a`, `true`, `@prefix`
    rb"\#[^\r\n]*+",
)  # fmt: skip
_CLEAN = re.compile(rb"(?:\A\xef\xbb\xbf)?(?:" + b"|".join(_TOKENS) + rb")*+\Z", re.DOTALL)
_TYPED = [
    re.compile(quote + rb"([^" + quote + rb"]*+)" + quote + rb"{1,3}\^\^(?:<(?:[^>#]*#)*+|[^\s:<]*:)([A-Za-z]*)")
    for quote in (b'"', b"'")
]
_LOCAL = {name.encode(): XSD + name for name in REWRITTEN}
_TAILS = {name[place:] for name in _LOCAL for place in range(1, len(name) + 1)} - _LOCAL.keys()
"""What stands behind the colon where a prefix holds more of the name of a datatype than its namespace."""


def clean(text: Any) -> bool:
    """Whether the engine surely rewrites no literal of a text in Turtle or N-Triples.

    Args:
        text: the bytes of it, or what holds them as bytes do.
    """
    sure = _HEAD.match(text)
    assert sure, "it matches nothing too"
    return bool(_CLEAN.match(text, sure.end())) and all(map(_kept, _typed(text, sure.end())))


def _typed(text: Any, start: int) -> set[tuple[bytes, bytes]]:
    """The literals from a place on with a datatype, each by its text and the last of its datatype's name.

    Of a text that holds quotes it is what stands behind the last: no number and no date holds any, and the engine
    leaves alone what is of no form of its datatype.
    """
    return {(found[1], found[2]) for literals in _TYPED for found in literals.finditer(text, start)}


def _kept(literal: tuple[bytes, bytes]) -> bool:
    text, name = literal
    if name not in _LOCAL:
        return name not in _TAILS
    written = text.decode(errors="replace")
    if kept(written, _LOCAL[name]):
        return True
    return "\\" not in written and not rewritten(Literal(written, datatype=Iri(_LOCAL[name])))
