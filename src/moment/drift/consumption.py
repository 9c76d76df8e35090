"""Who reads, builds, sends and implements which element in code, how certain that is, and who depends on what.

A use is certain when a type says so: an import, an annotation, a constructor, the heritage of a class. It is likely when
only the value of a discriminant does. Words in other strings are no evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from moment.drift.category import Party, Role
from moment.drift.modules import candidates
from moment.drift.scope import Scope
from moment.model.words import kebab
from moment.text.span import Place

UseRole: TypeAlias = Literal["read", "build", "send", "implement"]
Confidence: TypeAlias = Literal["certain", "likely"]

_PARTY: Mapping[UseRole, Role] = {"read": "reader", "build": "supplier", "send": "sender", "implement": "implementer"}
_VERB: Mapping[UseRole, str] = {"read": "reads", "build": "builds", "send": "sends", "implement": "implements"}


class Use(NamedTuple):
    """One place that uses an element; ``field`` is ``None`` for the whole of it."""

    element: str
    role: UseRole
    field: str | None
    place: Place
    confidence: Confidence = "certain"


@dataclass(frozen=True, slots=True)
class Known:
    """What uses are looked for.

    ``elements`` goes from a symbol's identity to its element, ``inputs`` and ``aggregates`` are those that are commands
    and aggregates, ``tags`` goes from the value of a discriminant to the event or command that has it.
    """

    elements: Mapping[str, str]
    inputs: frozenset[str] = frozenset()
    aggregates: frozenset[str] = frozenset()
    tags: Mapping[str, str] | None = None

    def element(self, identity: str) -> str | None:
        return self.elements.get(identity)

    def built(self, element: str) -> UseRole:
        """Whoever builds a command sends it."""
        return "send" if element in self.inputs else "build"

    def tagged(self, value: str) -> str | None:
        return self.tags.get(value) if self.tags is not None else None


@dataclass(frozen=True, slots=True)
class Consumption:
    """All uses of one element in one file in one role; ``fields`` is ``None`` for all. ``place`` is the first."""

    file: str
    context: str | None
    event_type: str
    fields: tuple[str, ...] | None
    role: UseRole
    confidence: Confidence
    place: Place
    places: tuple[tuple[str | None, Place], ...] = ()

    def place_of(self, field: str | None) -> Place | None:
        """Where ``field`` is used first; of a use of the whole, that."""
        found = [place for name, place in self.places if field is None or name in (field, None)]
        return found[0] if found else None


class Missing(NamedTuple):
    """An import from generated code that names nothing."""

    file: str
    name: str
    module: str
    place: Place


def gathered(uses: Iterable[Use], context_of: Callable[[str], str | None]) -> tuple[Consumption, ...]:
    """Uses by file, element, role and confidence, in order of files and places; a certain use makes a likely one moot."""
    groups: dict[tuple[str, str, UseRole, Confidence], list[Use]] = {}
    for use in sorted(dict.fromkeys(uses), key=lambda use: (use.place.path, use.place.start)):
        groups.setdefault((use.place.path, use.element, use.role, use.confidence), []).append(use)
    return tuple(
        _consumption(key, found, context_of)
        for key, found in groups.items()
        if key[3] == "certain" or (*key[:3], "certain") not in groups
    )


def parties(found: Iterable[Consumption], element: str, member: str | None, owner: str) -> Iterator[Party]:
    """Those who depend on ``member`` of ``element`` in code; without a context of its own code belongs to ``owner``.

    A member is the same one whether it is written in camelCase or in snake_case. Who makes the element ``without`` the
    member is told too: that matters when it has to be there.
    """
    for each in found:
        if each.event_type != element:
            continue
        is_whole = each.fields is None or each.role == "implement"
        field = next((name for name in each.fields or () if member is not None and kebab(name) == kebab(member)), None)
        without = member is not None and not is_whole and field is None
        if without and each.role not in ("build", "send"):
            continue
        place = each.place_of(field or member) or each.place
        verb = _VERB[each.role]
        told = f"{each.file} {verb} it" if each.confidence == "certain" else f"{each.file} probably {verb} it"
        yield Party(_PARTY[each.role], each.context or owner, told, place, without=without)


def unresolved(scope: Scope, is_generated: Callable[[str], bool]) -> Iterator[Missing]:
    """Imports of generated files that are not there, or do not export the name."""
    for path, each in scope.unresolved():
        files = candidates(path, each.module, scope.mappings)
        if any(is_generated(file) for file in files):
            place = Place(path, each.place.start, each.place.end)
            yield Missing(path, each.name, each.module, place)


def _consumption(
    key: tuple[str, str, UseRole, Confidence], found: list[Use], context_of: Callable[[str], str | None]
) -> Consumption:
    path, element, role, confidence = key
    names = [use.field for use in found]
    fields = None if None in names else tuple(dict.fromkeys(name for name in names if name is not None))
    places = tuple((use.field, use.place) for use in found)
    return Consumption(path, context_of(path), element, fields, role, confidence, found[0].place, places)
