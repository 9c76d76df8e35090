"""Scenarios as sequence diagrams for mermaid: contexts exchange messages, and what a context does is told beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from moment.behaviour.export.origin import Origin
from moment.behaviour.export.told import Told
from moment.behaviour.seal import NOTE
from moment.behaviour.trace import Line
from moment.text.mermaid import label

MESSAGES = 99
"""More than these in one diagram cannot be read, and mermaid itself becomes slow."""


class _Told(NamedTuple):
    """A statement of the diagram; an arrow counts as a message."""

    text: str
    is_arrow: bool = False


def text(scenarios: Sequence[Told], origin: Origin) -> str:
    """A Markdown document with a diagram below a heading for every scenario."""
    parts = [f"<!-- {NOTE} -->"]
    for each in scenarios:
        parts.append(f"## `{each.key}`\n\n```mermaid\n{_Diagram(each).text}\n```")
    return "\n\n".join(parts) + "\n"


def diagram(scenarios: Sequence[Told], origin: Origin) -> str:
    """The bare diagram of one scenario."""
    [scenario] = scenarios
    return f"%% {NOTE}\n{_Diagram(scenario).text}\n"


class _Diagram:
    def __init__(self, told: Told) -> None:
        self.told = told
        self.plan = told.machine.plan
        self.ids: dict[str, str] = {}
        flow = told.scenario.flow
        for lane in flow.lanes:
            if lane.kind == "context":
                self._participant(lane.context or lane.label)
        for line in told.scenario.trace.lines:
            if line.record.context is not None:
                self._participant(line.record.context)
        if not self.ids:
            self._participant(flow.name)

    def _participant(self, name: str) -> None:
        self.ids.setdefault(name, f"c{len(self.ids) + 1}")

    @property
    def text(self) -> str:
        title = f"title: {_label(self.told.scenario.label)}"
        lines = [
            "sequenceDiagram",
            f"  {title}",
            *(f"  participant {each} as {_label(name)}" for name, each in self.ids.items()),
        ]
        return "\n".join((*lines, *(f"  {statement}" for statement in self._statements())))

    def _statements(self) -> Iterator[str]:
        """What happened, until there are too many messages, and how it ended."""
        arrows = 0
        moment = None
        lines = self.told.scenario.trace.lines
        for line in lines:
            told = tuple(self._line(line))
            arrows += sum(each.is_arrow for each in told)
            if arrows > MESSAGES:
                yield self._note(f"cut here, {len(lines) - line.seq} of {len(lines)} steps are not shown")
                break
            if line.moment is not None and line.moment != moment and line.record.fault in (None, "refuse"):
                moment = line.moment
                yield self._note(self.told.scenario.flow.moments[moment].label)
            yield from (each.text for each in told)
        yield self._note(self._ending())

    def _ending(self) -> str:
        scenario = self.told.scenario
        return f"{scenario.verdict.kind}: {scenario.text}" if scenario.text else scenario.verdict.kind

    def _line(self, line: Line) -> Iterator[_Told]:
        record = line.record
        here = self.ids.get(record.context or "", "c1")
        match record.kind:
            case "deliver" | "lose" | "duplicate" | "drift":
                yield from self._message(line)
            case "choose":
                yield _Told(self._note(f"chosen: {record.action.partition('=')[2] or record.action}"))
            case "refuse":
                why = ", ".join(check.name for check in record.checks if not check.holds)
                yield _Told(
                    f"{here}-x{here}: {_label(f'{self._name(line)} is refused' + (f': {why}' if why else ''))}", True
                )
            case "handle" | "publish" | "undo" | "policy" | "service":
                said = self._name(line) if record.kind in ("handle", "publish") else f"{record.kind} {self._name(line)}"
                yield _Told(f"{here}->>{here}: {_label(said)}", True)
            case _:
                yield _Told(f"Note over {here}: {_label(f'{record.kind} {self._name(line)}')}")
        events = self.told.events
        happened = [events[name].event.name for name in line.events]
        if happened and (line.record.command is not None or happened != [self._element(line)]):
            yield _Told(f"Note right of {here}: {_label(', '.join(happened))}")

    def _message(self, line: Line) -> Iterator[_Told]:
        assert line.record.route is not None
        route = self.plan.routes[line.record.route]
        source, target = self.ids.get(route.crossing.source or "", "c1"), self.ids.get(route.target, "c1")
        name = self._name(line)
        match line.record.kind:
            case "deliver":
                yield _Told(f"{source}-){target}: {_label(name)}", True)
            case "lose":
                yield _Told(f"{source}-x{target}: {_label(f'{name} is lost')}", True)
            case kind:
                word = "is sent twice" if kind == "duplicate" else "is sent by the next version"
                over = source if source == target else f"{source},{target}"
                yield _Told(f"Note over {over}: {_label(f'{name} {word}')}")
        failed = [check.why for check in line.record.checks if not check.holds]
        if failed:
            yield _Told(f"Note over {target}: {_label('; '.join(failed))}")

    def _name(self, line: Line) -> str:
        """The element that the step is about, of several instances with the number of the instance."""
        return f"{line.instance + 1}/{self._element(line)}" if self.told.instances > 1 else self._element(line)

    def _element(self, line: Line) -> str:
        record = line.record
        if record.route is not None:
            return self.plan.routes[record.route].event.rpartition("/")[2]
        if record.command is not None:
            return record.command.rpartition("/")[2]
        if record.saga is not None:
            return record.action.partition(":")[2]
        if record.reaction is not None:
            return self.plan.reactions[record.reaction].source.name
        if line.step is not None:
            return line.step.placement.node.name
        return record.action.partition(":")[2] or record.action

    def _note(self, said: str) -> str:
        """A note over all participants."""
        ids = tuple(self.ids.values())
        over = ids[0] if len(ids) == 1 else f"{ids[0]},{ids[-1]}"
        return f"Note over {over}: {_label(said)}"


def _label(value: str) -> str:
    """``value`` for any place of a diagram, none of which may be empty."""
    return label(value) or "-"
