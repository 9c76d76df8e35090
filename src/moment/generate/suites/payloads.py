"""Which sample payload stands for a command or event in a test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from moment.generate.suites.values import Values
from moment.model.domain import Command, Domain, Event, Field
from moment.model.results import Case, Sample


class Payload(NamedTuple):
    """One payload of one identity, found by ``key`` and ``name``; ``sparse`` when it has optional fields to leave out."""

    key: str
    name: str
    flow: str | None
    moment: str | None
    arm: str | None
    value: Mapping[str, Any]
    sparse: Mapping[str, Any] | None


class Tables(NamedTuple):
    """From a key to payloads by name: all of them, and those without optional fields."""

    payloads: Mapping[str, Mapping[str, Any]]
    sparse: Mapping[str, Mapping[str, Any]]


class Payloads:
    """Looks up by identity; commands and events without a sample get plain values under their aggregate's name."""

    def __init__(self, domain: Domain, samples: tuple[Sample, ...]) -> None:
        self._entries: dict[str, list[Payload]] = {}
        values = Values(domain)
        for sample in samples:
            for identity, entry in _entries(sample, domain):
                self._entries.setdefault(identity, []).append(entry)
                values.learn(_fields(identity, domain), entry.value)
        elements: tuple[Command | Event, ...] = (*domain.command.values(), *domain.event.values())
        for element in elements:
            if element.id not in self._entries:
                value = values.payload(_fields(element.id, domain))
                key = f"{element.context}/{element.aggregate}"
                self._entries[element.id] = [Payload(key, element.name, None, None, None, value, None)]

    def nearest(self, identity: str, case: Case) -> Payload:
        """The payload of ``identity`` that is nearest to ``case``."""
        return min(self._entries[identity], key=lambda entry: _distance(entry, case))

    def tables(self) -> Tables:
        payloads: dict[str, dict[str, Any]] = {}
        sparse: dict[str, dict[str, Any]] = {}
        for entries in self._entries.values():
            for entry in entries:
                payloads.setdefault(entry.key, {})[entry.name] = entry.value
                if entry.sparse is not None:
                    sparse.setdefault(entry.key, {})[entry.name] = entry.sparse
        return Tables(payloads, sparse)


def _distance(entry: Payload, case: Case) -> tuple[bool, bool, bool, bool]:
    """Smaller is nearer: same flow, same moment, same arm, an arm on the way or none."""
    return (
        entry.flow != case.flow,
        entry.moment != case.moment,
        entry.arm != case.arm,
        entry.arm is not None and f"{entry.flow}/{entry.moment}/{entry.arm}" not in case.given,
    )


def _fields(identity: str, domain: Domain) -> tuple[Field, ...]:
    if identity in domain.command:
        return domain.command[identity].inputs
    return domain.event[identity].fields if identity in domain.event else ()


def _entries(sample: Sample, domain: Domain) -> Iterator[tuple[str, Payload]]:
    slug, _, arm = sample.key.removeprefix(f"{sample.flow}/").partition("/")
    shown = _identities(sample.flow, slug, domain)
    for name, value in sample.payloads.items():
        named = shown.get(name) or _declared(name, domain)
        if len(named) == 1:
            sparse = sample.sparse.get(name)
            differs = sparse if sparse != value else None
            yield named[0], Payload(sample.key, name, sample.flow, slug, arm or None, value, differs)


def _declared(name: str, domain: Domain) -> tuple[str, ...]:
    events = tuple(event.id for event in domain.events_named.get(name, ()))
    return events or tuple(command.id for command in domain.commands_named.get(name, ()))


def _identities(flow: str, slug: str, domain: Domain) -> dict[str, tuple[str, ...]]:
    """From bare name to the identities that a moment can mean by it."""
    found: dict[str, dict[str, None]] = {}
    moments = domain.flow[flow].moments if flow in domain.flow else ()
    for placement in (p for moment in moments if moment.slug == slug for p in moment.placements):
        command = domain.command.get(placement.node.target or "")
        if command is not None:
            found.setdefault(command.name, {})[command.id] = None
            for event in (
                domain.event[ref.target] for ref in command.emits if ref.target in domain.event and ref.target
            ):
                found.setdefault(event.name, {})[event.id] = None
        elif placement.node.target in domain.event and placement.node.target:
            event = domain.event[placement.node.target]
            found.setdefault(event.name, {})[event.id] = None
    return {name: tuple(identities) for name, identities in found.items()}
