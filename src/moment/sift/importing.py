"""What upstream says, written into the specifications of a project: each element where it stands, new ones in files
of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from moment.diagnostics.model import Diagnostic
from moment.drift.patch.moment import Rename
from moment.drift.patch.result import Refused
from moment.language.parser import Parsed, parse
from moment.model.build import build
from moment.model.walk import by_identity
from moment.project.elements import Bases, Elements, Key
from moment.project.state_rules import EDIT_REFUSED
from moment.project.stream_rules import IMPORT_CONFLICT
from moment.sift.adopting import renamed_texts, written_texts
from moment.sift.describe import elements_of
from moment.sift.fold import Fold
from moment.sift.merging import Merged, Prefer, merge, renamed_bases, renames
from moment.sift.shelf import BY_WORD
from moment.text.source import Source
from moment.text.span import Place

Sign = Literal["+", "-", "~", ">"]


@dataclass(frozen=True, slots=True)
class Step:
    """One element that changes: inserted, removed, updated or renamed."""

    sign: Sign
    kind: str
    element: str
    path: str = ""
    line: int = 0
    new_name: str = ""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """``texts`` are the files that change, with their text now and then (``None`` is no file)."""

    texts: Mapping[str, tuple[str | None, str | None]]
    steps: tuple[Step, ...]
    findings: tuple[Diagnostic, ...]
    bases: Bases

    @property
    def is_empty(self) -> bool:
        return not self.texts and not self.bases


def plan_import(
    fold: Fold,
    bases: Bases,
    files: Iterable[Parsed],
    *,
    place: Callable[[str], str] = lambda path: path,
    prefer: Prefer | None = None,
) -> ImportPlan:
    """How the project takes over what moved upstream since ``bases``. Writes nothing.

    ``place`` says where a new file of import layout goes.
    """
    parsed = {each.source.path: each for each in files}
    before = {path: each.source.text for path, each in parsed.items()}
    local = elements_of(parsed.values())
    taken = renames(bases, fold.renamed, fold.elements, local)
    texts = renamed_texts(before, [Rename(key.identity, name, _word(key)) for key, name in taken])
    if isinstance(texts, Refused):
        texts, taken = before, ()
    now = [parse(Source(path, text)) for path, text in texts.items()]
    local, old_bases = elements_of(now), renamed_bases(bases, local, taken)
    merged = merge(old_bases, fold.elements, local, prefer=prefer)
    written, refused = written_texts(texts, local, merged.elements, place)
    done = elements_of(parse(Source(path, text)) for path, text in written.items())
    findings = [*_conflicts(merged.conflicts, now, fold), *(_refusal(each) for each in refused)]
    agreed = difference(bases, {**old_bases, **merged.bases}) if not refused else {}
    steps = (*_renames(taken, fold), *_steps(merged, local, done, fold))
    changed = {path: _pair(before.get(path), text) for path, text in written.items() if before.get(path) != text}
    return ImportPlan(changed, steps, tuple(findings), agreed)


def difference(old: Bases, new: Bases) -> Bases:
    """What the log has to say so that ``old`` becomes ``new``; a name that is gone had its last state taken from it."""
    gone = {name: None for name, shape in old.items() if name not in new and shape is not None}
    return {name: shape for name, shape in new.items() if name not in old or old[name] != shape} | gone


def _pair(before: str | None, after: str) -> tuple[str | None, str | None]:
    return before, after if after.strip() else None


def _word(key: Key) -> str:
    return BY_WORD[key.word].kind


def _steps(merged: Merged, local: Elements, done: Elements, fold: Fold) -> Iterable[Step]:
    for key in merged.taken:
        if done.get(key) != fold.elements.get(key):
            continue
        sign: Sign = "+" if key not in local else "-" if key not in fold.elements else "~"
        origin = fold.origins.get(key) or fold.graves.get(key)
        path, line = origin.place if origin is not None else ("", 0)
        yield Step(sign, _word(key), key.identity, path, line)


def _renames(taken: Iterable[tuple[Key, str]], fold: Fold) -> Iterable[Step]:
    for key, name in taken:
        origin = fold.graves.get(key)
        path, line = origin.place if origin is not None else ("", 0)
        yield Step(">", _word(key), key.identity, path, line, name)


def _conflicts(keys: Iterable[Key], files: Iterable[Parsed], fold: Fold) -> Iterable[Diagnostic]:
    """MOM848 where the element stands here, else at the event."""
    places = by_identity(build(files))
    for key in keys:
        origin = fold.origins.get(key) or fold.graves.get(key)
        path, line = origin.place if origin is not None else ("", 0)
        here = places.get(key.identity)
        hint = "Choose a side with `--prefer upstream` or `--prefer local`; until then it stays as it is."
        if path:
            hint = f"Upstream it is line {line} of `{path}`. {hint}"
        yield IMPORT_CONFLICT.at(here.place if here is not None else Place(path, 0, 0), hint=hint, element=key.identity)


def _refusal(refused: Refused) -> Diagnostic:
    hint = f"To do was: {refused.change}. Mend the file, or change it by hand, and import again."
    return EDIT_REFUSED.at(refused.place, hint=hint, path=refused.place.path or "?", reason=refused.reason)
