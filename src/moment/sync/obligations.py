"""What an element promises beyond its shape: nothing in code can be compared with it, so it is held against its base."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from moment.drift.edits import Edit
from moment.drift.types import NOWHERE
from moment.drift.verdict import Direction, Point
from moment.model.domain import Aggregate, Command, Domain, Machine, Policy, Precondition, Reference, Saga
from moment.sync.elements import Element
from moment.text.span import Place


class Obligation(NamedTuple):
    """``name`` says which, ``text`` what, in canonical words; ``states`` are those that a formal condition allows."""

    name: str
    text: str
    place: Place


def obligations(domain: Domain, element: str) -> tuple[Obligation, ...]:
    """The obligations of a command, an aggregate, a policy or a saga, in declared order; of anything else none."""
    if element in domain.command:
        return tuple(_of_command(domain.command[element]))
    if element in domain.aggregate:
        return tuple(_of_aggregate(domain, domain.aggregate[element]))
    if element in domain.policy:
        return tuple(_of_policy(domain.policy[element]))
    if element in domain.saga:
        return tuple(_of_saga(domain.saga[element]))
    return ()


def promising(domain: Domain, name: str) -> bool:
    """Whether ``name`` is of a kind that has obligations, if not one of them."""
    return any(name in each for each in (domain.command, domain.aggregate, domain.policy, domain.saga))


def is_only_promised(base: object) -> bool:
    """Whether ``base`` is that of a policy or a saga, of which nothing but obligations is compared."""
    return isinstance(base, Mapping) and "obligations" in base and "shape" not in base


def is_loosened(before: str, after: str) -> bool:
    """Whether a formal condition, the words the same, holds in more states than it did."""
    (old, was_negated, had), (new, negated, has) = _states(before), _states(after)
    if old != new or was_negated != negated or had == has:
        return False
    return has < had if negated else not has or (bool(had) and has > had)


def _states(text: str) -> tuple[str, bool, frozenset[str]]:
    """Words, whether the states are those in which it does not hold, and the states."""
    words, mark, states = text.rpartition(" not in ")
    if mark:
        return words, True, frozenset(states.split(", "))
    words, mark, states = text.rpartition(" in ")
    return (words, False, frozenset(states.split(", "))) if mark else (text, False, frozenset())


def _of_command(command: Command) -> Iterator[Obligation]:
    for condition in command.preconditions:
        yield Obligation(f"precondition {condition.name}", _condition(condition), condition.place)
    joint = " and " if command.mode == "all" else " or "
    yield Obligation("emits", joint.join(_named(each) for each in command.emits), command.place)


def _condition(condition: Precondition) -> str:
    states = ", ".join(each.name for each in condition.states)
    formal = f" {'not in' if condition.negated else 'in'} {states}" if states else ""
    return f"{condition.text}{formal}"


def _of_aggregate(domain: Domain, aggregate: Aggregate) -> Iterator[Obligation]:
    if aggregate.lifecycle is not None:
        yield from _edges("lifecycle", aggregate.lifecycle)
    for invariant in domain.context[aggregate.context].all_invariants:
        if invariant.scope.target == aggregate.id:
            yield Obligation(f"invariant {invariant.name}", invariant.text, invariant.place)


def _of_policy(policy: Policy) -> Iterator[Obligation]:
    trigger = _named(policy.trigger) if policy.trigger is not None else "file-watcher"
    yield Obligation("trigger", trigger, policy.place)
    for chain in policy.chains:
        yield Obligation(f"chains to {_named(chain)}", policy.action, chain.place)


def _of_saga(saga: Saga) -> Iterator[Obligation]:
    yield Obligation("trigger", _named(saga.trigger), saga.place)
    yield from _edges("edge", saga.machine)
    for undo in saga.undo:
        yield Obligation(f"undo {_named(undo.command)}", _named(undo.with_command), undo.command.place)
    yield Obligation("timeout", saga.timeout or "none", saga.place)


def _edges(kind: str, machine: Machine) -> Iterator[Obligation]:
    for edge in machine.edges:
        event = _named(edge.event) if edge.event is not None else ""
        yield Obligation(f"{kind} {edge.source} -> {edge.target}", f"on {event}" if event else "", edge.target_place)


def _named(reference: Reference) -> str:
    return reference.target or reference.name


def broken(before: Mapping[str, str], now: Mapping[str, Obligation], element: Element) -> Iterator[Point]:
    """What changed of the promises of ``element``. Removed is loosened, everything else is tightened; code cannot show it, so the specification is ahead."""
    for name, text in before.items():
        current = now.get(name)
        if current is None or current.text != text:
            yield _obligation(element, name, text, current)
    for name, obligation in now.items():
        if name not in before:
            yield _obligation(element, name, None, obligation)


def _obligation(element: Element, name: str, before: str | None, now: Obligation | None) -> Point:
    place = now.place if now is not None else element.place
    edit = Edit(
        "update", element.name, name, "obligation", before, now.text if now is not None else None,
        sense="loosened" if now is None or is_loosened(before or "", now.text) else "tightened", old=place, new=place,
    )  # fmt: skip
    after = now.text if now is not None else None
    return Point(Direction.SPEC_AHEAD, edit, before, after, before, place, NOWHERE)
