"""One simulation as the Markdown of a comment on a pull request."""

from __future__ import annotations

import re

from moment.behaviour.comment import LIMIT, LISTED, fitted, survival_cell
from moment.behaviour.comparison import survival
from moment.behaviour.difference_report import Where, count
from moment.behaviour.figures import End
from moment.behaviour.markdown import code, details, escaped, prose, table
from moment.behaviour.report import scope_line
from moment.behaviour.simulation import FlowRun, Simulation
from moment.diagnostics.model import Diagnostic
from moment.text.width import utf16_length


def simulation_comment(simulation: Simulation, *, where: Where, limit: int = LIMIT) -> str:
    """A heading, one line, a table of all flows, and the findings of each; never longer than ``limit``."""
    failing = [run for run in simulation.flows if run.fails(strict=simulation.strict)]
    incomplete = [run for run in simulation.flows if run.limit is not None]
    sign = "🔴" if failing else "🟡" if incomplete else "🟢"
    parts = [f"{count(len(failing), 'flow')} of {len(simulation.flows)} can fail" if failing else _whole(simulation)]
    if incomplete:
        parts.append(f"{count(len(incomplete), 'flow')} not explored to the end")
    head = ["## Behaviour", f"{sign} **{'; '.join(parts)}.**"]
    ordered = sorted(simulation.flows, key=lambda run: not run.fails(strict=simulation.strict))
    blocks = [_flow(run, where, strict=simulation.strict) for run in ordered]
    return fitted(head, blocks, [f"<sub>{escaped(scope_line(simulation.scope, simulation.seed))}</sub>"], limit=limit)


def stopped_comment(findings: str) -> str:
    """What stands in the place of a report when the specification has errors; ``findings`` is plain text."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", findings)), default=0))
    head = "## Behaviour\n\n🔴 **The specification has errors; nothing was run.**"
    room = LIMIT - utf16_length(head) - 200
    shown = findings.rstrip("\n")
    if utf16_length(shown) > room:
        shown = shown[: room // 2].rpartition("\n")[0] + "\n…"
    return f"{head}\n\n{fence}text\n{shown}\n{fence}\n"


def _whole(simulation: Simulation) -> str:
    if not simulation.flows:
        return "No flow to run"
    return f"{count(len(simulation.flows), 'flow')} without a bad end" + (
        "" if simulation.strict else " as long as no fault strikes"
    )


def _flow(run: FlowRun, where: Where, *, strict: bool) -> str:
    top = run.rungs[-1]
    rows = [("runs", str(top.runs)), ("states", str(top.states))]
    if run.limit is not None:
        rows.append(("stopped by", escaped(run.limit)))
    rows += [(_name(end), f"{float(end.probability or 0) * 100:.1f} %") for end in run.rungs[0].ends]
    spotless = {end[:2] for end in run.rungs[0].ends}
    rows += [(f"{_name(end)} with faults", count(end.runs, "run")) for end in top.ends if end[:2] not in spotless]
    rows.append(("breaks", survival_cell(survival(run))))
    parts = [f"### {code(run.flow.name)}", table(["", "now"], rows)]
    found = [f"- {_finding(each, where)}" for each in run.diagnostics[:LISTED]]
    if len(run.diagnostics) > LISTED:
        found.append(f"- … and {len(run.diagnostics) - LISTED} more")
    if found and run.fails(strict=strict):
        parts.append("\n".join(found))
    elif found:
        parts.append(details(count(len(run.diagnostics), "finding"), "\n".join(found)))
    return "\n\n".join(parts)


def _name(end: End) -> str:
    return escaped(end.verdict) + (f" {code(end.outcome)}" if end.outcome is not None else "")


def _finding(diagnostic: Diagnostic, where: Where) -> str:
    return (
        f"{diagnostic.severity.label} {diagnostic.code}: {prose(diagnostic.message)} — {code(where(diagnostic.place))}"
    )
