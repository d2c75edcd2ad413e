"""The version of the package, of its data format and of its ontology."""

VERSION = "0.1.0"
