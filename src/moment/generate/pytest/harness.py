"""The text of ``harness.py`` that is the same for every model: what tests skip by and compare with."""

from __future__ import annotations

IMPORTS = """\
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, TypedDict, TypeVar

import pytest
"""

HARNESS = '''\
_Bound = TypeVar("_Bound")
_Event = TypeVar("_Event", bound="Event")


class Tagged(Protocol):
    """An event or command: what it is called in the specification."""

    tag: ClassVar[Any]


class Wired(Protocol):
    """What goes over the wire, and knows what is wrong with a value of it."""

    @classmethod
    def violations(cls, value: object, /) -> Sequence[Any]: ...

    def wire(self) -> Any: ...


class Event(Tagged, Wired, Protocol):
    """An event as generated."""


class Command(Tagged, Protocol):
    """A command as generated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The way that a run of a flow is to take."""

    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The conditions taken, first time first, by the name of the moment that decides."""
    without: Sequence[str] = ()
    """Optional commands and events that are left out."""
    times: Mapping[str, int] = field(default_factory=dict)
    """How often, where the model gives a name instead of a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What a run of a flow came to: its events, and the outcome if it ended in one."""

    happened: Sequence[Tagged]
    outcome: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a passage must show: each event as often as it is named here, at least; ``times`` exactly."""

    happens: Sequence[str]
    never: Sequence[str] = ()
    times: Mapping[str, int] = field(default_factory=dict)
    outcome: str | None = None


Conduct = Callable[[Course], Passage]
"""Runs a flow through everything that takes part in it."""


def bound(name: str, binding: _Bound | None) -> _Bound:
    """The binding, or the test is skipped and says what to bind."""
    __tracebackhide__ = True
    if binding is None:
        pytest.skip(f"not bound: {name} (BINDINGS)")
    return binding


def emitted(result: object, event: type[_Event]) -> _Event | None:
    """The event of this type among what a command gave, which is one event or several."""
    return next((each for each in _several(result) if isinstance(each, event)), None)


def expect_whole(contract: type[Wired], wire: object) -> None:
    """A value on the wire has all that its contract wants."""
    assert list(contract.violations(wire)) == []


def expect_event(result: object, event: type[Event] | str) -> None:
    """One event, whole; by its name when nothing declares it."""
    assert _tag(result) == _name(event)
    if not isinstance(event, str):
        assert isinstance(result, event)
        expect_whole(event, result.wire())


def expect_events(result: object, *events: type[Event] | str) -> None:
    """Exactly these events in this order, whole."""
    assert isinstance(result, Sequence)
    assert list(map(_tag, result)) == list(map(_name, events))
    for each, event in zip(result, events, strict=True):
        expect_event(each, event)


def expect_one_of(result: object, *events: type[Event]) -> None:
    """Exactly one of the events, whole."""
    assert _tag(result) in list(map(_name, events))
    expect_event(result, next(event for event in events if event.tag == _tag(result)))


def expect_refused(result: object, command: str, reason: str) -> None:
    """The command was refused, for this reason."""
    assert (_tag(result), _reason(result)) == (f"{command}.Refused", reason)


def expect_reason(result: object, reason: str) -> None:
    """Whatever was executed was refused for this reason."""
    assert _reason(result) == reason


def expect_silence(answer: Callable[..., object], *arguments: object) -> None:
    """Nothing is answered."""
    assert answer(*arguments) is None


def expect_command(answer: object, command: type[Command] | str) -> None:
    """One command with a whole input; by its name when nothing declares it."""
    assert _tag(answer) == _name(command)
    if not isinstance(command, str):
        assert isinstance(answer, command)
        given: Any = getattr(answer, "input", None)
        expect_whole(type(given), given.wire())


def expect_commands(answer: object, *commands: type[Command] | str) -> None:
    """Exactly these commands in this order, with whole inputs."""
    assert isinstance(answer, Sequence)
    assert list(map(_tag, answer)) == list(map(_name, commands))
    for each, command in zip(answer, commands, strict=True):
        expect_command(each, command)


def expect_among(answer: object, command: type[Command]) -> None:
    """This command is among those answered, with a whole input."""
    found = [each for each in _several(answer) if _tag(each) == command.tag]
    assert [_tag(each) for each in found[:1]] == [command.tag]
    expect_command(found[0], command)


def expect_row(row: Wired | None, *, required: bool) -> None:
    """A whole row; none only where the projection may have dropped it."""
    assert row is not None or not required
    if row is not None:
        expect_whole(type(row), row.wire())


def expect_unmoved(load: Callable[[Any], Any], history: Sequence[object], before: str) -> None:
    """The state stays, or such a history is refused by an exception."""
    state = before
    with suppress(Exception):
        state = load(history).state
    assert state == before


def expect_contract(contract: type[Wired], wire: Any, required: Sequence[str], optional: Sequence[str]) -> None:
    """The contract takes the payload, refuses it without a required field and with any field of another type."""
    assert _paths(contract, wire) == []
    for name in required:
        assert _paths(contract, _without(wire, name)) == [name]
    for name in optional:
        assert _paths(contract, _without(wire, name)) == []
    for name in (*required, *optional):
        assert _paths(contract, {**wire, name: _other_than(wire.get(name))}) == [name]
        assert _paths(contract, {**wire, name: None}) == [name]


def expect_passage(passage: Passage, expected: Expected) -> None:
    """The passage shows what the course of the test makes happen."""
    happened = [_tag(event) for event in passage.happened]
    for tag in dict.fromkeys(expected.happens):
        assert (tag, happened.count(tag)) >= (tag, expected.happens.count(tag)), happened
    for tag, times in expected.times.items():
        assert (tag, happened.count(tag)) == (tag, times), happened
    assert [tag for tag in happened if tag in expected.never] == []
    if expected.outcome is not None:
        assert passage.outcome == expected.outcome


def _several(result: object) -> Sequence[object]:
    return result if isinstance(result, (list, tuple)) else (result,)


def _tag(value: object) -> object:
    return getattr(value, "tag", None)


def _name(expected: type[Tagged] | str) -> str:
    return expected if isinstance(expected, str) else expected.tag


def _reason(value: object) -> object:
    return getattr(value, "reason", None)


def _paths(contract: type[Wired], wire: object) -> list[str]:
    return list(dict.fromkeys(violation.path for violation in contract.violations(wire)))


def _without(wire: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in wire.items() if key != name}


def _other_than(value: object) -> object:
    """A value of another type than the field has; of an absent field nobody knows the type."""
    if value is None:
        return object()
    return 0 if isinstance(value, str) else "other"
'''
