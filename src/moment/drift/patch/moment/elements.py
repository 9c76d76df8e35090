"""Every element of a specification where it is written: from an identity to its node, its owner and its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from moment.drift.patch.result import Refusal
from moment.language import syntax
from moment.language.parser import Parsed
from moment.model.flows import unique_slugs
from moment.text.span import Place


class Found(NamedTuple):
    """``chain`` goes from the file's tree down to ``node``; its last but one is the owner in the tree."""

    kind: str
    identity: str
    name: str
    node: Any
    chain: tuple[Any, ...]
    parsed: Parsed

    @property
    def owner(self) -> Any:
        return self.chain[-2]

    @property
    def place(self) -> Place:
        return Place(self.parsed.source.path, self.node.start, self.node.end)


WORDS: dict[type, str] = {
    syntax.Context: "context", syntax.Aggregate: "aggregate", syntax.Command: "command", syntax.Event: "event",
    syntax.ValueObject: "value-object", syntax.EnumType: "enum", syntax.Invariant: "invariant",
    syntax.Service: "service", syntax.Policy: "policy", syntax.Saga: "saga", syntax.Projection: "projection",
    syntax.Flow: "flow",
}  # fmt: skip


def elements(files: Iterable[Parsed]) -> Iterator[Found]:
    """All of them, files in order of their paths, owners before what they own."""
    for parsed in sorted(files, key=lambda each: each.source.path):
        for item in parsed.tree.items:
            chain = (parsed.tree, item)
            if isinstance(item, syntax.Context):
                yield Found("context", item.name.text, item.name.text, item, chain, parsed)
                for member in item.members:
                    yield from _member(member, item.name.text, chain, parsed)
            elif isinstance(item, syntax.Flow):
                yield from _flow(item, chain, parsed)


def find(files: Iterable[Parsed], identity: str, kind: str = "") -> Found:
    """The first element of that identity; ``Refusal`` when there is none."""
    for found in elements(files):
        if found.identity == identity and (not kind or found.kind == kind):
            return found
    raise Refusal(f"the specification has no {kind or 'element'} `{identity}`")


def _member(member: Any, owner: str, above: tuple[Any, ...], parsed: Parsed) -> Iterator[Found]:
    chain = (*above, member)
    match member:
        case syntax.Annotation() | syntax.Unread() | syntax.States():
            return
        case syntax.Relationship():
            name = f"{member.source.text}->{member.target.text}"
            yield Found("relationship", f"{owner}/{name}", name, member, chain, parsed)
            return
        case syntax.Term():
            yield Found("term", f"{owner}/{member.word.text}", member.word.text, member, chain, parsed)
            return
    identity = f"{owner}/{member.name.text}"
    yield Found(WORDS[type(member)], identity, member.name.text, member, chain, parsed)
    if isinstance(member, syntax.Aggregate):
        if member.identity is not None:
            yield from _fields((member.identity,), identity, chain, parsed)
        for inner in member.members:
            shared = isinstance(inner, syntax.ValueObject | syntax.EnumType | syntax.Invariant)
            yield from _member(inner, owner if shared else identity, chain, parsed)
        yield from _states(
            (each for each in member.members if isinstance(each, syntax.States)), identity, chain, parsed
        )
    yield from _parts(member, identity, chain, parsed)


def _parts(member: Any, identity: str, chain: tuple[Any, ...], parsed: Parsed) -> Iterator[Found]:
    match member:
        case syntax.Command():
            yield from _fields(member.inputs, identity, chain, parsed)
            for each in member.preconditions:
                name = each.name.text
                yield Found("precondition", f"{identity}.{name}", name, each, (*chain, each), parsed)
        case syntax.Event() | syntax.ValueObject() | syntax.Projection():
            yield from _fields(member.fields, identity, chain, parsed)
        case syntax.EnumType():
            for value in member.values:
                yield Found("value", f"{identity}.{value.text}", value.text, value, (*chain, value), parsed)
        case syntax.Saga():
            yield from _states(member.states, identity, chain, parsed)


def _fields(fields: Iterable[syntax.Field], owner: str, chain: tuple[Any, ...], parsed: Parsed) -> Iterator[Found]:
    for field in fields:
        yield Found("field", f"{owner}.{field.name}", field.name, field, (*chain, field), parsed)


def _states(lines: Iterable[syntax.States], owner: str, chain: tuple[Any, ...], parsed: Parsed) -> Iterator[Found]:
    """Each state where it is first mentioned."""
    seen: set[str] = set()
    for line in lines:
        for name in (line.first, *(edge.target for edge in line.edges)):
            if name.text not in seen:
                seen.add(name.text)
                yield Found("state", f"{owner}.{name.text}", name.text, name, (*chain, line, name), parsed)


def _flow(flow: syntax.Flow, chain: tuple[Any, ...], parsed: Parsed) -> Iterator[Found]:
    name = flow.name.text
    yield Found("flow", name, name, flow, chain, parsed)
    for lane in flow.lanes:
        yield Found("lane", f"{name}.{lane.name.text}", lane.name.text, lane, (*chain, lane), parsed)
    slugs = unique_slugs(moment.label.text for moment in flow.moments)
    for moment, slug in zip(flow.moments, slugs, strict=True):
        identity, inside = f"{name}/{slug}", (*chain, moment)
        yield Found("moment", identity, slug, moment, inside, parsed)
        index = 0
        for entry in moment.entries:
            if isinstance(entry, syntax.When):
                arm, condition = (*inside, entry), entry.condition.text
                yield Found("arm", f"{identity}/{condition}", condition, entry, arm, parsed)
                for placement in entry.placements:
                    yield from _placement(placement, f"{identity}/{index}", (*arm, placement), parsed)
                    index += 1
            else:
                yield from _placement(entry, f"{identity}/{index}", (*inside, entry), parsed)
                index += 1


def _placement(placement: syntax.Placement, identity: str, chain: tuple[Any, ...], parsed: Parsed) -> Iterator[Found]:
    yield Found("placement", identity, identity.rpartition("/")[2], placement, chain, parsed)
    crossing = placement.crossing
    if crossing is not None:
        owner = f"{identity}>{crossing.target.text}"
        yield Found("crossing", owner, crossing.target.text, crossing, (*chain, crossing), parsed)
        yield from _fields(crossing.contract, owner, (*chain, crossing), parsed)
