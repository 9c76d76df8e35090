"""A tree as the lines that it is written in: depth, text, and the place in the old text that each line stands for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from moment.language import syntax
from moment.language.parser import Parsed
from moment.language.syntax import Annotation, Field, Name

WIDTH = 100
_ONE_LINERS = (syntax.Term, syntax.Relationship, syntax.EnumType, syntax.States)


class Piece(NamedTuple):
    """One line of output. ``anchor`` is the offset of what it writes; ``blank`` asks for a blank line before it."""

    depth: int
    text: str
    anchor: int
    blank: bool = False


def pieces(parsed: Parsed) -> Iterator[Piece]:
    """The lines of a whole file."""
    writer = _Writer(parsed.source.text)
    for number, item in enumerate(parsed.tree.items):
        found = writer.context(item) if isinstance(item, syntax.Context) else writer.flow(item)  # type: ignore[arg-type]
        for index, piece in enumerate(found):
            yield piece._replace(blank=number > 0) if index == 0 else piece


class _Writer:
    """Knows the old text, to keep strings of several lines as such."""

    def __init__(self, text: str) -> None:
        self.text = text

    # -- words -----------------------------------------------------------------------------------

    def string(self, name: Name, depth: int) -> str:
        """A string in its canonical spelling; one of several lines is indented a level below its line."""
        if self.text.startswith('"""', name.start) and "\n" in name.text:
            indentation = "  " * (depth + 1)
            lines = [indentation + line if line else "" for line in name.text.split("\n")]
            return '"""\n' + "\n".join(lines) + f'\n{indentation}"""'
        value = name.text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        return f'"{value}"'

    def word(self, name: Name, depth: int = 0) -> str:
        return self.string(name, depth) if name.quoted else name.text

    def names(self, names: tuple[Name, ...], separator: str = ", ") -> str:
        return separator.join(name.text for name in names)

    def classified(self, head: str, name: Name | None) -> str:
        return f"{head} [{name.text}]" if name is not None else head

    # -- contexts --------------------------------------------------------------------------------

    def context(self, context: syntax.Context) -> Iterator[Piece]:
        head = self.classified(f"context {self.string(context.name, 0)}", context.classification)
        yield Piece(0, head, context.start)
        if context.description is not None:
            yield Piece(1, f"description {self.string(context.description, 1)}", context.description.start)
        before: object = None
        for member in context.members:
            blank = before is None or _parted(before, member)
            for index, piece in enumerate(self.member(member, 1)):
                yield piece._replace(blank=blank) if index == 0 else piece
            before = member

    def member(self, member: object, depth: int) -> Iterator[Piece]:
        """One member of a context or aggregate."""
        match member:
            case Annotation():
                yield self.annotation(member, depth)
            case syntax.Aggregate():
                yield from self.aggregate(member, depth)
            case syntax.Command():
                yield from self.command(member, depth)
            case syntax.Event():
                yield Piece(depth, f"event {member.name.text}", member.start)
                yield from self.fields(member.fields, depth + 1)
            case syntax.ValueObject():
                yield Piece(depth, f"value-object {member.name.text}", member.start)
                yield from self.fields(member.fields, depth + 1)
            case syntax.EnumType():
                yield Piece(depth, f"enum {member.name.text} = {self.names(member.values, ' | ')}", member.start)
            case syntax.Invariant():
                yield Piece(depth, f"invariant {member.name.text} {self.string(member.text, depth)}", member.start)
                yield Piece(depth + 1, f"scope {self.word(member.scope, depth)}", member.scope.start)
            case syntax.States():
                yield self.states(member, depth)
            case _:
                yield from self.process(member, depth)

    def annotation(self, annotation: Annotation, depth: int) -> Piece:
        return Piece(depth, f"@{annotation.name.text}({self.word(annotation.value, depth)})", annotation.start)

    def aggregate(self, aggregate: syntax.Aggregate, depth: int) -> Iterator[Piece]:
        yield Piece(depth, f"aggregate {self.string(aggregate.name, depth)}", aggregate.start)
        if aggregate.identity is not None:
            yield Piece(depth + 1, f"identity {self.field(aggregate.identity, depth)}", aggregate.identity.start)
        before: object = None
        for member in aggregate.members:
            blank = _parted(before, member) if before is not None else not isinstance(member, syntax.States)
            for index, piece in enumerate(self.member(member, depth + 1)):
                yield piece._replace(blank=blank) if index == 0 else piece
            before = member

    def command(self, command: syntax.Command, depth: int) -> Iterator[Piece]:
        yield Piece(depth, f"command {command.name.text}", command.start)
        yield from self.inputs(command.inputs, depth + 1)
        for precondition in command.preconditions:
            text = f"precondition {precondition.name.text}: {self.string(precondition.text, depth + 1)}"
            if precondition.states:
                text += f"{' not' if precondition.negated else ''} in {self.names(precondition.states)}"
            yield Piece(depth + 1, text, precondition.start)
        separator = " or " if command.emits.mode == "one" else ", "
        yield Piece(depth + 1, f"emits {self.names(command.emits.names, separator)}", command.emits.start)

    def inputs(self, inputs: tuple[Field, ...], depth: int) -> Iterator[Piece]:
        """On one line while they fit and carry no annotations, else a line each."""
        if not inputs:
            return
        line = "input " + ", ".join(self.field(field, depth) for field in inputs)
        if len(line) + 2 * depth <= WIDTH and not any(field.annotations for field in inputs):
            yield Piece(depth, line, inputs[0].start)
            return
        first = inputs[0].annotations[0].start if inputs[0].annotations else inputs[0].start
        yield Piece(depth, "input", first)
        for field in inputs:
            yield from (self.annotation(annotation, depth + 1) for annotation in field.annotations)
            comma = "," if field is not inputs[-1] else ""
            yield Piece(depth + 1, self.field(field, depth + 1) + comma, field.start)

    def fields(self, fields: tuple[Field, ...], depth: int) -> Iterator[Piece]:
        for field in fields:
            yield from (self.annotation(annotation, depth) for annotation in field.annotations)
            yield Piece(depth, self.field(field, depth), field.start)

    def field(self, field: Field, depth: int) -> str:
        text = f"{field.name}: {field.type}{'[]' if field.array else ''}{'?' if field.optional else ''}"
        if field.required:
            text += " [required]"
        if field.deprecation is not None:
            reason, replacement = field.deprecation.reason, field.deprecation.replacement
            text += f" [deprecated {self.string(reason, depth)} -> {self.string(replacement, depth)}]"
        return text

    def states(self, states: syntax.States, depth: int) -> Piece:
        text = f"states {states.first.text}"
        for edge in states.edges:
            text += f" -> {edge.target.text}" + (f" on {edge.event.text}" if edge.event else "")
        return Piece(depth, text, states.start)

    # -- processes -------------------------------------------------------------------------------

    def process(self, member: object, depth: int) -> Iterator[Piece]:
        """Services, policies, sagas, relationships, projections and terms."""
        inner = depth + 1
        match member:
            case syntax.Service():
                yield Piece(depth, f"service {member.name.text}", member.start)
                yield Piece(inner, f"consumes {member.consumes.text}", member.consumes.start)
                yield Piece(inner, f"produces {member.produces.text}", member.produces.start)
                yield Piece(inner, f"description {self.string(member.description, inner)}", member.description.start)
            case syntax.Policy():
                yield Piece(depth, f"policy {member.name.text}", member.start)
                yield Piece(inner, f"trigger {self.word(member.trigger, inner)}", member.trigger.start)
                yield Piece(inner, f"action {self.string(member.action, inner)}", member.action.start)
                if member.chains:
                    yield Piece(inner, f"chains-to {self.names(member.chains)}", member.chains[0].start)
            case syntax.Saga():
                yield from self.saga(member, depth)
            case syntax.Relationship():
                yield from self.relationship(member, depth)
            case syntax.Projection():
                yield Piece(depth, f"projection {member.name.text}", member.start)
                yield Piece(inner, f"from {self.names(member.sources)}", member.sources[0].start)
                yield from self.fields(member.fields, inner)
            case syntax.Term():
                text = f"term {self.string(member.word, depth)} {self.string(member.meaning, depth)}"
                yield Piece(depth, text, member.start)

    def saga(self, saga: syntax.Saga, depth: int) -> Iterator[Piece]:
        inner = depth + 1
        yield Piece(depth, f"saga {saga.name.text}", saga.start)
        yield Piece(inner, f"trigger {saga.trigger.text}", saga.trigger.start)
        yield from (self.states(states, inner) for states in saga.states)
        for undo in saga.undo:
            yield Piece(inner, f"undo {undo.command.text} with {undo.with_command.text}", undo.start)
        yield Piece(inner, f"compensation {self.string(saga.compensation, inner)}", saga.compensation.start)
        yield Piece(inner, f"timeout {self.word(saga.timeout, inner)}", saga.timeout.start)

    def relationship(self, relationship: syntax.Relationship, depth: int) -> Iterator[Piece]:
        head = f"relationship {self.word(relationship.source)} -> {self.word(relationship.target)}"
        kind, contract = f"type {relationship.kind.text}", f"contract {self.string(relationship.contract, depth)}"
        line = f"{head} {kind} {contract}"
        if len(line) + 2 * depth <= WIDTH:
            yield Piece(depth, line, relationship.start)
            return
        yield Piece(depth, head, relationship.start)
        yield Piece(depth + 1, kind, relationship.kind.start)
        yield Piece(depth + 1, contract, relationship.contract.start)

    # -- flows -----------------------------------------------------------------------------------

    def flow(self, flow: syntax.Flow) -> Iterator[Piece]:
        yield Piece(0, f"flow {self.string(flow.name, 0)}", flow.start)
        if flow.description is not None:
            yield Piece(1, f"description {self.string(flow.description, 1)}", flow.description.start)
        for index, lane in enumerate(flow.lanes):
            word = "branch-lane" if lane.branch else "lane"
            text = self.classified(f"{word} {lane.name.text} {self.string(lane.label, 1)}", lane.classification)
            yield Piece(1, text, lane.start, index == 0 and flow.description is not None)
        for moment in flow.moments:
            mark = " [branch]" if moment.branch else ""
            yield Piece(1, f"moment {self.string(moment.label, 1)}{mark}", moment.start, True)
            for entry in moment.entries:
                if isinstance(entry, syntax.When):
                    yield Piece(2, self.classified(f"when {entry.condition.text}", entry.lane), entry.start)
                    for placement in entry.placements:
                        yield from self.placement(placement, 3)
                else:
                    yield from self.placement(entry, 2)

    def placement(self, placement: syntax.Placement, depth: int) -> Iterator[Piece]:
        text = f"{placement.lane.text}: {placement.node.text}"
        if placement.multiplicity is not None:
            text += f" (×{placement.multiplicity.text})"
        text = self.classified(text, placement.modifier)
        crossing = placement.crossing
        if crossing is not None:
            text += f" crosses-to {crossing.target.text} via {crossing.kind.text}"
        yield Piece(depth, text, placement.start)
        if crossing is not None:
            yield from self.promise(crossing, depth + 1)
        for link in placement.links:
            target = self.string(link.target, depth) if link.kind == "returns-to" else link.target.text
            limit = f" at-most {link.at_most.text}" if link.at_most is not None else ""
            yield Piece(depth + 1, f"{link.kind} {target}{limit}", link.start)

    def promise(self, crossing: syntax.Crossing, depth: int) -> Iterator[Piece]:
        """Delivery and contract of a crossing."""
        delivery = crossing.delivery
        if delivery is not None:
            words = [f"delivery {delivery.guarantee.text}"] if delivery.guarantee else []
            words += ["ordered"] if delivery.ordered else []
            words += [f"idempotent by {delivery.key.text}"] if delivery.key else []
            yield Piece(depth, " ".join(words), delivery.start)
        if crossing.contract or self.text.endswith("contract", 0, crossing.header_end):
            yield Piece(depth, "contract", crossing.header_end)
        yield from self.fields(crossing.contract, depth + 1)


def _parted(before: object, member: object) -> bool:
    """Whether a blank line stands between two members."""
    if isinstance(before, Annotation):
        return False
    return not (type(before) is type(member) and isinstance(member, _ONE_LINERS))
