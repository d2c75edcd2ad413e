"""Where each term of the ontology stands in the reference, and source text whose terms lead there."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from kg.graph import Iri
from kg.namespaces import KG, OWL, SAID, SKOS, compact
from kg.ontology import Ontology

_CURIE = re.compile(r"(?<![\w:-])[a-z]+:[A-Za-z][\w-]*")
_KEY_OR_KIND = re.compile(r"(?<=\bkind: )\w+|(?<![\w:-])[A-Za-z]\w*(?=:(?:\s|$))", re.MULTILINE)
_KINDS = tuple(Iri(OWL + name) for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"))
_SCHEME, _IN_SCHEME = Iri(SKOS + "ConceptScheme"), Iri(SKOS + "inScheme")


class Anchors:
    """The anchors of the terms on the first page: `Launch` for `kg:Launch`, the key for a term used as it is.

    Attributes:
        of: the anchor by IRI, for every term that has an entry.
    """

    def __init__(self, ontology: Ontology) -> None:
        schemes = {each.subject for each in ontology.triples if each.object == _SCHEME}
        shown = [
            each.subject.value
            for each in ontology.triples
            if isinstance(each.subject, Iri)
            and (each.object in (*_KINDS, _SCHEME) or (each.predicate == _IN_SCHEME and each.object in schemes))
        ]
        self.of = {iri: iri.removeprefix(KG) for iri in shown if iri.startswith(KG)}
        self.of |= {each.iri: each.key for each in ontology.properties.values()}
        self._words = {compact(iri): anchor for iri, anchor in self.of.items()}
        self._words |= {compact(SAID + key): key for key in ontology.sayable}
        self._words |= {name: name for name in (*ontology.kinds, *ontology.properties)}

    def linked(
        self, text: str, page: str = "", *, yaml: bool = False, escape: Callable[[str], str] = html.escape
    ) -> str:
        """As HTML: a text with a link at each term that it names, and all else escaped.

        Args:
            page: the way to the first page, if the text stands on another.
            yaml: whether terms are written as keys and kinds, not with their prefixes.
            escape: what makes HTML of a part, if it is to be read by more than a browser.
        """
        parts, rest = [], 0
        for match in (_KEY_OR_KIND if yaml else _CURIE).finditer(text):
            anchor = self._words.get(match[0])
            if anchor:
                link = f'<a href="{page}#{html.escape(anchor)}">{escape(match[0])}</a>'
                parts += [escape(text[rest : match.start()]), link]
                rest = match.end()
        return "".join([*parts, escape(text[rest:])])
