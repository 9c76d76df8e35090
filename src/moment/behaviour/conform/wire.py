"""``moment.conform/1`` member by member: the types that write the answer are the format."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from moment.behaviour.conform.conformance import Conformance, OfFlow
from moment.behaviour.conform.findings import findings, nearest_explanation, place_of
from moment.behaviour.conform.signs import Sign
from moment.behaviour.conform.tally import First, Tally
from moment.diagnostics.json import Check, Finding, render
from moment.diagnostics.model import Severity
from moment.diagnostics.summary import summarize
from moment.model.domain import Domain, Flow
from moment.text.source import Source
from moment.text.span import Place

FORMAT: Literal["moment.conform/1"] = "moment.conform/1"


class Part(msgspec.Struct, frozen=True, rename="camel"):
    """Members are camelCase in JSON; those that do not apply are ``null``."""


class PlaceDoc(Part, frozen=True):
    """Line and column count from 1."""

    path: str
    line: int
    column: int


class FirstDoc(Part, frozen=True):
    """The first case in the log; the line counts from 1, 0 where no single line is meant."""

    line: int
    event_id: str | None
    correlation: str | None


class SignDoc(Part, frozen=True):
    """``receivedBy`` is ``null`` for an event that happened in its own context."""

    event: str
    received_by: str | None
    place: PlaceDoc


class ScopeDoc(Part, frozen=True):
    max_faults: int
    budgets: dict[str, int]


class PartDoc(Part, frozen=True):
    """``seen`` counts how often the log showed this part of the flow for certain."""

    kind: Literal["arm", "placement", "crossing", "policy", "service", "outcome"]
    element: str
    name: str
    seen: int
    place: PlaceDoc


class ConformEnd(Part, frozen=True):
    """``faults`` are those without which the runs cannot be explained."""

    verdict: str
    outcome: str | None
    faults: list[str]
    runs: int


class FlowSeen(Part, frozen=True):
    name: str
    ends: list[ConformEnd]
    parts: list[PartDoc]


class UnfinishedDoc(Part, frozen=True):
    """Runs that stop behind ``after``; several ``flows`` when they can be any of these."""

    flows: list[str]
    after: str | None
    could_follow: list[str]
    faults: list[str]
    evicted: bool
    runs: int
    correlation: str | None


class DivergenceDoc(Part, frozen=True):
    """``missing`` are the events after which ``seen`` would have been allowed."""

    kind: Literal["missing", "swapped", "repeated", "excluded", "beginning", "after-end", "foreign"]
    flows: list[str]
    seen: SignDoc
    after: list[str]
    allowed: list[SignDoc]
    missing: list[SignDoc]
    explanation: str
    correlations: int
    first: FirstDoc


class PayloadDoc(Part, frozen=True):
    """``crossing`` is the one whose contract is broken, ``null`` when only the event's own declaration is."""

    event: str
    crossing: str | None
    field: str
    kind: Literal["missing", "null", "wrong-type", "unknown-field"]
    wanted: str
    found: str
    payloads: int
    first: FirstDoc


class AsideDoc(Part, frozen=True):
    """Something beside the runs: ``kind`` and what it is about, how often, and the first case."""

    kind: str
    subject: str
    count: int
    first: FirstDoc | None


class CountsDoc(Part, frozen=True):
    """``replayed`` of all ``events``; ``unjudged`` correlations hit the limit, ``unchecked`` events had no payload."""

    events: int
    replayed: int
    correlations: int
    evicted: int
    unjudged: int
    unchecked: int


class ConformDocument(Part, frozen=True):
    """What `moment conform --json` answers. ``complete`` when every line was read and every correlation judged."""

    format: Literal["moment.conform/1"]
    project: str
    log: str
    exit: int
    conforms: bool
    complete: bool
    scope: ScopeDoc
    counts: CountsDoc
    flows: list[FlowSeen]
    unfinished: list[UnfinishedDoc]
    divergences: list[DivergenceDoc]
    payloads: list[PayloadDoc]
    aside: list[AsideDoc]
    diagnostics: list[Finding]


def document(found: Conformance, domain: Domain, *, project: str, log: str, sources: dict[str, Source]) -> str:
    """The answer about the log with the name ``log``; findings stand in it as in ``moment.check/1``."""
    writer = _Writer(found, domain, sources)
    whole = ConformDocument(
        format=FORMAT, project=project, log=log, exit=found.exit, conforms=found.conforms, complete=found.is_complete,
        scope=ScopeDoc(found.scope.max_faults, {str(kind): budget for kind, budget in found.scope.budgets.items()}), counts=CountsDoc(*found.counts),
        flows=[writer.flow(each) for each in found.flows], unfinished=writer.unfinished(),
        divergences=writer.divergences(), payloads=writer.payloads(), aside=writer.aside(), diagnostics=writer.diagnostics(project),
    )  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"


class _Writer:
    def __init__(self, found: Conformance, domain: Domain, sources: dict[str, Source]) -> None:
        self.found = found
        self.domain = domain
        self.sources = sources

    def flow(self, each: OfFlow) -> FlowSeen:
        ends = [ConformEnd(end.verdict, end.outcome, list(end.faults), end.times) for end in each.ends]
        parts = [
            PartDoc(part.kind, part.element, part.name, part.seen, self._place(part.place))  # type: ignore[arg-type]
            for part in each.parts
        ]
        return FlowSeen(each.flow.name, ends, parts)

    def unfinished(self) -> list[UnfinishedDoc]:
        return [
            UnfinishedDoc(
                [self.found.flows[number].flow.name for number in each.flows], each.after.event if each.after else None,
                [sign.event for sign in each.waits_for], list(each.faults), each.evicted, each.times,
                each.first.correlation,
            )
            for each in self.found.unfinished
        ]  # fmt: skip

    def divergences(self) -> list[DivergenceDoc]:
        docs = []
        for each in self.found.divergences:
            flows = [self.found.flows[number].flow for number in each.divergence.flows]
            docs.append(
                DivergenceDoc(
                    each.kind, [flow.name for flow in flows], self._sign(each.divergence.sign, flows),
                    [sign.event for sign in each.after],
                    [self._sign(sign, flows) for sign in each.divergence.allowed],
                    [self._sign(sign, flows) for sign in each.divergence.missing],
                    nearest_explanation(each), each.times, _first(each.first),
                )
            )  # fmt: skip
        return docs

    def payloads(self) -> list[PayloadDoc]:
        return [
            PayloadDoc(
                each.event.id, each.route.crossing.id if each.route else None, each.problem.path, each.problem.kind,
                each.problem.wanted, each.problem.found, each.times, _first(each.first),
            )
            for each in self.found.broken
        ]  # fmt: skip

    def aside(self) -> list[AsideDoc]:
        aside = self.found.aside
        docs: list[AsideDoc] = []
        tallies: tuple[tuple[str, Tally[Any]], ...] = (
            ("unreadable", aside.flaws), ("unknown-type", aside.unknown), ("ambiguous-type", aside.ambiguous),
            ("command", aside.commands), ("unknown-source", aside.sources), ("uncontracted", aside.uncontracted),
            ("uncorrelated", aside.uncorrelated), ("redelivered", aside.redelivered),
            ("before-cause", aside.before_cause), ("out-of-order", aside.out_of_order), ("future", aside.future),
            ("unreadable-time", aside.invalid_times), ("late", aside.late),
        )  # fmt: skip
        for kind, tally in tallies:
            for key, case in tally.items():
                subject = self.found.signs[key].text if isinstance(key, int) else key
                docs.append(AsideDoc(kind, subject, case.times, _first(case.first)))
            if tally.others:
                docs.append(AsideDoc(kind, "others", tally.others, None))
        plain = (("no-identifier", aside.unidentified), ("no-time", aside.untimed), ("no-event", aside.other_spans))
        return docs + [AsideDoc(kind, "", count, None) for kind, count in plain if count]

    def diagnostics(self, project: str) -> list[Finding]:
        told = findings(self.found, self.domain)
        summary = summarize(
            told, project=project, files=len(self.sources), exit=self.found.exit, fail_on=Severity.ERROR
        )
        return msgspec.json.decode(render(told, self.sources, summary), type=Check).diagnostics

    def _sign(self, sign: Sign, flows: list[Flow]) -> SignDoc:
        among = flows or [each.flow for each in self.found.flows]
        return SignDoc(sign.event, sign.heard, self._place(place_of(sign, among, self.domain)))

    def _place(self, place: Place) -> PlaceDoc:
        return PlaceDoc(place.path, *self.sources[place.path].position(place.start))


def _first(first: First) -> FirstDoc:
    return FirstDoc(first.line, first.event, first.correlation)
