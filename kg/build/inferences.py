"""What rules made of a graph, kept beside it: each statement with the rule that made it first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UnreadableError
from kg.graph import Triple, parse, serialize


@dataclass(frozen=True)
class Inferences:
    """What was inferred.

    Attributes:
        rules: the text of each rule that was asked, by its name.
        made: the name of the rule that made it, by statement.
    """

    rules: Mapping[str, str]
    made: Mapping[Triple, str]

    def write(self, path: Path) -> None:
        """Keep them in a file: their lines in N-Triples are in the order of the rules beside them."""
        lines = serialize(self.made, "ntriples", {}).decode()
        path.write_text(json.dumps([dict(self.rules), list(self.made.values()), lines]), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Inferences | None:
        """Those that a file keeps; None where there is no such file, since no rule was asked.

        Raises:
            UnreadableError: it is no such file.
        """
        try:
            rules, names, lines = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise UnreadableError(f"{path}: is not readable: run `kg build`: {error}") from error
        return cls(rules, dict(zip(parse(lines.encode(), "ntriples"), names, strict=True)))
