"""Where each value of a YAML text stands, and how it is spelled: the slow reader behind messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.errors import Span

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
    end: Place | None = None  # where it ends; a block ends nowhere in particular
    children: list[_Node] = field(default_factory=list)  # of a mapping: key, value, key, value, …

    @property
    def span(self) -> Span:
        return Span(*self.place, *(self.end or self.place))

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
        mark, _, node = self._walk(steps)
        return mark.place, node.text if node else None

    def span(self, steps: Steps) -> Span:
        """The stretch of an entry, key and value, or of an item; of a block only its first line of content.

        Where `steps` leads to nothing, that of the nearest above it.
        """
        mark, value, _ = self._walk(steps)
        while not (value.end or mark.end) and mark.children:
            mark, value = mark.children[0], mark.children[1 if mark.mapping and len(mark.children) > 1 else 0]
        return Span(*mark.place, *(value.end or mark.end or mark.place))

    def key(self, steps: Steps) -> Span:
        """The stretch of the key of an entry alone."""
        mark, _, _ = self._walk(steps)
        return mark.span

    def value(self, steps: Steps) -> Span | None:
        """The stretch of a scalar, with its quotes; None where it is a block, an alias or no scalar."""
        _, _, node = self._walk(steps)
        exact = node is not None and node.text is not None and not node.alias
        return node.span if node and node.end and exact else None

    def item(self, steps: Steps, text: str) -> Steps:
        """The way to the item of a list that is spelled so; else `steps`."""
        _, _, node = self._walk(steps)
        items = node.children if node and not node.mapping else []
        return next(((*steps, number) for number, each in enumerate(items) if each.text == text), steps)

    def _walk(self, steps: Steps) -> tuple[_Node, _Node, _Node | None]:
        """The last mark and value on the way, and what the whole way leads to, if it leads to something."""
        node = self._root
        mark = value = node or _Node((1, 1), None, end=(1, 1))
        for step in steps:
            found, node = node.entry(step) if node else (None, None)
            if found and node:
                mark, value = found, node
        return mark, value, node

    def wrong_keys(self) -> Iterator[tuple[Span, str | None, Span | None]]:
        """The keys that stand twice in one mapping, or that are no scalar: their place, text, and first place."""
        pending = [self._root] if self._root else []
        while pending:
            node = pending.pop()
            seen: dict[str | None, _Node] = {}
            for key in node.children[::2] if node.mapping else ():
                if key.text is None or key.text in seen:
                    yield key.span, key.text, seen[key.text].span if key.text in seen else None
                else:
                    seen[key.text] = key
            pending += [child for child in reversed(node.children) if not child.alias]

    def _take(self, event: Any) -> None:
        """Add what one event of the parser tells to the tree."""
        import yaml

        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.CollectionEndEvent):
            closed = self._above.pop()
            closed.end = _end(event) if _end(event) != place else None  # a block ends at the next thing
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
            return _Node(place, meant.text, meant.mapping, True, _end(event), meant.children)
        scalar = isinstance(event, yaml.ScalarEvent) and event.style not in ("|", ">")
        mapping, end = isinstance(event, yaml.MappingStartEvent), _end(event) if scalar else None
        node = _Node(place, getattr(event, "value", None), mapping, end=end)
        if event.anchor:
            self._anchors[event.anchor] = node
        return node


def _end(event: Any) -> Place:
    return event.end_mark.line + 1, event.end_mark.column + 1
