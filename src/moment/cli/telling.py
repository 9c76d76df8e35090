"""``--publish``: what a command found or did, told to others as an event below ``.complai/events/moment``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from moment.cli.options import Options
from moment.cli.output import note
from moment.diagnostics.model import Diagnostic, Severity
from moment.project.session import Session

publish_option = click.option("--publish", is_flag=True, help="Tell others: write an event to .complai/events/moment.")


def tell(
    options: Options, session: Session, event_type: str, payload: Callable[[], Mapping[str, Any]], *, asked: bool
) -> None:
    """Writes the event when it is asked for here or in moment.toml; what keeps it from being written is said."""
    if session.project.isolated or not (asked or session.project.config.events.publish):
        return
    from moment.model.spec_hash import spec_hash
    from moment.project.outgoing import append_outgoing, outgoing
    from moment.project.store import store_of

    store = store_of(session.project.root)
    line = outgoing(event_type, payload(), specification_hash=spec_hash(session.domain()), at=store.now())
    try:
        problem = append_outgoing(store, line)
    except OSError as error:
        sys.stderr.write(f"note: {line.path} was not written: {str(error.strerror or error).lower()}\n")
        return
    if problem is not None:
        sys.stderr.write(f"note: {line.path} was not written: {problem.message}\n")
    else:
        note(options, f"{event_type} added to {line.path}")


def tell_parsed(options: Options, session: Session, *, behaviour: bool | None, asked: bool) -> None:
    """``SpecificationParsed`` of a project that was checked."""

    def payload() -> Mapping[str, Any]:
        return parsed_payload(session, session.diagnostics(behaviour=behaviour))

    tell(options, session, "SpecificationParsed", payload, asked=asked)


def parsed_payload(session: Session, found: Sequence[Diagnostic]) -> Mapping[str, Any]:
    """``SpecificationParsed``: how much there is, and how many findings count."""
    domain = session.domain()
    open_findings = [finding.severity for finding in found if finding.suppressed is None]
    return {
        "files": len(session.parsed),
        "contexts": len(domain.contexts),
        "aggregates": len(domain.aggregate),
        "commands": len(domain.command),
        "events": len(domain.event),
        "flows": len(domain.flows),
        "errors": open_findings.count(Severity.ERROR),
        "warnings": open_findings.count(Severity.WARNING),
    }


def topology_payload(session: Session) -> Mapping[str, Any]:
    """``TopologyDerived``: the tests that the model implies, and the contexts that they reach."""
    from moment.derive.topology import block, cases

    domain = session.domain()
    found = cases(domain)
    blocks = dict.fromkeys(block(case) for case in found)
    covered = {name.partition("/")[0] for name in blocks}
    flows = {flow.name: flow for flow in domain.flows}
    for name in covered & flows.keys():
        covered = covered | {lane.context for lane in flows[name].lanes if lane.context}
    contexts = [context.name for context in domain.contexts if context.name in covered]
    return {"suites": len(blocks), "cases": len(found), "contextsCovered": contexts}
