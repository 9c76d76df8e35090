"""An announcement of what upstream changes: the elements that are affected, and how, as a file says them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from moment.diagnostics.model import Diagnostic
from moment.project.elements import Elements, Key, base_name
from moment.project.upstream_rules import CASCADE_INVALID
from moment.sync.upstream_category import called_here
from moment.sync.upstream_changes import Sides, UpstreamChange, is_inside
from moment.text.nearest import nearest
from moment.text.span import Place

CHANGES = ("added", "modified", "removed", "renamed")


@dataclass(frozen=True, slots=True)
class Affected:
    """One element that an announcement names; ``change`` is empty when it does not say how."""

    key: Key
    change: str = ""
    new_name: str = ""


@dataclass(frozen=True, slots=True)
class Cascade:
    affected: tuple[Affected, ...]

    def concerns(self, change: UpstreamChange) -> bool:
        """Whether a change is of an element that is named, or in one."""
        new = [
            each.key._replace(names=(*each.key.names[:-1], each.new_name)) for each in self.affected if each.new_name
        ]
        return any(is_inside(change.key, key) for key in (*(each.key for each in self.affected), *new))

    def announced(self, sides: Sides, elements: Elements) -> tuple[UpstreamChange, ...]:
        """What it says and no event does yet; ``elements`` are the project's."""
        return tuple(_announced(self.affected, sides, elements))


def read_cascade(path: str, data: bytes, sides: Sides, elements: Elements) -> Cascade | Diagnostic:
    """The announcement in a file: an envelope, or an object with ``affectedElements``. MOM853 says why it is none."""
    try:
        written = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _invalid(path, f"it is not JSON ({error})", "Write one JSON object.")
    body = written.get("payload", written) if isinstance(written, Mapping) else None
    listed = body.get("affectedElements") if isinstance(body, Mapping) else None
    if not isinstance(listed, list) or not listed:
        return _invalid(
            path, "`affectedElements` names nothing", 'Write {"affectedElements": ["Context/Aggregate/Event"]}.'
        )
    known = tuple(dict.fromkeys((*sides.upstream, *elements, *(old for old, _ in sides.renames))))
    found = []
    for each in listed:
        one = _affected(path, each, known)
        if isinstance(one, Diagnostic):
            return one
        found.append(one)
    new = [called for each in found for called in _called(each.key, sides)]
    return Cascade((*found, *(Affected(key) for key in new)))


def _affected(path: str, said: Any, known: Iterable[Key]) -> Affected | Diagnostic:
    body = {"element": said} if isinstance(said, str) else said
    if not isinstance(body, Mapping) or not isinstance(body.get("element"), str):
        return _invalid(path, "an element is a name, or an object with `element`", f"Mend {said!r}.")
    name, change, new_name = body["element"], body.get("change", ""), body.get("newName", "")
    if change and change not in CHANGES:
        return _invalid(path, f"`{change}` is no change", f"It is one of {', '.join(CHANGES)}.")
    if change == "renamed" and not (isinstance(new_name, str) and new_name):
        return _invalid(path, f"`{name}` is renamed, and no `newName` says to what", "Add `newName`.")
    keys = _named(name, known)
    if len(keys) == 1:
        return Affected(keys[0], change, new_name)
    if keys:
        shown = ", ".join(f"`{base_name(key)}`" for key in keys)
        return _invalid(path, f"`{name}` may be any of {shown}", "Name it in full, with its kind.")
    guess = nearest(name, {key.identity for key in known} | {key.name for key in known})
    hint = f"Did you mean `{guess}`?" if guess else "Name it as `moment find` does: Context/Aggregate/Name."
    return _invalid(path, f"neither upstream nor the project knows `{name}`", hint)


def _named(name: str, known: Iterable[Key]) -> list[Key]:
    """By kind and identity, by identity, else by the last name alone."""
    every = list(known)
    for called in (base_name, lambda key: key.identity, lambda key: key.name):
        found = [key for key in every if called(key) == name]
        if found:
            return found
    return []


def _called(key: Key, sides: Sides) -> Iterator[Key]:
    """The names under which a renamed element is compared: upstream's, and the project's."""
    for old, new in sides.renames:
        if key == old:
            yield old._replace(names=(*old.names[:-1], new))
    here = called_here(sides.renames, key)
    if here != key:
        yield here


def _announced(affected: Iterable[Affected], sides: Sides, elements: Elements) -> Iterator[UpstreamChange]:
    for each in affected:
        if each.key not in sides.upstream or each.key not in elements:
            continue
        if each.change == "removed":
            yield UpstreamChange("-", "upstream-ahead", each.key, before=elements[each.key])
        elif each.change == "renamed" and each.key.name != each.new_name:
            yield UpstreamChange(">", "upstream-ahead", each.key, new_name=each.new_name)


def _invalid(path: str, reason: str, hint: str) -> Diagnostic:
    return CASCADE_INVALID.at(Place(path, 0, 0), hint=hint, path=path, reason=reason)
