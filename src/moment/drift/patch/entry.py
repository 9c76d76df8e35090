"""The one way into patching: edits of a specification and of code in any language, in one go, all or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from moment.drift.patch import result
from moment.drift.patch.code import CodeEdit, Sources
from moment.drift.patch.moment.changes import Change, Insert, Remove, Rename, Rewrite, Update
from moment.drift.patch.result import Patched, Refused

AnyEdit: TypeAlias = Change | CodeEdit


def patched(texts: Mapping[str, str], edits: Iterable[AnyEdit], *, sources: Sources | None = None) -> Patched | Refused:
    """``texts`` (path to text) with all ``edits`` made in their order, or the reason why one of them cannot be.

    Changes of the specification concern all ``.moment`` files, an edit of code its own file and, for a new name, all
    files of its language. ``sources`` says where a name that a new type uses is exported.
    """
    now = dict(texts)
    for edit in edits:
        found = _one(now, edit, sources)
        if isinstance(found, Refused):
            return found
        now.update(found.texts)
    return result.patched(texts, now)


def _one(texts: Mapping[str, str], edit: AnyEdit, sources: Sources | None) -> Patched | Refused:
    if isinstance(edit, Insert | Remove | Rename | Rewrite | Update):
        from moment.drift.patch import moment

        return moment.patched(_ending(texts, (".moment",)), [edit])
    if edit.path.endswith((".py", ".pyi")):
        from moment.drift.patch import python

        return python.patched(_ending(texts, (".py", ".pyi")), [edit], sources=sources)
    from moment.drift.patch import typescript

    return typescript.patched(_ending(texts, (".ts", ".tsx", ".mts", ".cts", ".json")), [edit], sources=sources)


def _ending(texts: Mapping[str, str], endings: tuple[str, ...]) -> dict[str, str]:
    return {path: text for path, text in texts.items() if path.endswith(endings)}
