"""Edits of TypeScript files, one after the other, each checked before the next begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from moment.drift.modules import PathMapping
from moment.drift.patch import result
from moment.drift.patch.checking import Check
from moment.drift.patch.code import (
    CodeEdit,
    InsertMember,
    InsertSymbol,
    RemoveMember,
    RemoveSymbol,
    RenameMember,
    RenameSymbol,
    Retag,
    Sources,
    UpdateMember,
    described,
)
from moment.drift.patch.lines import Lines, Splice, spliced
from moment.drift.patch.result import Patched, Refusal, Refused
from moment.drift.patch.typescript.declarations import insert_symbol, remove_symbol
from moment.drift.patch.typescript.habits import Habits
from moment.drift.patch.typescript.imports import Imports
from moment.drift.patch.typescript.members import Members
from moment.drift.patch.typescript.rows import Item, Row, find, rows
from moment.drift.patch.typescript.updates import Updates
from moment.drift.readers.typescript import Parsed, parse
from moment.text.span import Place

Splices = Mapping[str, list[Splice]]


def patched(
    texts: Mapping[str, str],
    edits: Iterable[CodeEdit],
    *,
    sources: Sources | None = None,
    mappings: tuple[PathMapping, ...] = (),
) -> Patched | Refused:
    """All ``edits`` made in ``texts`` (path to text, line ends as they are), in their order, or none of them.

    ``sources`` says where names come from that a new type uses, ``mappings`` what imports by ``paths`` name. What no edit speaks of stays byte for byte; the new
    texts read without new errors, and their declarations are what they were but for the edit.
    """
    pages = _Pages(dict(texts), sources or {}, mappings)
    for edit in edits:
        try:
            pages.make(edit)
        except Refusal as refusal:
            return Refused(described(edit), refusal.reason, refusal.place or Place(edit.path, 0, 0))
    return result.patched(texts, pages.texts)


def dialect(path: str) -> str:
    return "tsx" if path.endswith("x") else "ts"


class Page:
    """One file with all that writing into it needs."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.parsed: Parsed = parse(text, dialect=dialect(path))
        self.lines = Lines(text)
        self.habits = Habits(self.parsed, self.lines)

    @property
    def members(self) -> Members:
        return Members(self.lines, self.habits)

    @property
    def updates(self) -> Updates:
        return Updates(self.parsed, self.lines, self.habits)

    def items(self, symbol: str, member: str) -> list[tuple[Row, Item]]:
        found = [(row, item) for row in rows(self.parsed, symbol) for item in row.named(member)]
        if not found:
            find(self.parsed, symbol)
            raise Refusal(f"`{symbol}` has no member `{member}` of its own")
        return found


class _Pages:
    """The texts as they are after the edits made so far."""

    def __init__(self, texts: dict[str, str], sources: Sources, mappings: tuple[PathMapping, ...]) -> None:
        self.texts = texts
        self.sources = sources
        self.mappings = mappings

    def page(self, path: str) -> Page:
        if path not in self.texts:
            raise Refusal("the file is not there")
        return Page(path, self.texts[path])

    def make(self, edit: CodeEdit) -> None:
        match edit:
            case RenameMember() | RenameSymbol() | Retag():
                from moment.drift.patch.typescript.renames import rename

                self.write(edit, rename(self.texts, edit, self.mappings))
            case InsertSymbol():
                page = Page(edit.path, self.texts.get(edit.path, ""))
                self.write(edit, {edit.path: insert_symbol(page.lines, page.habits, edit.text)}, edit.text)
            case RemoveSymbol():
                page = self.page(edit.path)
                self.write(edit, {edit.path: remove_symbol(page.parsed, page.members, edit.symbol)})
            case InsertMember():
                self.write(edit, {edit.path: self.insert(edit)}, f"type T = {edit.member.type or 'string'}")
            case RemoveMember():
                page = self.page(edit.path)
                found = page.items(edit.symbol, edit.member)
                self.write(edit, {edit.path: [each for pair in found for each in page.members.remove(*pair)]})
            case UpdateMember():
                uses = f"type T = {edit.value}" if edit.aspect == "type" else ""
                self.write(edit, {edit.path: self.update(edit)}, uses)

    def insert(self, edit: InsertMember) -> list[Splice]:
        page = self.page(edit.path)
        found = rows(page.parsed, edit.symbol)
        if not found:
            find(page.parsed, edit.symbol)
            raise Refusal(f"`{edit.symbol}` has no members that could be written one by one")
        name = edit.member.name if found[0].kind in ("enum", "object") else edit.member.value or edit.member.name
        if any(row.named(name) for row in found):
            raise Refusal(f"`{edit.symbol}` has a member `{name}` already")
        holding = [row for row in found if edit.after and row.named(edit.after)]
        filled = [row for row in found if any(item.name and "method" not in item.node.type for item in row.items)]
        row = (holding or filled or found)[0 if holding or edit.after == "" else -1 if filled else 0]
        return page.members.insert(row, edit.member, edit.after)

    def update(self, edit: UpdateMember) -> list[Splice]:
        page = self.page(edit.path)
        if not edit.member:
            declared = find(page.parsed, edit.symbol)
            if edit.aspect != "deprecated":
                raise Refusal(f"a declaration has no {edit.aspect}")
            from moment.drift.patch.code import deprecation

            start = page.parsed.text.place(declared.statement).start
            return page.updates.deprecated(start, deprecation(edit.value))
        row, item = page.items(edit.symbol, edit.member)[0]
        return page.updates.update(row, item, edit.aspect, edit.value)

    def write(self, edit: CodeEdit, splices: Splices, uses: str = "") -> None:
        """Takes the splices over; ``Refusal`` when a new text would say anything else than it should."""
        new = dict(self.texts)
        for path, found in splices.items():
            page = Page(path, self.texts.get(path, ""))
            imports = Imports(path, page.parsed, page.lines, page.habits) if uses else None
            further = imports.needed(uses, self.sources, self._suffixes()) if imports is not None else []
            new[path] = spliced(page.text, [*further, *found])
        Check(self.texts, new).edit(edit)
        self.texts = new

    def _suffixes(self) -> Counter[str]:
        """How the relative imports of all files end, for a file that has none."""
        found: Counter[str] = Counter()
        for path, text in self.texts.items():
            if "from" in text:
                page = Page(path, text)
                found += Imports(path, page.parsed, page.lines, page.habits).relative_suffixes()
        return found
