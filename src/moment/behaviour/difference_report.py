"""A difference of two simulations as text for people: one block for each flow that is not as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from moment.behaviour import action_names
from moment.behaviour.difference import (
    STATUSES,
    Difference,
    EndChange,
    FindingChange,
    FlowChange,
    Survival,
)
from moment.behaviour.figures import End
from moment.behaviour.report import scope_line
from moment.text.span import Place

Where = Callable[[Place], str]
_INDENT = "  "


def difference_report(difference: Difference, *, against: str, where: Where) -> str:
    """The verdict, the scope, the flows that changed, then the names of the others.

    ``against`` names the other side; ``where`` tells file and line of a place of this side.
    """
    blocks = [f"against {against}: {headline(difference)}\n{scope_line(difference.scope, difference.seed)}"]
    for flow in by_urgency(difference):
        if flow.status != "same":
            blocks.append("\n".join(_flow(flow, difference, where)))
    same = [flow.name for flow in difference.of("same")]
    if same:
        blocks.append(f"the same   {', '.join(same)}")
    return "\n\n".join(blocks) + "\n"


def headline(difference: Difference) -> str:
    """One line that says whether anything got worse, and how many flows changed."""
    if not difference.flows:
        return "no flow on either side"
    worse = [flow for flow in difference.flows if flow.worse(strict=difference.strict)]
    weaker = [flow for flow in difference.flows if flow.is_weaker]
    better = [flow for flow in difference.flows if flow.is_better]
    if worse:
        text = f"worse: {count(len(worse), 'flow')} can fail in a new way"
    elif weaker:
        text = f"no worse without faults, but faults can break {count(len(weaker), 'flow')} in a new way"
    elif better:
        text = f"better: {count(len(better), 'flow')} lost a way to fail"
    else:
        text = "nothing got worse" + (" as far as it was explored" if difference.incomplete else "")
    unknown = len(difference.incomplete)
    return f"{text} ({_counts(difference)})" + (
        f"; {count(unknown, 'flow')} not explored to the end" if unknown else ""
    )


def _counts(difference: Difference) -> str:
    sizes = [(len(difference.of(status)), status) for status in STATUSES]
    return ", ".join(f"{size} {'the same' if status == 'same' else status}" for size, status in sizes if size)


def by_urgency(difference: Difference) -> tuple[FlowChange, ...]:
    """The flows that got worse first, then those that are weaker with faults, changed, new, gone, the same."""

    def urgency(flow: FlowChange) -> tuple[bool, bool, int]:
        return not flow.worse(strict=difference.strict), not flow.is_weaker, STATUSES.index(flow.status)

    return tuple(sorted(difference.flows, key=urgency))


def standing(flow: FlowChange, *, strict: bool) -> str:
    """What became of a flow, in one word or two."""
    if flow.worse(strict=strict):
        return "added, and ends badly" if flow.status == "added" else "worse"
    if flow.is_weaker:
        return "added, breaks with faults" if flow.status == "added" else "weaker with faults"
    if flow.is_better:
        return "better"
    return "the same" if flow.status == "same" else flow.status


def _flow(flow: FlowChange, difference: Difference, where: Where) -> Iterator[str]:
    yield f"{flow.name}   {standing(flow, strict=difference.strict)}"
    if flow.status == "removed":
        return
    yield _line("runs", f"{_figures(flow, 'runs')}, states {_figures(flow, 'states')}")
    for side, figures in (("before", flow.before), ("now", flow.after)):
        if figures is not None and figures.limit is not None:
            yield _line("incomplete", f"{side} a limit was reached: {figures.limit}")
    yield from _lines("outcomes", [end_change(end) for end in flow.ends])
    yield from _lines("with faults", [end_change(end) for end in flow.faulty])
    gone = "not seen" if flow.after is not None and flow.after.limit else "gone"
    for label, changes in (("new", ("gained", "sooner")), (gone, ("lost", "later")), ("still", ("same",))):
        found = [each for each in flow.findings if each.change in changes]
        yield from _lines(label, [finding_change(each, where) for each in found])
    yield _line("breaks", survival_change(flow))
    yield from _lines("unreached", [f"{each.kind} {each.name}" for each in flow.uncovered])
    yield from _lines("beyond", [f"{each} newly reacts outside the flow" for each in flow.beyond])
    yield from _lines("within", [f"{each} no longer reacts outside the flow" for each in flow.within])
    if flow.assumptions[0] != flow.assumptions[1]:
        yield _line("assumed", f"{flow.assumptions[0]} → {count(flow.assumptions[1], 'condition')} in words only")


def _line(label: str, text: str) -> str:
    return f"{_INDENT}{label:<12} {text}"


def _lines(label: str, texts: list[str]) -> Iterator[str]:
    """The label stands before the first; what reads the same is said once."""
    for number, text in enumerate(dict.fromkeys(texts)):
        yield _line("" if number else label, text)


def _figures(flow: FlowChange, name: str) -> str:
    values = [str(getattr(side, name)) for side in (flow.before, flow.after) if side is not None]
    return values[0] if len(set(values)) == 1 else " → ".join(values)


def end_change(end: EndChange) -> str:
    """``stalled new: 50.0 %, 2 runs``; ``completed 100.0 % → 50.0 %``."""
    name = end.verdict + (f' "{end.outcome}"' if end.outcome is not None else "")
    if end.after is None:
        return f"{name} gone: {end_side(end.before)}"
    if end.before is None:
        return f"{name} new: {end_side(end.after)}"
    if end.before == end.after:
        return f"{name} {end_side(end.after)}"
    return f"{name} {end_side(end.before)} → {end_side(end.after)}"


def end_side(end: End | None) -> str:
    """``33.3 %, 2 runs``, without the percentage where only faults lead."""
    if end is None:
        return "–"
    percent = f"{float(end.probability) * 100:.1f} %, " if end.probability is not None else ""
    return f"{percent}{count(end.runs, 'run')}"


def finding_change(finding: FindingChange, where: Where) -> str:
    place = f" ({where(finding.after.place)})" if finding.after is not None else ""
    how, steps = needed(finding)
    return f"{finding.verdict}: {finding.message}{place}, {how}{_steps(steps)}"


def needed(finding: FindingChange) -> tuple[str, str]:
    """``without any fault``, ``at 1 fault``, ``at 2 faults before, now at 1 fault``; and the steps that lead there."""
    before, now = finding.before, finding.after
    found = now or before
    if found is None:
        return "", ""
    how = strikes(found.faults)
    if before is not None and now is not None and before.faults != now.faults:
        how = f"{strikes(before.faults)} before, now {how}"
    return how, in_words(found.recipe)


def strikes(faults: int) -> str:
    return f"at {count(faults, 'fault')}" if faults else "without any fault"


def in_words(recipe: tuple[str, ...]) -> str:
    return ", then ".join(action_names.in_words(recipe))


def _steps(steps: str) -> str:
    return f": {steps}" if steps else ""


def survival_change(flow: FlowChange) -> str:
    before, now = _survival(flow.survived), _survival(flow.survives)
    if flow.survived is None or before == now:
        return now
    return f"{before} → {now}"


def _survival(found: Survival | None) -> str:
    if found is None:
        return "–"
    if found.breaks_at is None:
        return unbroken(found)
    return f"{strikes(found.breaks_at)}{_steps(in_words(found.recipe))} ({found.verdict})"


def unbroken(found: Survival) -> str:
    """What is known of a flow that nothing broke."""
    if found.limit is not None:
        return "unknown: not explored to its ends"
    return f"survives any {count(found.most, 'fault')}" if found.most else "holds as long as no fault strikes"


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
