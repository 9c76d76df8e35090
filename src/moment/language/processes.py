"""Reads the members of a context that react: services, policies, sagas; and relationships, projections, terms."""

from __future__ import annotations

from collections.abc import Callable

from moment.language.clauses import clause_at, duplicate, expect_names
from moment.language.cursor import Cursor
from moment.language.fields import parse_fields
from moment.language.machines import parse_states
from moment.language.syntax import (
    ContextMember,
    Name,
    Policy,
    Projection,
    Relationship,
    Saga,
    Service,
    States,
    Term,
    Undo,
)


class _Clauses:
    """The single-valued clauses of one declaration as they are read; what is missing is reported at the end."""

    def __init__(self, cursor: Cursor, declaration: str) -> None:
        self.cursor = cursor
        self.declaration = declaration
        self.start = cursor.starts[cursor.index]
        cursor.index += 1
        self.found: dict[str, Name] = {}
        self.title = declaration

    def name(self, name: Name) -> Name:
        self.title = f"{self.declaration} `{name.text}`"
        return name

    def read(self, clause: str, expect: Callable[[str], Name], what: str) -> None:
        at = self.cursor.starts[self.cursor.index]
        self.cursor.index += 1
        given = expect(what)
        if clause in self.found:
            duplicate(self.cursor, at, clause)
        else:
            self.found[clause] = given

    def get(self, clause: str) -> Name:
        end = self.cursor.previous_end
        return self.found.get(clause) or self.cursor.missing_clause(self.title, clause, end)


def _name_or_string(cursor: Cursor) -> Callable[[str], Name]:
    def expect(what: str) -> Name:
        return cursor.take_string() if cursor.texts[cursor.index][:1] == '"' else cursor.expect_name(what)

    return expect


def expect_service(cursor: Cursor) -> Service:
    clauses = _Clauses(cursor, "service")
    name = clauses.name(cursor.expect_name("the name of the service"))
    while (clause := clause_at(cursor, "service")) is not None:
        if clause == "description":
            clauses.read(clause, cursor.expect_string, "the description")
        else:
            clauses.read(clause, cursor.expect_name, "the event")
    found = clauses.get("consumes"), clauses.get("produces"), clauses.get("description")
    return Service(name, *found, clauses.start, cursor.previous_end)


def expect_policy(cursor: Cursor) -> Policy:
    clauses = _Clauses(cursor, "policy")
    name = clauses.name(cursor.expect_name("the name of the policy"))
    chains: tuple[Name, ...] = ()
    while (clause := clause_at(cursor, "policy")) is not None:
        if clause == "trigger":
            clauses.read(clause, _name_or_string(cursor), "the event")
        elif clause == "action":
            clauses.read(clause, cursor.expect_string, "what the policy does")
        else:
            at = cursor.starts[cursor.index]
            cursor.index += 1
            given = expect_names(cursor, "the command")
            if chains:
                duplicate(cursor, at, clause)
            chains = chains or given
    return Policy(name, clauses.get("trigger"), clauses.get("action"), chains, clauses.start, cursor.previous_end)


def expect_saga(cursor: Cursor) -> Saga:
    clauses = _Clauses(cursor, "saga")
    name = clauses.name(cursor.expect_name("the name of the saga"))
    states: list[States] = []
    undo: list[Undo] = []
    while (clause := clause_at(cursor, "saga")) is not None:
        if clause == "states":
            states.append(parse_states(cursor))
        elif clause == "undo":
            undo.append(_expect_undo(cursor))
        elif clause == "compensation":
            clauses.read(clause, cursor.expect_string, "the compensation")
        elif clause == "timeout":
            clauses.read(clause, lambda what: _expect_timeout(cursor, what), "a duration as `72h`")
        else:
            clauses.read(clause, cursor.expect_name, "the event")
    trigger = clauses.get("trigger")
    if not states:
        missing = clauses.get("states")
        states.append(States(missing, (), missing.start, missing.end))
    compensation, timeout = clauses.get("compensation"), clauses.get("timeout")
    return Saga(name, trigger, tuple(states), tuple(undo), compensation, timeout, clauses.start, cursor.previous_end)


def _expect_timeout(cursor: Cursor, what: str) -> Name:
    """A duration, a name or ``"none"``; a word that starts with a digit must be a duration."""
    from moment.language import rules
    from moment.language.durations import seconds

    text = cursor.texts[cursor.index]
    if text[:1] == '"':
        return cursor.take_string()
    if text[:1].isdigit():
        word = cursor.take_word()
        if seconds(word.text) is None:
            cursor.report(rules.INVALID_NUMBER, word.start, word.end,
                          hint="Write a duration as `30s`, `30m`, `72h`, `7d` or `PT30M`.", number=word.text, kind="duration")  # fmt: skip
        return word
    return cursor.expect_name(what)


def _expect_undo(cursor: Cursor) -> Undo:
    start = cursor.starts[cursor.index]
    cursor.index += 1
    command = cursor.expect_name("the command to undo")
    with_command = cursor.missing()
    if cursor.expect("with", "before the command that undoes it"):
        with_command = cursor.expect_name("the command that undoes it")
    return Undo(command, with_command, start, cursor.previous_end)


def expect_relationship(cursor: Cursor) -> Relationship:
    clauses = _Clauses(cursor, "relationship")
    expect = _name_or_string(cursor)
    source = expect("the upstream context")
    target = cursor.missing()
    if cursor.expect("->", "between the two contexts"):
        target = expect("the downstream context")
    clauses.title = f"relationship `{source.text} -> {target.text}`"
    while (clause := clause_at(cursor, "relationship")) is not None:
        if clause == "type":
            clauses.read(clause, cursor.expect_name, "the kind of relationship")
        else:
            clauses.read(clause, cursor.expect_string, "the contract")
    kind, contract = clauses.get("type"), clauses.get("contract")
    return Relationship(source, target, kind, contract, clauses.start, cursor.previous_end)


def expect_projection(cursor: Cursor) -> Projection:
    clauses = _Clauses(cursor, "projection")
    name = clauses.name(cursor.expect_name("the name of the projection"))
    sources: tuple[Name, ...] = ()
    while (clause := clause_at(cursor, "projection")) is not None:
        at = cursor.starts[cursor.index]
        cursor.index += 1
        given = expect_names(cursor, "the event")
        if sources:
            duplicate(cursor, at, clause)
        sources = sources or given
    if not sources:
        sources = (clauses.get("from"),)
    fields = parse_fields(cursor)
    return Projection(name, sources, fields, clauses.start, cursor.previous_end)


def expect_term(cursor: Cursor) -> Term:
    start = cursor.starts[cursor.index]
    cursor.index += 1
    word = cursor.expect_string("the word")
    meaning = cursor.expect_string("its meaning") if not word.is_missing else cursor.missing()
    return Term(word, meaning, start, max(cursor.previous_end, word.end))


PROCESSES: dict[str, Callable[[Cursor], ContextMember]] = {
    "service": expect_service,
    "policy": expect_policy,
    "saga": expect_saga,
    "relationship": expect_relationship,
    "projection": expect_projection,
    "term": expect_term,
}
