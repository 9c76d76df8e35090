"""Edits of Python files, one after the other, each checked before the next begins."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping

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
from moment.drift.patch.python.declarations import insert_symbol, remove_symbol
from moment.drift.patch.python.doubles import refuse_type
from moment.drift.patch.python.habits import Habits
from moment.drift.patch.python.imports import Imports, names
from moment.drift.patch.python.members import Members
from moment.drift.patch.python.records import Family, Field, field
from moment.drift.patch.python.rows import Item, Row, module, row
from moment.drift.patch.python.updates import Updates
from moment.drift.patch.result import Patched, Refusal, Refused
from moment.drift.readers.python_source import Source
from moment.text.span import Place

_COMMENT = r"#[^\n]*"


def patched(
    texts: Mapping[str, str], edits: Iterable[CodeEdit], *, sources: Sources | None = None
) -> Patched | Refused:
    """All ``edits`` made in ``texts`` (path to text, line ends as they are), in their order, or none of them.

    ``sources`` says where names come from that a new annotation uses. What no edit speaks of stays byte for byte; the
    new texts parse, and their declarations are what they were but for the edit.
    """
    pages = _Pages(dict(texts), sources or {})
    for edit in edits:
        try:
            pages.make(edit)
        except Refusal as refusal:
            return Refused(described(edit), refusal.reason, refusal.place or Place(edit.path, 0, 0))
    return result.patched(texts, pages.texts)


class _Page:
    """One file with all that writing into it needs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.file = module(text)
        self.lines = Lines(text, _COMMENT, indentation=4)
        self.habits = Habits(self.file, self.lines)
        self.members = Members(self.file, self.lines, self.habits)
        self.updates = Updates(self.file, self.lines, self.habits, self.members)

    def item(self, symbol: str, member: str) -> tuple[Row, Item]:
        found = row(self.file, symbol)
        named = found.named(member)
        if not named:
            raise Refusal(f"`{symbol}` has no member `{member}` of its own")
        return found, named[0]


class _Pages:
    """The texts as they are after the edits made so far."""

    def __init__(self, texts: dict[str, str], sources: Sources) -> None:
        self.texts = texts
        self.sources = sources

    def page(self, path: str) -> _Page:
        if path not in self.texts:
            raise Refusal("the file is not there")
        return _Page(self.texts[path])

    def make(self, edit: CodeEdit) -> None:
        match edit:
            case RenameMember() | RenameSymbol() | Retag():
                from moment.drift.patch.python.renames import rename

                self.write(edit, rename(self.texts, edit))
            case InsertSymbol():
                page = _Page(self.texts.get(edit.path, ""))
                found = insert_symbol(page.file, page.lines, page.habits, edit.text)
                self.write(edit, {edit.path: found}, names(edit.text))
            case RemoveSymbol():
                page = self.page(edit.path)
                self.write(edit, {edit.path: remove_symbol(page.file, page.members, edit.symbol)})
            case InsertMember():
                self.insert(edit)
            case RemoveMember():
                page = self.page(edit.path)
                self.write(edit, {edit.path: page.members.remove(*page.item(edit.symbol, edit.member))})
            case UpdateMember():
                self.update(edit)

    def insert(self, edit: InsertMember) -> None:
        page = self.page(edit.path)
        found = row(page.file, edit.symbol)
        name = edit.member.value or edit.member.name if found.kind == "literal" else edit.member.name
        if found.named(name):
            raise Refusal(f"`{edit.symbol}` has a member `{name}` already")
        keyword = self.keyword(edit, found)
        if isinstance(found.node, ast.ClassDef):
            refuse_type(edit.path, page.file.source, found.node, name)
        wanted = (*names(edit.member.type), *page.habits.wanted(edit.member, found))
        splices = page.members.insert(found, edit.member, edit.after, keyword=keyword.name if keyword else "")
        further = {keyword.name: keyword.module} if keyword is not None and keyword.module else {}
        self.write(edit, {edit.path: splices}, (*wanted, *further), further)

    def keyword(self, edit: InsertMember, found: Row) -> Field | None:
        """What makes the field one that is given by keyword only, where its place would move those of others."""
        if not isinstance(found.node, ast.ClassDef) or found.kind != "class" or found.in_any_order:
            return None
        family = Family(self.texts, edit.path, edit.symbol, found)
        return field(family.file, family.node) if family.by_keyword(optional=edit.member.optional) else None

    def update(self, edit: UpdateMember) -> None:
        page = self.page(edit.path)
        if not edit.member:
            raise Refusal("a whole declaration is changed in the text that documents it")
        found, item = page.item(edit.symbol, edit.member)
        splices = page.updates.update(found, item, edit.aspect, edit.value)
        written = " ".join(splice.text for splice in splices)
        wanted = re.findall(r"\b(NotRequired|Required|Optional)\[", written)
        self.write(edit, {edit.path: splices}, (*wanted, *(names(edit.value) if edit.aspect == "type" else ())))

    def write(
        self,
        edit: CodeEdit,
        splices: Mapping[str, list[Splice]],
        wanted: Iterable[str] = (),
        sources: Sources | None = None,
    ) -> None:
        """Takes the splices over; ``Refusal`` when a new text would say anything else than it should."""
        new = dict(self.texts)
        wanted = tuple(wanted)
        for path, found in splices.items():
            text = self.texts.get(path, "")
            page = _Page(text) if wanted else None
            imports = Imports(path, page.file, page.lines, self.texts) if page is not None else None
            further = imports.needed(wanted, {**self.sources, **(sources or {})}) if imports is not None else []
            new[path] = spliced(text, [*further, *found])
            _check_whole(text, new[path])
        Check(self.texts, new).edit(edit)
        self.texts = new


def _check_whole(old: str, new: str) -> None:
    """A text that parses as a whole still does."""
    if _parses(old) and not _parses(new):
        raise Refusal("the text would not parse any more")


def _parses(text: str) -> bool:
    try:
        ast.parse(Source(text).plain)
    except (SyntaxError, ValueError):
        return False
    return True
