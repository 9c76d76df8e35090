"""Upstream events to the model that they say: a pure function of their set, in whatever order and files they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from moment.diagnostics.model import Diagnostic, Severity, order
from moment.language.parser import Parsed, parse
from moment.model.build import build
from moment.model.domain import Domain
from moment.project.collecting import no_cycles
from moment.project.elements import Elements, Key, Payload
from moment.project.record import canonical
from moment.project.stream import SiftEventEnvelope
from moment.project.stream_rules import STREAM_LINE_INVALID, STREAM_UNDEFINED_OWNER, STREAM_UNKNOWN_TYPE
from moment.project.vocabulary import UPSTREAM_TYPES
from moment.sift.envelope import distinct, of_sift, ordered
from moment.sift.folding import fold_event
from moment.sift.payload_parts import Fault
from moment.sift.render import declaration, whole_text
from moment.sift.shelf import BY_WORD, Shelf, Slot
from moment.text.source import Source
from moment.text.span import Place

NAME = "upstream.moment"


@dataclass(frozen=True, slots=True)
class Figures:
    """How many events there were and what became of them; ``unknown`` by type, ``others`` by source."""

    events: int = 0
    folded: int = 0
    duplicates: int = 0
    invalid: int = 0
    unknown: Mapping[str, int] = field(default_factory=dict)
    others: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Fold:
    """What a set of events says. ``origins`` are the events that said each element last.

    ``renamed`` leads from old names to new ones, in order; ``orders`` holds the places among siblings that events gave,
    ``graves`` the events that took elements away; ``latest`` is the newest event, ``ids`` are those of all, folded or not.
    """

    elements: Elements
    origins: Mapping[Key, SiftEventEnvelope]
    orders: Mapping[Key, int]
    renamed: tuple[tuple[Key, Key], ...]
    errors: tuple[Diagnostic, ...]
    figures: Figures
    graves: Mapping[Key, SiftEventEnvelope]
    latest: SiftEventEnvelope | None = None
    ids: frozenset[str] = frozenset()

    @cached_property
    def parsed(self) -> Parsed:
        """The elements as one text that nobody wrote."""
        return parse(Source(NAME, whole_text(self.elements)))

    @cached_property
    def domain(self) -> Domain:
        return build((self.parsed,))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the elements in their order: the same for every way of saying the same."""
        said = [[key.word, list(key.names), payload] for key, payload in self.elements.items()]
        return sha256(canonical(said)).hexdigest()

    @property
    def is_sound(self) -> bool:
        """Whether every event could be taken; otherwise nothing that follows from it is harmless."""
        return all(finding.severity < finding.severity.ERROR for finding in self.errors)


def fold(events: Iterable[SiftEventEnvelope], findings: Iterable[Diagnostic] = ()) -> Fold:
    """Folds ``events``; ``findings`` are those of reading them and come back among the errors."""
    with no_cycles():
        return _folded(list(events), list(findings))


def _folded(given: list[SiftEventEnvelope], found: list[Diagnostic]) -> Fold:
    invalid = sum(1 for each in found if each.rule is STREAM_LINE_INVALID and each.severity is Severity.ERROR)
    chosen, others = of_sift(given, found)
    known = [event for event in chosen if event.event_type in UPSTREAM_TYPES]
    unknown = _unknown(chosen, found)
    once, duplicates = distinct(known, found)
    shelf = Shelf()
    renamed: list[tuple[Key, Key]] = []
    folded = 0
    for event in ordered(once, found):
        try:
            renamed += fold_event(shelf, event)
            folded += 1
        except Fault as fault:
            found.append(_invalid(event, fault.reason, fault.hint))
    elements, origins, orders = _settled(shelf, found)
    unreadable = _without_unreadable(elements, origins, found)
    figures = Figures(len(given), folded - unreadable, duplicates, invalid, unknown, others)
    errors = tuple(sorted(found, key=order))
    latest = max(once, key=lambda event: event.instant, default=None)
    ids = frozenset(event.event_id for event in given)
    return Fold(elements, origins, orders, tuple(renamed), errors, figures, shelf.graves, latest, ids)


def _unknown(events: Iterable[SiftEventEnvelope], findings: list[Diagnostic]) -> Mapping[str, int]:
    """Types that nobody here understands, counted and named once each."""
    first: dict[str, SiftEventEnvelope] = {}
    counts: dict[str, int] = {}
    for event in events:
        if event.event_type not in UPSTREAM_TYPES:
            counts[event.event_type] = counts.get(event.event_type, 0) + 1
            first[event.event_type] = min(first.get(event.event_type, event), event, key=lambda each: each.place)
    for kind, count in sorted(counts.items()):
        path, line = first[kind].place
        hint = f"The first is line {line} of `{path}`; they are left alone."
        said = f"{count} event{'s' if count > 1 else ''}"
        findings.append(STREAM_UNKNOWN_TYPE.at(Place(path, 0, 0), hint=hint, type=kind, count=said))
    return dict(sorted(counts.items()))


def _invalid(event: SiftEventEnvelope, reason: str, hint: str = "") -> Diagnostic:
    path, line = event.place
    said = f"{event.event_type} {reason}" if reason.startswith("is ") else f"{reason} ({event.event_type})"
    advice = hint or "Mend the event where it is written; everything else was folded."
    return STREAM_LINE_INVALID.at(Place(path, 0, 0), hint=advice, line=line, path=path, reason=said)


def _settled(
    shelf: Shelf, findings: list[Diagnostic]
) -> tuple[dict[Key, Payload], dict[Key, SiftEventEnvelope], dict[Key, int]]:
    """Elements in document order. What was only mentioned gets the least that it needs, and is said."""
    elements: dict[Key, Payload] = {}
    origins: dict[Key, SiftEventEnvelope] = {}
    orders: dict[Key, int] = {}
    for key, slot in shelf.arranged():
        elements[key] = slot.payload if slot.payload is not None else _assumed(key, shelf, findings)
        if slot.event is not None:
            origins[key] = slot.event
        if slot.order is not None:
            orders[key] = slot.order
    return elements, origins, orders


def _assumed(key: Key, shelf: Shelf, findings: list[Diagnostic]) -> Payload:
    path, line = _first_mention(key, shelf)
    hint = f"Line {line} of `{path}` speaks of it; publish its {BY_WORD[key.word].definition}."
    kind = BY_WORD[key.word].kind
    findings.append(STREAM_UNDEFINED_OWNER.at(Place(path, 0, 0), hint=hint, kind=kind, name=key.identity))
    return _least(key)


def _least(key: Key) -> Payload:
    """What an owner of others needs to stand there."""
    payload: Payload = dict(zip(BY_WORD[key.word].names, key.names, strict=True))
    return payload | ({"identityField": {"name": "id", "type": "UUID"}} if key.word == "Aggregate" else {})


def _first_mention(key: Key, shelf: Shelf) -> tuple[str, int]:
    room = shelf.rooms[("flow" if key.word == "Flow" else "context", key.owner)]
    places = [slot.event.place for each, slot in room.items() if slot.event is not None and _is_inside(each, slot, key)]
    return min(places, default=("", 0))


def _is_inside(other: Key, slot: Slot, key: Key) -> bool:
    inner = key.word != "Aggregate" or other.names[: len(key.names)] == key.names
    return inner or (slot.payload or {}).get("aggregateName") == key.name


def _without_unreadable(
    elements: dict[Key, Payload], origins: dict[Key, SiftEventEnvelope], findings: list[Diagnostic]
) -> int:
    """Takes out what the language cannot hold after all, such as a keyword where it is one; rarely anything."""
    if not parse(Source(NAME, whole_text(elements))).has_errors:
        return 0
    broken = [key for key, payload in elements.items() if (problem := _problem(key, payload)) and _said(problem, key, origins, findings)]  # fmt: skip
    for key in broken:
        origins.pop(key, None)
        if key.word in ("BoundedContext", "Aggregate", "Flow"):
            elements[key] = _least(key)
        else:
            del elements[key]
    return len(broken)


def _problem(key: Key, payload: Payload) -> str:
    """Why the text of an element alone does not read; empty when it does."""
    lines = list(declaration(key, payload))
    text = "\n".join((*_frame(key), *lines)) + "\n"
    parsed = parse(Source(NAME, text))
    return next((each.message for each in parsed.diagnostics if each.severity is each.severity.ERROR), "")


def _frame(key: Key) -> Iterator[str]:
    if key.word == "Moment":
        yield 'flow "f"'
    elif key.word not in ("BoundedContext", "Flow"):
        yield 'context "c"'
        if key.word in ("Command", "Event"):
            yield 'aggregate "a" identity id: UUID'


def _said(problem: str, key: Key, origins: Mapping[Key, SiftEventEnvelope], findings: list[Diagnostic]) -> bool:
    event = origins.get(key)
    if event is not None:
        findings.append(_invalid(event, f"the language cannot hold `{key.identity}`: {problem}"))
    return True
