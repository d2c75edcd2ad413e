"""What the OWL API and HermiT say of ontologies: run as `python judge_owl.py FILE…`, in a process of its own.

Of the files after `--data`, which hold many individuals, the classes are not asked: that takes long, and
without nominals no individual makes a class unsatisfiable.

Both are Java and lie in the jar of HermiT that Owlready2 brings along. For each file one line of JSON:

    broken          what keeps it out of OWL 2 DL, as kinds of violation with the axiom
    unread          triples that no axiom or annotation was made of
    anonymous       individuals without a name
    consistent      whether it has a model; null where it is not in OWL 2 DL
    unsatisfiable   the classes that no individual can belong to; null where they were not asked
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from pathlib import Path
from typing import Any

import jpype


def start() -> None:
    """Start Java with HermiT, without importing Owlready2, which takes long and is not needed here."""
    found = importlib.util.find_spec("owlready2")
    assert found and found.origin, "Owlready2 is missing: `pip install owlready2`"
    jpype.startJVM(classpath=[str(Path(found.origin).parent / "hermit" / "HermiT.jar")], convertStrings=True)


def judge(file: str, classes: bool) -> dict[str, Any]:
    """Read one ontology in RDF/XML and say what is wrong with it, on demand with its classes."""
    owl, api = jpype.JPackage("org").semanticweb, jpype.JPackage("org").semanticweb.owlapi
    manager = api.apibinding.OWLManager.createOWLOntologyManager()
    ontology = manager.loadOntologyFromOntologyDocument(jpype.JClass("java.io.File")(file))
    read = manager.getOntologyFormat(ontology).getOntologyLoaderMetaData()
    report = api.profiles.OWL2DLProfile().checkOntology(ontology)
    verdict: dict[str, Any] = {
        "broken": sorted(f"{each.getClass().getSimpleName()}: {each}" for each in report.getViolations()),
        "unread": sorted(map(str, read.getUnparsedTriples())),
        "anonymous": sorted(map(str, ontology.getReferencedAnonymousIndividuals())),
        "consistent": None,
        "unsatisfiable": None,
    }
    if not verdict["broken"]:
        try:
            reasoner = owl.HermiT.Reasoner(ontology)
        except jpype.JException as error:  # what the OWL API lets through: a datatype outside OWL 2's map
            return verdict | {"broken": [f"{type(error).__name__.rpartition('.')[2]}: {error.message()}"]}
        verdict["consistent"] = bool(reasoner.isConsistent())
        if verdict["consistent"] and classes:
            found = reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()
            verdict["unsatisfiable"] = sorted(str(each.getIRI()) for each in found)
    return verdict


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*")
    parser.add_argument("--data", nargs="*", default=[])
    given = parser.parse_args()
    start()
    for name in (*given.files, *given.data):
        print(json.dumps(judge(name, name in given.files)), flush=True)
