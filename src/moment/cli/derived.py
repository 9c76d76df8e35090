"""What ``moment derive`` prints for people: a summary, and each document as lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from moment.derive.catalogue import catalogue as catalogue_of
from moment.derive.documents import topology as topology_of
from moment.derive.glossary import glossary as glossary_of
from moment.derive.impact import Graph
from moment.derive.policies import chains
from moment.derive.policies import policies as policies_of
from moment.derive.sagas import sagas as sagas_of
from moment.derive.wire import Affected, Hop, Impact, Lineage
from moment.diagnostics.summary import counted
from moment.model.catalogue import Consumer
from moment.model.domain import Domain


def summary(domain: Domain) -> str:
    """One line: how much there is of everything."""
    suites = topology_of(domain, "", "").suites
    cases = sum(len(suite.cases) for suite in suites)
    pieces = (
        f"topology {counted(len(suites), 'suite')}, {counted(cases, 'case')}",
        f"catalogue {counted(len(domain.event), 'event')}",
        f"impact {counted(len(Graph(domain).nodes), 'node')}",
        f"sagas {len(domain.saga)}",
        f"policies {len(domain.policy)}",
        f"glossary {counted(sum(len(context.terms) for context in domain.context.values()), 'term')}",
    )
    return " · ".join(pieces) + "\n"


def topology(domain: Domain) -> str:
    found = topology_of(domain, "", "")
    lines: list[str] = []
    for suite in found.suites:
        covered = f"  ({', '.join(suite.contexts_covered)})" if suite.kind == "flow" else ""
        lines += [f"{suite.kind} {suite.name}{covered}"]
        lines += _table((f"  {case.kind}", case.title, case.case_id) for case in suite.cases)
        lines.append("")
    if found.uncovered:
        lines += ["covered by no case", *(f"  {element}" for element in found.uncovered), ""]
    return _joined(lines)


def catalogue(domain: Domain) -> str:
    lines: list[str] = []
    for event in catalogue_of(domain):
        makers = ", ".join(f"{each.kind} {each.name}" for each in event.producers) or "nobody"
        lines.append(f"{event.id}  from {makers}")
        lines += _table(
            (f"  {field.name}", f"{field.type}{'[]' * field.array}{'?' * field.optional}", _field_note(field.deprecated, field.classification))
            for field in event.fields
        )  # fmt: skip
        lines += _table((f"  -> {each.context}", each.by, each.name, _consumer_note(each)) for each in event.consumers)
        lines.append("")
    return _joined(lines)


def _field_note(deprecated: str | None, classification: str | None) -> str:
    return ", ".join(
        ([f"deprecated: {deprecated}"] if deprecated else []) + ([classification] if classification else [])
    )


def _consumer_note(consumer: Consumer) -> str:
    if consumer.by != "crossing":
        return "" if consumer.contracted else "without a contract"
    fields = ", ".join((*consumer.required, *(f"{name}?" for name in consumer.optional)))
    return " ".join(filter(None, (f"via {consumer.relationship}", consumer.delivery, f"({fields})")))


def impact_graph(domain: Domain) -> str:
    graph = Graph(domain)
    lines = _table(
        (edge.from_, edge.reason, edge.to, "" if edge.contracted or edge.reason == "has-type" else "without a contract")
        for edge in graph.edges
    )
    return _joined([*lines, f"{counted(len(graph.nodes), 'node')}, {counted(len(graph.edges), 'edge')}"])


def impact(answer: Impact) -> str:
    """Everything reached, nearest first; then where it stands."""
    verb = "depends on" if answer.upstream else "reaches"
    if not answer.affected:
        return f"{answer.element} {verb} nothing else\n"
    lines = [f"{answer.element} {verb} {counted(len(answer.affected), 'element')}", ""]
    lines += _table((f"  {each.kind}", each.id, each.reason, _distance(each), _way(each)) for each in answer.affected)
    contexts = ", ".join(each.name if not each.hops else f"{each.name} (+{each.hops})" for each in answer.contexts)
    lines += ["", f"contexts  {contexts or 'none'}", f"flows     {', '.join(answer.flows) or 'none'}"]
    lines.append(f"files     {', '.join(answer.files)}")
    return _joined(lines)


def _distance(each: Affected) -> str:
    steps = counted(each.depth, "step")
    return f"{steps}, {counted(each.hops, 'border')}" if each.hops else steps


def _way(each: Affected) -> str:
    return f"from {each.path[-2]}" if len(each.path) > 2 else ""


def sagas(domain: Domain) -> str:
    lines: list[str] = []
    for saga in sagas_of(domain):
        lines.append(f"{saga.id}  trigger {saga.trigger}")
        marks = {**dict.fromkeys(saga.unreachable, "never reached"), **dict.fromkeys(saga.stuck, "never left for good")}
        lines += [f"  {state}  ({marks[state]})" for state in saga.states if state in marks]
        lines += _table(
            (f"  {each.from_} -> {each.to}", f"on {each.on_event}" if each.on_event else "without an event")
            for each in saga.transitions
        )
        lines += [f"  undo {each.command} with {each.with_}" for each in saga.undo]
        lines += [f"  after {saga.timeout.text}: {saga.compensation}"] if saga.timeout else []
        lines.append("")
    return _joined(lines or ["no saga is declared"])


def policies(domain: Domain) -> str:
    lines = _table(
        (each.id, f"on {each.trigger or 'file changes'}", each.action, ", ".join(each.chains_to))
        for each in policies_of(domain)
    )
    found, is_complete = chains(domain)
    if found:
        lines += ["", "chains"]
    for chain in found:
        told = " -> ".join(step.id for step in chain.steps)
        notes = [counted(chain.borders, "border")] if chain.borders else []
        notes += ["a loop"] if chain.loop else []
        notes += [f"shown in {', '.join(chain.shown_in)}"] if chain.shown_in else ["shown in no flow"]
        lines.append(f"  {told}  ({'; '.join(notes)})")
    if not is_complete:
        lines.append("  and more than can be listed")
    return _joined(lines or ["no policy is declared"])


def glossary(domain: Domain) -> str:
    found = glossary_of(domain)
    lines = _table((each.term, each.context, each.definition) for each in found.terms)
    if found.homonyms:
        lines += ["", "one word, several contexts"]
        for homonym in found.homonyms:
            lines += [f"  {homonym.word}  ({', '.join(homonym.contexts)})", *(f"    {d}" for d in homonym.differences)]
    if found.undefined:
        lines += ["", "without a term", *_table((f"  {each.kind}", each.id) for each in found.undefined)]
    return _joined(lines or ["no term is declared"])


def lineage(answer: Lineage) -> str:
    """Origins, the way to the field, and the way on."""
    lines = [f"{answer.field}: {answer.type}", f"enters at  {', '.join(answer.origins)}"]
    for title, hops in (("comes by", tuple(reversed(answer.upstream))), ("goes on by", answer.downstream)):
        lines += ["", title, *_hops(hops)] if hops else ["", f"{title} nothing"]
    return _joined(lines)


def _hops(hops: Sequence[Hop]) -> list[str]:
    return _table(
        (
            f"  {hop.from_}",
            f"-> {hop.to}" if hop.carried else "-> not carried",
            hop.how,
            f"in {hop.flow}" if hop.flow else "",
        )
        for hop in hops
    )


def _table(rows: Iterable[Sequence[str]]) -> list[str]:
    """Columns side by side, two blanks between them, nothing behind the last."""
    known = [tuple(row) for row in rows]
    widths = [min(60, max(map(len, column))) for column in zip(*known, strict=True)]
    return ["  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in known]


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"


TEXTS: dict[str, Callable[[Domain], str]] = {
    "topology": topology,
    "catalogue": catalogue,
    "impact": impact_graph,
    "sagas": sagas,
    "policies": policies,
    "glossary": glossary,
}
