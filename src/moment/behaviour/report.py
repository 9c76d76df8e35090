"""A simulation as text for people: one block a flow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from moment.behaviour.action_names import in_words
from moment.behaviour.blocks import Block, Excerpt, blocks
from moment.behaviour.coverage import Covered
from moment.behaviour.figures import End
from moment.behaviour.machine import Record, Scope
from moment.behaviour.simulation import FlowRun, Simulation
from moment.behaviour.walks.report import lines as walked

_INDENT = "  "
_KINDS = (
    ("moment", "moments"), ("arm", "arms"), ("placement", "placements"), ("crossing", "crossings"),
    ("policy", "policies"), ("service", "services"), ("saga-state", "saga states"), ("saga-edge", "saga edges"),
    ("lifecycle-state", "lifecycle states"), ("lifecycle-edge", "lifecycle edges"),
    ("precondition-held", "preconditions held"), ("precondition-refused", "refused"), ("term", "terms"),
)  # fmt: skip
_SHOWN_MISSES = 3
_WIDTH = 100


def report(
    simulation: Simulation, *, milliseconds: Mapping[str, int] | None = None, excerpt: Excerpt | None = None
) -> str:
    """The scope, then every flow; ``milliseconds`` by flow and ``excerpt`` of a finding come from the shell."""
    if not simulation.flows:
        return "no flow to run\n"
    blocks = [scope_line(simulation.scope, simulation.seed)]
    for run in simulation.flows:
        taken = (milliseconds or {}).get(run.flow.name)
        blocks.append("\n".join(_flow(run, taken, excerpt)))
    return "\n\n".join(blocks) + "\n"


def scope_line(scope: Scope, seed: int) -> str:
    budgets = ", ".join(f"{kind} {budget}" for kind, budget in scope.budgets.items() if budget)
    return f"scope  {_count(scope.instances, 'instance')}, at most {_count(scope.max_faults, 'fault')} ({budgets}), seed {seed}"


def _flow(run: FlowRun, milliseconds: int | None, excerpt: Excerpt | None) -> Iterator[str]:
    top = run.rungs[-1]
    time = f", {milliseconds} ms" if milliseconds is not None else ""
    yield f"{run.flow.name}   {_count(top.runs, 'run')} in {_count(top.states, 'state')}{time}"
    if run.limit is not None:
        yield _line("incomplete", f"a limit was reached: {run.limit}; what follows covers {top.states} states")
    yield _line("outcomes", ", ".join(_end(end) for end in run.rungs[0].ends) or "none")
    if run.walks is not None:
        for label, text in walked(run.walks, run.explored.machine.plan):
            yield _line(label, text)
    if len(run.rungs) > 1:
        others = [_faulty(end) for end in top.ends if end.probability is None]
        if others:
            yield _line("with faults", ", ".join(others))
    yield _line("coverage", _coverage(run.coverage))
    for text in _beyond(run):
        yield _line("beyond", text)
    if run.assumptions:
        yield _line("assumed", f"{_count(run.assumptions, 'condition')} in words only")
    yield _line("breaks", _breaks(run))
    for block in blocks(run):
        if excerpt is not None:
            yield excerpt(block.diagnostic, block.notes)
        else:
            yield from _finding(run, block)


def _line(label: str, text: str) -> str:
    """A labelled line; one that is too long goes on behind a comma."""
    head = f"{_INDENT}{label:<12} "
    lines = [head]
    for part in text.split(", "):
        if len(lines[-1]) > len(head) and len(lines[-1]) + len(part) > _WIDTH:
            lines.append(" " * len(head))
        lines[-1] += f"{part}, "
    return "\n".join(line.rstrip() for line in lines).removesuffix(",")


def _end(end: End) -> str:
    percent = f" {float(end.probability) * 100:.1f} %" if end.probability is not None else ""
    return f"{end.verdict}{_outcome(end)}{percent}"


def _faulty(end: End) -> str:
    return f"{end.verdict}{_outcome(end)} in {_count(end.runs, 'run')}"


def _outcome(end: End) -> str:
    return f' "{end.outcome}"' if end.outcome is not None else ""


def _coverage(rows: tuple[Covered, ...]) -> str:
    parts = []
    for kind, label in _KINDS:
        those = [row for row in rows if row.kind == kind]
        if not those:
            continue
        missed = [row.name for row in those if not row.reached]
        shown = ", ".join(missed[:_SHOWN_MISSES]) + (" …" if len(missed) > _SHOWN_MISSES else "")
        note = f" (never: {shown})" if missed and kind != "precondition-refused" else ""
        parts.append(f"{label} {len(those) - len(missed)}/{len(those)}{note}")
    return ", ".join(parts) or "nothing to cover"


def _beyond(run: FlowRun) -> Iterator[str]:
    """Each policy that reacted outside the flow, with the command it handled."""
    seen: set[str] = set()
    plan = run.explored.machine.plan
    for scenario in run.scenarios:
        reaction: Record | None = None
        for line in scenario.trace.lines:
            record = line.record
            if record.reaction is not None and record.beyond:
                reaction = record
            elif (
                record.beyond and record.command is not None and reaction is not None and reaction.reaction is not None
            ):
                found = plan.reactions[reaction.reaction]
                verb = "handles" if record.kind == "handle" else "is refused"
                command, event = record.command.rpartition("/")[2], found.trigger.rpartition("/")[2]
                text = f"{found.source.name} {verb} {command} after {event}; no flow step shows it"
                if text not in seen:
                    seen.add(text)
                    yield text


def _breaks(run: FlowRun) -> str:
    finding = run.breaks_at
    most = len(run.rungs) - 1
    if finding is None and run.limit is not None:
        return "unknown: not explored to its ends"
    if finding is None:
        return f"survives any {_count(most, 'fault')}" if most else "never, as far as no fault strikes"
    if not finding.min_faults:
        return f"without any fault: {finding.verdict}"
    steps = ", then ".join(in_words(finding.recipe))
    survived = f"survives any {_count(finding.min_faults - 1, 'fault')}; " if finding.min_faults > 1 else ""
    return f"{survived}at {_count(finding.min_faults, 'fault')}: {steps} ({finding.verdict})"


def _finding(run: FlowRun, block: Block) -> Iterator[str]:
    diagnostic = block.diagnostic
    keys = {(each.code, each.place): finding.verdict for finding in run.findings for each in finding.diagnostics}
    name = keys.get((diagnostic.code, diagnostic.place), diagnostic.rule.name)
    yield f"{_INDENT}{diagnostic.code} {diagnostic.severity.label} {name}: {diagnostic.message}"
    for note in block.notes:
        for label, line in zip((f"{note.label}:", *("" for _ in note.lines[1:])), note.lines, strict=True):
            yield f"{_INDENT * 2}{label:<10} {line}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
