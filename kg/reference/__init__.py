"""A browsable reference of the ontology: pyLODE's page, and for each class its keys, shape, example and queries.

All pages work offline and run no script. They are made of parts: `entries` says what belongs to each
term, `shapes` reads the SHACL, `excerpts` the records, `lode` calls pyLODE, `folder` writes.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kg.namespaces import SAID, compact
from kg.ontology import read_ontology
from kg.project import Project
from kg.queries import queries
from kg.reference.entries import Entries
from kg.reference.excerpts import first_records
from kg.reference.folder import MARK, write_pages
from kg.reference.links import Anchors
from kg.reference.lode import load_pylode, sections
from kg.reference.shapes import shape_files
from kg.version import VERSION

if TYPE_CHECKING:
    import jinja2


def write_reference(project: Project, folder: str | Path) -> int:
    """Write the reference of a project's ontology into a folder, whole or not at all.

    Args:
        folder: is made if it is not there; an older reference is replaced.

    Returns:
        How many pages it has; the first is `index.html`.

    Raises:
        MissingLibraryError: pyLODE is not installed.
        ProjectError: something else stands in the folder.
        UnreadableError: the folder cannot be written, or a file not be read.
        OntologyError, QueryError, DataError: a file of the project is wrong.
    """
    return write_pages(Path(folder), lambda: make_pages(project))


def make_pages(project: Project) -> dict[str, str]:
    """The pages of the reference, by their path within its folder.

    Raises:
        MissingLibraryError, UnreadableError, OntologyError, QueryError, DataError: as `write_reference`.
    """
    load_pylode()  # before the work, if it is missing
    ontology = read_ontology(project)
    shapes, asked = shape_files(project), queries(project)
    anchors = Anchors(ontology)
    entries = Entries(project, ontology, shapes, asked, first_records(project, ontology))
    style = _asset("reference.css")
    templates = _templates()
    templates.globals.update(
        mark=MARK, version=VERSION, said=SAID, style=style, style_hash=_hash(style), anchors=anchors,
        ontology=ontology, queries=asked, shapes=shapes, entries=entries,
    )  # fmt: skip

    def rendered(template: str, **given: Any) -> str:
        return templates.get_template(template).render(**given)

    extras = {name: rendered("class.html", kind=kind) for name, kind in ontology.kinds.items()}
    extras |= {key: rendered("property.html", property=each) for key, each in ontology.properties.items()}
    pages = {"index.html": rendered("index.html", sections=sections(ontology, anchors, extras))}
    for name, query in asked.items():
        pages[f"queries/{name}.html"] = rendered("query.html", query=query)
    for file in shapes:
        pages[f"shapes/{file.name}.html"] = rendered("shapes.html", file=file)
    return pages


def _templates() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, loader=jinja2.FunctionLoader(_asset),
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters.update(quoted=quote, name=_name)
    return environment


def _name(iri: str) -> str:
    """A term as data files name it."""
    return compact(iri).removeprefix("kg:")


def _asset(name: str) -> str:
    return files(__name__).joinpath(name).read_text("utf-8")


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
