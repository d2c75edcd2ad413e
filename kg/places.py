"""Where each value of a YAML text stands, and how it is spelled: the slow reader behind messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Steps = tuple[int | str, ...]
"""The way to a value from the top of a file: list positions and keys."""

Place = tuple[int, int]
"""Line and column, from 1."""

_DEEPEST = 200


@dataclass(slots=True)
class _Node:
    place: Place
    text: str | None  # of a scalar
    mapping: bool = False
    alias: bool = False
    children: list[_Node] = field(default_factory=list)  # of a mapping: key, value, key, value, …

    def entry(self, step: int | str) -> tuple[_Node | None, _Node | None]:
        """What marks the place of an item or an entry (the item, the key), and its value."""
        if isinstance(step, str):
            pairs = zip(self.children[::2], self.children[1::2], strict=False) if self.mapping else ()
            return next((pair for pair in pairs if pair[0].text == step), (None, None))
        item = None if self.mapping or step >= len(self.children) else self.children[step]
        return item, item


class Places:
    """The places of the first document of a text, as far as it can be read.

    Args:
        text: YAML; it may be wrong from some point on.

    Attributes:
        documents: where the first document begins, and the second if there is one.
        aliases: where the aliases stand.
    """

    def __init__(self, text: str) -> None:
        import yaml

        self.documents: list[Place] = []
        self.aliases: list[Place] = []
        self._anchors: dict[str, _Node] = {}
        self._above: list[_Node] = []
        self._root: _Node | None = None
        try:  # no recursion, as in `yaml.compose`: a deep text would end the process
            for event in yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
                self._take(event)
                if len(self.documents) > 1 or len(self._above) > _DEEPEST:
                    break
        except yaml.YAMLError:
            pass  # what stands before the mistake has its place all the same

    def find(self, steps: Steps) -> tuple[Place, str | None]:
        """The place of what `steps` leads to, or of the nearest above it, and the text of a scalar.

        An entry of a mapping stands where its key stands.
        """
        node = self._root
        place = node.place if node else (1, 1)
        for step in steps:
            mark, node = node.entry(step) if node else (None, None)
            place = mark.place if mark else place
        return place, node.text if node else None

    def wrong_key(self) -> tuple[Place, str | None] | None:
        """The first key that stands twice in one mapping, or that is no scalar: its place and text."""
        pending = [self._root] if self._root else []
        while pending:
            node = pending.pop()
            seen: set[str | None] = {None}
            for key in node.children[::2] if node.mapping else ():
                if key.text in seen:
                    return key.place, key.text
                seen.add(key.text)
            pending += [child for child in reversed(node.children) if not child.alias]
        return None

    def _take(self, event: Any) -> None:
        """Add what one event of the parser tells to the tree."""
        import yaml

        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.CollectionEndEvent):
            self._above.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents.append(place)
        elif isinstance(event, yaml.NodeEvent):
            node = self._node(event, place)
            self._root = self._root or node
            if self._above:
                self._above[-1].children.append(node)
            if isinstance(event, yaml.CollectionStartEvent):
                self._above.append(node)

    def _node(self, event: Any, place: Place) -> _Node:
        import yaml

        if isinstance(event, yaml.AliasEvent):
            self.aliases.append(place)
            meant = self._anchors.get(event.anchor or "") or _Node(place, None)
            return _Node(place, meant.text, meant.mapping, True, meant.children)
        node = _Node(place, getattr(event, "value", None), isinstance(event, yaml.MappingStartEvent))
        if event.anchor:
            self._anchors[event.anchor] = node
        return node
