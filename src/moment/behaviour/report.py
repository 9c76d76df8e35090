"""A simulation as text for people: one block a flow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from moment.behaviour.action_names import in_words
from moment.behaviour.blocks import Block, Excerpt, blocks
from moment.behaviour.coverage import Covered
from moment.behaviour.figures import End
from moment.behaviour.findings import Finding
from moment.behaviour.machine import Record, Scope
from moment.behaviour.simulation import FlowRun, Simulation
from moment.behaviour.walks.report import lines as walked
from moment.diagnostics.model import Diagnostic

_INDENT = "  "
_KINDS = (
    ("moment", "moments"), ("arm", "arms"), ("placement", "placements"), ("crossing", "crossings"),
    ("policy", "policies"), ("service", "services"), ("saga-state", "saga states"), ("saga-edge", "saga edges"),
    ("lifecycle-state", "lifecycle states"), ("lifecycle-edge", "lifecycle edges"),
    ("precondition-held", "preconditions held"),
)  # fmt: skip
_SHOWN_MISSES = 3
_WIDTH = 100


def report(
    simulation: Simulation,
    *,
    milliseconds: Mapping[str, int] | None = None,
    excerpt: Excerpt | None = None,
    allowed: Sequence[Diagnostic] = (),
) -> str:
    """The scope, then every flow; ``milliseconds`` by flow and ``excerpt`` of a finding come from the shell.

    Findings that the specification has ``allowed`` are counted and not shown.
    """
    if not simulation.flows:
        return "no flow to run\n"
    blocks = [scope_line(simulation.scope, simulation.seed)]
    for run in simulation.flows:
        taken = (milliseconds or {}).get(run.flow.name)
        own = (run.scope, run.seed) != (simulation.scope, simulation.seed)
        blocks.append("\n".join(_flow(run, taken, excerpt, allowed, has_own_scope=own)))
    if len(simulation.flows) > 1:
        blocks.append(_together(simulation.flows))
    return "\n\n".join(blocks) + "\n"


def scope_line(scope: Scope, seed: int) -> str:
    return f"scope  {_scope(scope, seed)}"


def _scope(scope: Scope, seed: int) -> str:
    budgets = ", ".join(f"{kind} {budget}" for kind, budget in scope.budgets.items() if budget)
    return (
        f"{_count(scope.instances, 'instance')}, at most {_count(scope.max_faults, 'fault')} ({budgets}), seed {seed}"
    )


def _flow(
    run: FlowRun, milliseconds: int | None, excerpt: Excerpt | None, allowed: Sequence[Diagnostic], *,
    has_own_scope: bool,
) -> Iterator[str]:  # fmt: skip
    top = run.rungs[-1]
    time = f", {milliseconds} ms" if milliseconds is not None else ""
    calm = run.rungs[0]
    calm_too = f" ({calm.runs:,} in {calm.states:,} without faults)" if calm.states != top.states else ""
    yield f"{run.flow.name}   {_count(top.runs, 'run')} in {_count(top.states, 'state')}{calm_too}{time}"
    if has_own_scope:
        yield _line("scope", _scope(run.scope, run.seed))
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
    for number, text in enumerate(_faults(run)):
        yield _line("" if number else "faults", text)
    own = {(each.code, each.place, each.message) for each in run.diagnostics}
    hidden = [each for each in allowed if (each.code, each.place, each.message) in own]
    if hidden:
        yield _line("allowed", f"{_count(len(hidden), 'finding')} with a reason in the text")
    for block in blocks(run, hidden):
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
        missed = [_named(row) for row in those if not row.reached]
        shown = ", ".join(missed[:_SHOWN_MISSES]) + (" …" if len(missed) > _SHOWN_MISSES else "")
        note = f" (never: {shown})" if missed else ""
        parts.append(f"{label} {len(those) - len(missed)}/{len(those)}{note}")
    refused = sum(1 for row in rows if row.kind == "precondition-refused" and row.reached)
    if refused:
        parts.append(f"{refused} refused")
    return ", ".join(parts) or "nothing to cover"


def _named(row: Covered) -> str:
    """What was missed; a state or an edge with whose it is."""
    owner = row.element.rpartition(".")[0].rpartition("/")[2]
    return f"{owner}.{row.name}" if row.kind.partition("-")[0] in ("lifecycle", "saga") else row.name


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


def _faults(run: FlowRun) -> Iterator[str]:
    """What the flow survives, and for every way to fail the fewest faults with which it does."""
    most = len(run.rungs) - 1
    first = run.breaks_at
    if first is None:
        yield _survives(run, most)
        return
    survived = f"survives any {_count(first.min_faults - 1, 'fault')}; " if first.min_faults > 1 else ""
    yield survived + (f"breaks {_at(first)}" if first.min_faults else f"fails without any: {first.verdict}")
    told = {first.verdict, "unhandled-refusal"}
    for finding in sorted(run.findings, key=lambda each: each.min_faults):
        if finding.verdict not in told:
            told.add(finding.verdict)
            yield f"{finding.verdict} {_at(finding)}" if finding.min_faults else f"{finding.verdict} without any"


def _survives(run: FlowRun, most: int) -> str:
    if run.limit is not None:
        return "unknown: not explored to its ends"
    if not most:
        return "none was tried"
    can_strike = any(action.fault is not None for action in run.explored.graph.actions)
    return f"survives any {_count(most, 'fault')}" if can_strike else "none can strike"


def _at(finding: Finding) -> str:
    return f"at {_count(finding.min_faults, 'fault')}: {', then '.join(in_words(finding.recipe))} ({finding.verdict})"


def _together(runs: tuple[FlowRun, ...]) -> str:
    """How all flows fare, in one line."""
    failing = [run for run in runs if run.breaks_at is not None and not run.breaks_at.min_faults]
    fragile = [run for run in runs if run.breaks_at is not None and run.breaks_at.min_faults]
    unknown = [run for run in runs if run.breaks_at is None and run.limit is not None]
    fine = len(runs) - len(failing) - len(fragile) - len(unknown)
    counts = (
        (fine, "holds", "hold"), (len(fragile), "breaks under faults", "break under faults"), (len(failing), "fails", "fail"),
        (len(unknown), "is incomplete", "are incomplete"),
    )  # fmt: skip
    told = (f"{number} {one if number == 1 else many}" for number, one, many in counts if number)
    return f"{_count(len(runs), 'flow')}: {', '.join(told)}"


def _finding(run: FlowRun, block: Block) -> Iterator[str]:
    diagnostic = block.diagnostic
    keys = {(each.code, each.place): finding.verdict for finding in run.findings for each in finding.diagnostics}
    name = keys.get((diagnostic.code, diagnostic.place), diagnostic.rule.name)
    yield f"{_INDENT}{diagnostic.code} {diagnostic.severity.label} {name}: {diagnostic.message}"
    for note in block.notes:
        for label, line in zip((f"{note.label}:", *("" for _ in note.lines[1:])), note.lines, strict=True):
            yield f"{_INDENT * 2}{label:<10} {line}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
