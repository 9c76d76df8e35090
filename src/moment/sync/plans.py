"""How a difference goes away: the new texts of the side that gives way, or why no edit can be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from moment.drift.edits import Edit
from moment.drift.patch import result
from moment.drift.patch.code import InsertMember, RenameMember, RenameSymbol, Retag
from moment.drift.patch.moment.changes import Change
from moment.drift.patch.moment.patching import patched as patched_specification
from moment.drift.patch.result import Patched, Refused
from moment.drift.patch.unmodelled import Kind
from moment.drift.shape import Language
from moment.drift.verdict import Direction, turned
from moment.sync.analysis import Analysis
from moment.sync.comparison import Difference
from moment.sync.into_code import CodePlan, Impossible, into_code, soft_steps
from moment.sync.into_specification import into_declaration, into_specification, restored_type
from moment.sync.renaming_edits import is_rename, renaming_change, renaming_edits
from moment.sync.types import TextEdit

_REACHING = (RenameMember, RenameSymbol, Retag)
Side: TypeAlias = Literal["spec", "impl"]
"""The side that wins; the other is edited."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``texts`` are the whole new texts by path, ``edits`` the same as replacements in what was there.

    ``refused`` says why nothing can be written. ``generates`` is the target whose files a run of the generator brings up
    to date. With none of these there is nothing to write: what code cannot show is accepted as reviewed.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    edits: tuple[TextEdit, ...] = ()
    refused: str = ""
    generates: Language | None = None

    @property
    def is_mechanical(self) -> bool:
        return not self.refused


def winner(difference: Difference) -> Side | None:
    """The side that is ahead; ``None`` in a conflict."""
    match difference.point.direction:
        case Direction.SPEC_AHEAD:
            return "spec"
        case Direction.IMPL_AHEAD:
            return "impl"
        case _:
            return None


def plan(
    analysis: Analysis,
    difference: Difference,
    side: Side | None = None,
    *,
    texts: Mapping[str, str] | None = None,
    kind: Kind | None = None,
) -> Plan:
    """What makes ``side`` win, the one that is ahead when left out, in a conflict the specification.

    ``texts`` are texts that earlier plans have changed. ``kind`` is what a type that only the code has becomes.
    """
    wins = side or winner(difference) or "spec"
    known = texts or {}
    if difference.obligation:
        return Plan() if wins == "spec" else Plan(refused="code cannot say what the specification promised")
    code = difference.implementation
    if (
        wins == "spec"
        and code is not None
        and not is_rename(difference)
        and code.path in analysis.implemented.generated
    ):
        return Plan(generates=code.language)
    try:
        if is_rename(difference):
            return _renamed(analysis, difference, wins, known)
        if wins == "spec":
            return _of_code(analysis, difference, towards(difference, "spec"), known)
        if difference.stray is not None:
            stray = difference.stray.as_kind(kind) if kind is not None else difference.stray
            return _specified(analysis, (into_declaration(analysis, stray),), known)
        edit = towards(difference, "impl")
        if edit.kind == "insert" and edit.member is None and code is not None:
            return _specified(analysis, (into_declaration(analysis, restored_type(difference.element, code)),), known)
        return _of_specification(analysis, difference, edit, known)
    except Impossible as reason:
        return Plan(refused=str(reason))


def softened(analysis: Analysis, difference: Difference, *, texts: Mapping[str, str] | None = None) -> Plan | None:
    """The step before a rename or removal that hurts others: both members, the old one deprecated; ``None`` without one.

    Only code can populate both; a specification is renamed as a whole. ``texts`` are texts that earlier plans have
    changed.
    """
    edit = difference.point.edit
    code = difference.implementation
    is_soft = edit.member is not None and (edit.kind == "remove" or edit.aspect == "name")
    if not is_soft or difference.point.direction is not Direction.SPEC_AHEAD or code is None or difference.obligation:
        return None
    if code.path in analysis.implemented.generated:
        return None
    try:
        found = soft_steps(analysis, difference, edit)
    except Impossible:
        return None
    made = _made(analysis, difference.language, found, texts or {})
    return made if made.is_mechanical else None


def towards(difference: Difference, side: Side) -> Edit:
    """The edit that ends at ``side``: a point's own edit leads from the side that is behind, in a conflict from code."""
    is_to_spec = difference.point.direction is not Direction.IMPL_AHEAD
    return difference.point.edit if is_to_spec == (side == "spec") else turned(difference.point.edit)


def _renamed(analysis: Analysis, difference: Difference, wins: Side, known: Mapping[str, str]) -> Plan:
    """A new name of a whole element: code follows in every language, and so does what is called after the element."""
    texts: dict[str, str] = {}
    generates: Language | None = None
    for language, edits in renaming_edits(analysis, difference, wins).items():
        made = _made(analysis, language, CodePlan(edits), {**known, **texts}, with_generated=True)
        if made.refused:
            return made
        ours = {path for path in made.texts if path in analysis.implemented.generated}
        texts.update({path: text for path, text in made.texts.items() if path not in ours})
        generates = language if ours and wins == "spec" else generates
    changes = (renaming_change(difference),) if wins == "impl" else ()
    made = _specified(analysis, changes, {**known, **texts})
    if made.refused:
        return made
    texts.update(made.texts)
    return replace(_between(analysis, known, texts), generates=generates)


def _between(analysis: Analysis, known: Mapping[str, str], texts: Mapping[str, str]) -> Plan:
    """The plan that ends with ``texts``."""
    old = {}
    for path in texts:
        parsed = analysis.session.parsed.get(path)
        before = known.get(path, parsed.source.text) if parsed is not None else _code(analysis, path, known)
        old[path] = before or ""
    return _plan(result.patched(old, texts))


def _of_code(analysis: Analysis, difference: Difference, edit: Edit, known: Mapping[str, str]) -> Plan:
    found = into_code(analysis, difference, edit)
    return _made(analysis, difference.language, found, known)


def _made(
    analysis: Analysis, language: Language, found: CodePlan, known: Mapping[str, str], *, with_generated: bool = False
) -> Plan:
    paths = {each.path for each in found.edits}
    if any(
        isinstance(each, _REACHING) or (language == "python" and isinstance(each, InsertMember)) for each in found.edits
    ):
        paths |= _searched(analysis, language, with_generated=with_generated)
    old = {path: text for path in sorted(paths) if (text := _code(analysis, path, known)) is not None}
    if language == "python":
        from moment.drift.patch.python.patching import patched as patched_python

        return _plan(patched_python(old, found.edits, sources=found.sources))
    from moment.drift.patch.typescript.patching import patched

    return _plan(patched(old, found.edits, sources=found.sources, mappings=analysis.implemented.scope.mappings))


def _searched(analysis: Analysis, language: Language, *, with_generated: bool = False) -> set[str]:
    """Every file in which a use or an heir may stand; through generated ones names lead."""
    readings, code = analysis.implemented.scope.files, analysis.implemented
    return {
        path
        for path in (*code.searched, *(code.generated if with_generated else ()))
        if path in readings and readings[path].reading.language == language
    }


def _code(analysis: Analysis, path: str, known: Mapping[str, str]) -> str | None:
    if path in known:
        return known[path]
    data = analysis.implemented.texts.get(path)
    return data.decode("utf-8") if data is not None else None


def _of_specification(analysis: Analysis, difference: Difference, edit: Edit, known: Mapping[str, str]) -> Plan:
    return _specified(analysis, into_specification(analysis, difference, edit), known)


def _specified(analysis: Analysis, changes: tuple[Change, ...], known: Mapping[str, str]) -> Plan:
    old = {path: known.get(path, parsed.source.text) for path, parsed in analysis.session.parsed.items()}
    return _plan(patched_specification(old, changes, known=analysis.session.parsed))


def _plan(found: Patched | Refused) -> Plan:
    if isinstance(found, Refused):
        return Plan(refused=f"{found.change}: {found.reason}")
    edits = tuple(TextEdit(each.place.path, each.place.start, each.place.end, each.text) for each in found.edits)
    return Plan(found.texts, edits)
