"""Runs as columns, for runs too big for JSON: what each step is told as in ``moment.run/1``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from moment.behaviour.export.columnar import FORMAT, Header, Row, RunDoc, write
from moment.behaviour.export.origin import Origin
from moment.behaviour.export.told import Told
from moment.behaviour.seal import NOTE, sealed_bytes
from moment.behaviour.trace import Line
from moment.model.spec_hash import spec_hash

_ELSEWHERE = "elsewhere"
_NEVER = "1970-01-01T00:00:00.000Z"


def data(scenarios: Sequence[Told], origin: Origin) -> bytes:
    """All scenarios in one file, with the note by which its next writer knows it as ours."""
    rows: list[Row] = []
    runs: list[RunDoc] = []
    flows = list(dict.fromkeys(each.scenario.flow.name for each in scenarios))
    start = scenarios[0].scenario.trace.lines[0].at if scenarios and scenarios[0].scenario.trace.lines else _NEVER
    for each in scenarios:
        found = _rows(each, first=len(rows), start=start)
        scenario = each.scenario
        name = scenario.flow.name if len(flows) > 1 else msgspec.UNSET
        runs.append(
            RunDoc(scenario.id, scenario.label, scenario.kind, scenario.verdict.kind, len(rows), len(found), name)
        )
        rows += found
    header = Header(
        format=FORMAT,
        spec_hash=spec_hash(scenarios[0].machine.plan.domain) if scenarios else "",
        flow=flows[0] if len(flows) == 1 else "",
        seed=scenarios[0].seed if scenarios else 1,
        scope=_scope(scenarios),
        start=start,
        rows=len(rows),
        runs=runs,
        lanes=_lanes(scenarios),
        kinds=[],
        reasons=[],
        faults=[],
        columns={},
        comment=NOTE,
    )
    return sealed_bytes(write(header, rows))


def _milliseconds(at: str, start: str) -> float:
    return (datetime.fromisoformat(at) - datetime.fromisoformat(start)).total_seconds() * 1000


def _scope(scenarios: Sequence[Told]) -> dict[str, Any]:
    if not scenarios:
        return {"instances": 1, "faults": 0}
    scope = scenarios[0].machine.plan.scope
    return {"instances": scope.instances, "faults": scope.max_faults}


def _lanes(scenarios: Sequence[Told]) -> list[str]:
    """Those of all flows, contexts before outcomes, as facet.json has them."""
    flows = {each.scenario.flow.name: each.scenario.flow for each in scenarios}.values()
    lanes = [lane.name for flow in flows for lane in sorted(flow.lanes, key=lambda lane: lane.kind == "outcome")]
    return list(dict.fromkeys(lanes))


def _rows(told: Told, *, first: int, start: str) -> list[Row]:
    scenario = told.scenario
    happened = told.events
    known = {lane.name for lane in scenario.flow.lanes}
    lanes = sorted(scenario.flow.lanes, key=lambda lane: lane.kind == "outcome")
    stood: list[str] = []
    rows: list[Row] = []
    numbers: dict[int, int] = {}
    for line in scenario.trace.lines:
        causes = [(numbers[cause.seq], cause.reason) for cause in line.causes if cause.seq in numbers]
        beside = stood[causes[0][0]] if causes else stood[-1] if stood else lanes[0].name if lanes else _ELSEWHERE
        lane = beside if line.lane is None else line.lane if line.lane in known else _ELSEWHERE
        numbers[line.seq] = len(stood)
        stood.append(lane)
        events = [happened[each] for each in line.events]
        payloads = [dict(each.payload) for each in events]
        moment = None if line.moment is None else f"moment:{scenario.flow.moments[line.moment].slug}"
        record = line.record
        rows.append(
            Row(
                action=record.action,
                kind=record.kind,
                lane=lane,
                aggregate=f"{record.context or ''}/{line.aggregate}" if line.aggregate is not None else "",
                correlation=f"corr-{scenario.flow.name}-{line.instance + 1:03}",
                milliseconds=_milliseconds(line.at, start),
                severity=_severity(line, is_good=scenario.verdict.is_good),
                fault=record.fault,
                moment=moment,
                causes=tuple((first + number, reason) for number, reason in causes),
                diff=tuple((change.path, change.before, change.after) for change in line.diff),
                checks=tuple((check.name, check.holds) for check in record.checks),
                events=tuple(each.event.name for each in events),
                fields=tuple(name for payload in payloads for name in payload),
                payload="" if not payloads else _json(payloads[0] if len(payloads) == 1 else payloads),
            )
        )
    return rows


def _severity(line: Line, *, is_good: bool) -> int:
    """3 for what is bad, 2 for what only could be, 0 for all else."""
    if not all(check.holds for check in line.record.checks):
        return 2 if is_good else 3
    return 0 if line.record.fault is None else 2


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
