"""Completion in bash, for which a colon ends a word: `launch:2022` reaches us as three words."""

from __future__ import annotations

from click.shell_completion import BashComplete, CompletionItem, add_completion_class


class _Bash(BashComplete):
    """Joins what bash has split at colons, and leaves out of each answer what stands before the last one."""

    _standing = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        words, incomplete = super().get_completion_args()
        joined: list[str] = []
        for word in (*words, incomplete):
            if joined and (word == ":" or joined[-1].endswith(":")):
                joined[-1] += word
            else:
                joined.append(word)
        whole = joined.pop()
        self._standing = whole[: whole.rfind(":") + 1] if whole != incomplete else ""
        return joined, whole

    def format_completion(self, item: CompletionItem) -> str:
        return super().format_completion(CompletionItem(item.value.removeprefix(self._standing), item.type))


def install() -> None:
    """Put it in the place of click's own."""
    add_completion_class(_Bash)
