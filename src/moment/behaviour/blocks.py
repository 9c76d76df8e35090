"""A finding as people forward it: what it takes, what led there, where it was lost, what instead, and what mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from textwrap import wrap
from typing import NamedTuple

from moment.behaviour.action_names import in_words, is_fault_name
from moment.behaviour.cone import Caused
from moment.behaviour.explain import ending
from moment.behaviour.explanations import Explanation
from moment.behaviour.findings import Finding, after_in_words
from moment.behaviour.machine import Plan
from moment.behaviour.repairs import Repair
from moment.behaviour.rules import FRAGILE
from moment.behaviour.simulation import FlowRun
from moment.behaviour.trace import replay
from moment.behaviour.verdicts import guilty
from moment.behaviour.waiting import told
from moment.diagnostics.model import Diagnostic, Rule, Severity
from moment.text.span import Place

_WIDTH = 100
_MOST_CAUSES = 8
_MOST_WAITS = 8
_MOST_CHANGES = 6


class Note(NamedTuple):
    """A line below an excerpt: ``= label: text``, and lines that go on below the text."""

    label: str
    lines: tuple[str, ...]


class Block(NamedTuple):
    """A finding to print; one that no rule has words for is told as a diagnostic of its verdict."""

    diagnostic: Diagnostic
    notes: tuple[Note, ...]


Excerpt = Callable[[Diagnostic, Sequence[Note]], str]


def blocks(run: FlowRun, allowed: Iterable[Diagnostic] = ()) -> Iterator[Block]:
    """The findings of a flow, those with the fewest faults first, then what is no failure; nothing twice.

    Those that the specification has ``allowed`` are left out. That one fault breaks a flow stands in its head already.
    """
    shown = set(map(_key, allowed))
    for finding in run.findings:
        fresh = [each for each in finding.diagnostics or (_told(run, finding),) if _key(each) not in shown]
        if not fresh:
            continue
        shown.update(map(_key, fresh))
        notes = tuple(notes_of(run, finding))
        for number, diagnostic in enumerate(fresh, 1):
            yield Block(_bare(diagnostic, finding), notes if number == len(fresh) else ())
    for diagnostic in run.diagnostics:
        if _key(diagnostic) not in shown and diagnostic.rule != FRAGILE:
            yield Block(diagnostic, ())


def _key(diagnostic: Diagnostic) -> tuple[object, ...]:
    return diagnostic.code, diagnostic.place, diagnostic.message


def _bare(diagnostic: Diagnostic, finding: Finding) -> Diagnostic:
    """Without what its notes say better: the recipe as a hint, the repairs, or fixes that nobody explored."""
    titles = {repair.title for repair in finding.mended.repairs}
    is_mended = bool(titles) and len(finding.diagnostics) == 1
    fixes = () if is_mended else tuple(fix for fix in diagnostic.fixes if fix.title not in titles)
    hint = None if diagnostic.hint == after_in_words(finding.why.recipe) else diagnostic.hint
    return replace(diagnostic, fixes=fixes, hint=hint)


def _told(run: FlowRun, finding: Finding) -> Diagnostic:
    """The finding in the words of its verdict, at the element that it is about."""
    machine = run.explored.machine
    final = replay(machine, finding.why.actions).final
    text = ending(machine, finding.as_verdict, guilty(machine, final, finding.as_verdict))
    severity = Severity.WARNING if finding.min_faults else Severity.ERROR
    return Diagnostic(
        Rule(finding.code, finding.verdict, severity, text), severity, _place(machine.plan, finding), text
    )


def _place(plan: Plan, finding: Finding) -> Place:
    places = {route.crossing.id: route.crossing.place for route in plan.routes}
    places |= {step.placement.id: step.placement.place for step in plan.steps}
    places |= {reaction.source.id: reaction.source.place for reaction in plan.reactions}
    return places.get(finding.subject, plan.flow.place)


def notes_of(run: FlowRun, finding: Finding) -> Iterator[Note]:
    why = finding.why
    yield _note("after", [_after(why)])
    if finding.verdict != "unhandled-refusal":
        yield _note("because", _because(why.cone))
        yield from _turning(finding)
    waiting = list(told(why.waits)) if why.waits is not None else []
    caption = finding.diagnostics[0].caption if finding.diagnostics else ""
    if waiting and waiting != [caption]:
        more = [f"… and {len(waiting) - _MOST_WAITS} more"] if len(waiting) > _MOST_WAITS else []
        yield _note("waits", [*waiting[:_MOST_WAITS], *more])
    for repair in finding.mended.repairs:
        yield Note("repair", tuple(_repair(repair, finding)))
    if finding.mended.untried is not None:
        yield Note("repair", (f"no more were looked for: {finding.mended.untried}",))
    elif finding.mended.tried and not finding.mended.repairs:
        count = "1 change was explored again and does not help"
        if finding.mended.tried > 1:
            count = f"{finding.mended.tried} changes were explored again and none helps"
        yield Note("repair", (f"none found: {count}",))


def _after(why: Explanation) -> str:
    names = ", then ".join(in_words(why.recipe.names))
    if why.recipe.always:
        return names or "nothing: it happens in every run"
    return f"{names or 'nothing'}, in some orders of events"


def _note(label: str, lines: Iterable[str]) -> Note:
    """``lines`` broken where they would leave the page; what goes on stands two columns deeper."""
    room = _WIDTH - len(f"   = {label}: ")
    found: list[str] = []
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()))
        found += wrap(line.strip(), room, initial_indent=indent, subsequent_indent=f"{indent}  ")
    return Note(label, tuple(found))


def _because(cone: Sequence[Caused]) -> Iterator[str]:
    """Each step once, below the one that it caused."""
    steps = {each.seq: each for each in cone}
    lines: list[str] = []
    shown: set[int] = set()

    def tell(seq: int, depth: int, reason: str) -> None:
        if seq in shown:
            return
        shown.add(seq)
        each = steps[seq]
        tail = f" ({reason})" if reason else ""
        lines.append("  " * depth + each.text + tail)
        for cause in sorted(each.because, reverse=True):
            tell(cause.seq, depth + 1, cause.reason)

    for each in cone:
        if each.is_last:
            tell(each.seq, 0, "")
    yield from lines[:_MOST_CAUSES]
    if len(lines) > _MOST_CAUSES:
        yield f"… and {len(lines) - _MOST_CAUSES} earlier steps"


def _turning(finding: Finding) -> Iterator[Note]:
    """The point of no return and the way that still had hope."""
    why = finding.why
    if why.lost is None:
        return
    if why.lost < 0:
        if why.recipe.names:
            yield Note("no return", ("from the start on: no run ends well",))
        return
    lost = f"after step {why.lost}, {why.lost_text}, no good end is left"
    yield _note("no return", [lost])
    if why.divergence is not None:
        like = f", as in {finding.nearest_good}" if finding.nearest_good else ""
        is_fault = is_fault_name(why.divergence.taken)
        instead = "without that fault" if is_fault else in_words((why.divergence.instead,))[0]
        yield Note("instead", (f"{instead}{like}",))


def _repair(repair: Repair, finding: Finding) -> Iterator[str]:
    room = _WIDTH - len("   = repair: ")
    title, effect = repair.title, f"(re-explored: {_effect(repair, finding)})"
    yield from (f"{title} {effect}",) if len(title) + len(effect) < room else (*wrap(title, room), *wrap(effect, room))
    here = finding.diagnostics[0].place.path if finding.diagnostics else ""
    width = max((len(str(change.line)) for change in repair.changes), default=0)
    for change in repair.changes[:_MOST_CHANGES]:
        if change.path != here:
            here = change.path
            yield f"  {here}"
        yield f"  {change.line:>{width}} {change.sign} {change.text}"
    if len(repair.changes) > _MOST_CHANGES:
        yield f"  … and {len(repair.changes) - _MOST_CHANGES} more lines"


def _effect(repair: Repair, finding: Finding) -> str:
    before, after = repair.before, repair.after
    if before.good != after.good:
        text = f"good ends {_percent(before.good)} → {_percent(after.good)}"
    elif before.failing != after.failing:
        now = f"{after.failing} of {after.runs}" if after.failing else "none"
        text = f"{finding.verdict} in {before.failing} of {before.runs} runs → {now}"
    else:
        text = "it is gone, other failures remain"
    for word, names in (("brings", repair.brings), ("shows", repair.reveals)):
        text += f"; {word} {', '.join(name.text for name in names)}" if names else ""
    return text


def _percent(share: Fraction) -> str:
    return f"{float(share) * 100:.1f} %"
