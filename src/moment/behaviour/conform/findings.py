"""Divergences and broken payloads as findings about the specification, where an architect has to look."""

from __future__ import annotations

from collections.abc import Iterator

from moment.behaviour.conform.conformance import BrokenPayload, Conformance, Diverged
from moment.behaviour.conform.rules import LOG_DIVERGES, PAYLOAD_BREAKS_CONTRACT, PAYLOAD_DIFFERS, PAYLOAD_UNKNOWN_FIELD
from moment.behaviour.conform.signs import Sign
from moment.behaviour.conform.tally import First
from moment.diagnostics.model import Diagnostic, Label
from moment.model.domain import Domain, Flow
from moment.text.span import Place

_SHOWN = 3


def findings(found: Conformance, domain: Domain) -> tuple[Diagnostic, ...]:
    """One for each way to diverge and each problem of payloads, in the order of the log."""
    return (
        *(_divergence(each, found, domain) for each in found.divergences),
        *(_payload(each) for each in found.broken),
    )


def _divergence(each: Diverged, found: Conformance, domain: Domain) -> Diagnostic:
    divergence = each.divergence
    flows = [found.flows[number].flow for number in divergence.flows]
    place = place_of(divergence.sign, flows, domain)
    labels = []
    for sign in (divergence.missing or divergence.allowed)[:_SHOWN]:
        there = place_of(sign, flows or [of.flow for of in found.flows], domain)
        if there != place:
            labels.append(Label(there, "comes before it" if sign in divergence.missing else "allowed there instead"))
    return LOG_DIVERGES.at(
        place,
        *labels,
        caption=caption(each),
        hint=f"Read {where(each.first)}: {nearest_explanation(each)}.",
        elements=(divergence.sign.event,),
        event=divergence.sign.text,
        flow=", ".join(flow.name for flow in flows) or "any flow",
    )


def caption(each: Diverged) -> str:
    """``too early in 2 correlations``: what stands beside the placement of the event."""
    how = {
        "missing": "too early", "swapped": "out of order", "repeated": "once more", "excluded": "on another path",
        "beginning": "as the first", "after-end": "after the end", "foreign": "in a run of another flow",
    }[each.kind]  # fmt: skip
    return f"{how} in {counted(each.times, 'correlation')}"


def nearest_explanation(each: Diverged) -> str:
    """What may have happened, in words."""
    name = each.divergence.sign.text
    missing = " and ".join(f"`{sign.text}`" for sign in each.divergence.missing)
    match each.kind:
        case "missing":
            return f"`{name}` is allowed once {missing} has happened, which never came"
        case "swapped":
            return f"{missing} came after `{name}`, and belongs before it"
        case "repeated":
            return f"`{name}` has happened before and is not allowed again"
        case "excluded":
            return f"`{name}` cannot follow any more on the path that was taken"
        case "beginning":
            return f"no flow begins with `{name}`; the beginning is not in the log, or was never logged"
        case "after-end":
            return f"the flow is over, and nothing can follow `{each.after[-1].text}`"
        case "foreign":
            return f"`{name}` belongs to no flow that this correlation can be"


def _payload(each: BrokenPayload) -> Diagnostic:
    problem = each.problem
    if problem.kind == "unknown-field":
        return PAYLOAD_UNKNOWN_FIELD.at(
            each.event.place, caption=counted(each.times, "payload"),
            hint=f"Declare it, or stop sending it; read {where(each.first)}.",
            elements=(each.event.id,), event=each.event.name, field=problem.path,
        )  # fmt: skip
    field = each.event.field(problem.path.partition(".")[0].removesuffix("[]"))
    declared = field.place if field is not None else each.event.place
    what = {"missing": "missing", "null": "null", "wrong-type": f"no {_short(problem.wanted)}"}[problem.kind]
    hint = f"Read {where(each.first)}: {problem.found} stands where {problem.wanted} is wanted."
    if each.route is None:
        return PAYLOAD_DIFFERS.at(
            declared, caption=counted(each.times, "payload"), hint=hint,
            elements=(each.event.id,), event=each.event.name, field=problem.path, what=what,
        )  # fmt: skip
    promised = each.route.crossing.field(problem.path.partition(".")[0].removesuffix("[]"))
    place = promised.place if promised is not None else each.route.crossing.place
    return PAYLOAD_BREAKS_CONTRACT.at(
        place, Label(declared, "declared here"), caption=counted(each.times, "payload"), hint=hint,
        elements=(each.route.crossing.id,), event=each.event.name, target=each.route.target, field=problem.path,
        what=what,
    )  # fmt: skip


def place_of(sign: Sign, flows: list[Flow], domain: Domain) -> Place:
    """Where a flow shows the sign; else the command that emits it there, else where the event is declared."""
    for flow in flows:
        for kind in (_crossings, _placements, _emitters):
            place = next(kind(sign, flow, domain), None)
            if place is not None:
                return place
    return domain.event[sign.event].place


def _crossings(sign: Sign, flow: Flow, domain: Domain) -> Iterator[Place]:
    for crossing in flow.crossings:
        if sign.heard is not None and crossing.event == sign.event and crossing.target == sign.heard:
            yield crossing.place


def _placements(sign: Sign, flow: Flow, domain: Domain) -> Iterator[Place]:
    yield from (placement.place for placement in flow.placements if placement.node.target == sign.event)


def _emitters(sign: Sign, flow: Flow, domain: Domain) -> Iterator[Place]:
    emitters = domain.event[sign.event].emitters
    yield from (placement.place for placement in flow.placements if placement.node.target in emitters)


def where(first: First) -> str:
    """``line 12 (event evt-9, correlation 4f1)``."""
    parts = []
    if first.event is not None:
        parts.append(f"event {shortened(first.event)}")
    if first.correlation is not None:
        parts.append(f"correlation {shortened(first.correlation)}")
    return f"line {first.line}" + (f" ({', '.join(parts)})" if parts else "")


def shortened(text: str) -> str:
    """A text of the log, safe to print and not too long."""
    shown = "".join(character if character.isprintable() else "�" for character in text[:48])
    return f"{shown}…" if len(text) > 48 else shown


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _short(wanted: str) -> str:
    return wanted.partition(" (")[0]
