"""Mermaid diagrams: the map of contexts, the sequence of a flow, the states of a lifecycle or saga."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from moment.generate.markdown.shapes import RelationshipPart
from moment.model.domain import Arm, Context, Flow, Machine, Moment, Placement
from moment.text.mermaid import label as coded


def context_map(contexts: Sequence[Context], relationships: Iterable[RelationshipPart]) -> str:
    """Crossings as solid edges, declared relationships as dashed ones; names that are no context have nodes too."""
    ids = {context.name: f"c{number}" for number, context in enumerate(contexts, 1)}
    labels = {context.name: _context_label(context) for context in contexts}
    edges: list[str] = []
    for each in relationships:
        for name in (each.source, each.target):
            ids.setdefault(name, f"c{len(ids) + 1}")
            labels.setdefault(name, coded(name))
        arrow = "-->" if each.how == "crossing" else "-.->"
        edges.append(f"  {ids[each.source]} {arrow}|{coded(each.kind)}| {ids[each.target]}")
    nodes = [f'  {ids[name]}["{labels[name]}"]' for name in ids]
    return "\n".join(["graph LR", *nodes, *edges])


def _context_label(context: Context) -> str:
    category = f"<br/>[{coded(context.classification)}]" if context.classification else ""
    return f"{coded(context.name)}{category}"


def states(machine: Machine) -> str:
    """Every state and edge; an edge without an event has no label."""
    ids = {name: f"s{number}" for number, name in enumerate(machine.names, 1)}
    lines = ["stateDiagram-v2", *(f'  state "{coded(name)}" as {ids[name]}' for name in machine.names)]
    if machine.initial is not None:
        lines.append(f"  [*] --> {ids[machine.initial]}")
    for edge in machine.edges:
        label = f" : {coded(edge.event.name)}" if edge.event is not None else ""
        lines.append(f"  {ids[edge.source]} --> {ids[edge.target]}{label}")
    lines += [f"  {ids[name]} --> [*]" for name in machine.finals]
    return "\n".join(lines)


def sequence(flow: Flow, classifications: Mapping[str, str]) -> str:
    """A participant for every lane, a message for every placement; arms as alternatives. Empty without lanes."""
    return "\n".join(_Sequence(flow, classifications).lines()) if flow.lanes else ""


class _Sequence:
    def __init__(self, flow: Flow, classifications: Mapping[str, str]) -> None:
        self.flow = flow
        self.ids: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        for lane in flow.lanes:
            word = classifications.get(lane.name, "")
            self._participant(lane.name, f"{coded(lane.label)} [{coded(word)}]" if word else coded(lane.label))
        for placement in flow.placements:
            self._participant(placement.lane.name, coded(placement.lane.name))
            if placement.crossing is not None:
                name = placement.crossing.target_lane.name
                self._participant(name, coded(name))

    def _participant(self, lane: str, label: str) -> None:
        self.ids.setdefault(lane, f"c{len(self.ids) + 1}")
        self.labels.setdefault(lane, label)

    def lines(self) -> Iterator[str]:
        yield "sequenceDiagram"
        for lane, name in self.ids.items():
            yield f"  participant {name} as {self.labels[lane] or name}"
        for moment in self.flow.moments:
            yield from (f"  {line}" for line in self._moment(moment))

    def _moment(self, moment: Moment) -> Iterator[str]:
        shown = [placement.lane.name for placement in moment.placements] or [self.flow.lanes[0].name]
        yield f"Note over {self.ids[shown[0]]}: {coded(moment.label) or '-'}"
        arms = [arm for arm in moment.arms if arm.placements]
        for entry in moment.entries:
            if isinstance(entry, Placement):
                yield from self._placement(entry)
            elif arms and entry is arms[0]:
                yield from self._arms(arms)

    def _arms(self, arms: Sequence[Arm]) -> Iterator[str]:
        """``alt`` and ``else`` in written order, ``opt`` for a single arm."""
        for number, arm in enumerate(arms):
            word = "opt" if len(arms) == 1 else "alt" if number == 0 else "else"
            yield f"{word} {coded(arm.condition)}"
            for placement in arm.placements:
                yield from (f"  {line}" for line in self._placement(placement))
        yield "end"

    def _placement(self, placement: Placement) -> Iterator[str]:
        if placement.modifier == "optional":
            yield "opt optional"
            yield from (f"  {line}" for line in self._messages(placement))
            yield "end"
        else:
            yield from self._messages(placement)

    def _messages(self, placement: Placement) -> Iterator[str]:
        here = self.ids[placement.lane.name]
        crossing = placement.crossing
        words = [f"triggered-by {coded(link.target.name)}" for link in placement.links if link.kind == "triggered-by"]
        words += [f"×{coded(str(placement.multiplicity))}"] if placement.multiplicity is not None else []
        words += [coded(crossing.kind)] if crossing is not None else []
        there = self.ids[crossing.target_lane.name] if crossing is not None else here
        ending = f" ({', '.join(words)})" if words else ""
        yield f"{here}->>{there}: {coded(placement.node.name) or '-'}{ending}"
        if crossing is not None and crossing.fields:
            asked = ", ".join(coded(field.name) + ("" if field.required else "?") for field in crossing.fields)
            over = here if here == there else f"{here},{there}"
            yield f"Note over {over}: contract: {asked}"
        for link in placement.links:
            if link.kind == "returns-to":
                most = f", at most {link.at_most} times" if link.at_most is not None else ""
                yield f"Note over {here}: returns to {coded(link.target.name)}{most}"
            elif link.kind == "triggers":
                yield f"Note over {here}: triggers {coded(link.target.name)}"
        if placement.modifier == "terminal":
            yield f"Note over {here}: the flow ends here"
