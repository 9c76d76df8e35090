"""``moment derive``: what follows from the model without running it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from moment.cli.errors import Failure
from moment.cli.options import DOCUMENT_FORMATS, MACHINE_FORMATS, Options, completed_by, global_options
from moment.cli.output import ENVIRONMENT_CODES, note, open_session, show_findings, show_stats, summary_of
from moment.cli.telling import publish_option, tell, topology_payload
from moment.derive import lineage as lineages
from moment.derive.documents import DOCUMENTS, documents
from moment.derive.impact import Graph, candidates, contexts_hurt, files_hurt, flows_hurt, impact
from moment.derive.wire import Impact, Lineage
from moment.diagnostics.model import Diagnostic, Severity
from moment.diagnostics.summary import counted
from moment.model.spec_hash import spec_hash
from moment.project.session import Session
from moment.text.nearest import nearest

NAMES = (*DOCUMENTS, "lineage")
TARGET = "derive"


@click.command()
@click.argument("name", required=False, metavar="[NAME]", shell_complete=completed_by("derived_names"))
@click.argument("element", required=False, metavar="[ELEMENT]", shell_complete=completed_by("model_names"))
@click.option("--field", metavar="NAME", help="impact: only of this field of the event.")
@click.option("--upstream", is_flag=True, help="impact: what the element depends on.")
@click.option("--depth", type=click.IntRange(1), metavar="N", help="impact: at most so many steps away.")
@click.option("--out", metavar="DIR", help="Write every document into DIR.")
@publish_option
@global_options
@click.pass_context
def derive(
    invocation: click.Context,
    name: str | None,
    element: str | None,
    field: str | None,
    upstream: bool,
    depth: int | None,
    out: str | None,
    publish: bool,
) -> int:
    """Show what follows from the model without running it.

    NAME is topology, catalogue, impact, sagas, policies, glossary or lineage; without it a summary is printed.
    `impact ELEMENT` says what a change reaches, `lineage Context.Event.field` where a value comes from and goes to.
    Exit 1: the specification has errors; what resolves is answered all the same, and `--out` writes nothing.
    """
    options = Options.of(invocation)
    chosen = options.format_among(DOCUMENT_FORMATS)
    _usable(name, element, out, asks_impact=bool(field or upstream or depth))
    session = open_session(options, ())
    errors = [
        each
        for each in session.diagnostics(behaviour=False)
        if each.severity is Severity.ERROR and each.suppressed is None
    ]
    if not errors:
        tell(options, session, "TopologyDerived", lambda: topology_payload(session), asked=publish)
    if out is not None:
        return _write(options, session, errors, out)
    if name == "impact" and element is not None:
        text = _impact(session, element, field=field, upstream=upstream, depth=depth, as_json=chosen == "json")
    elif name == "lineage":
        text = _lineage(session, element or "", as_json=chosen == "json")
    else:
        text = _document(session, name, as_json=chosen == "json")
    sys.stdout.write(text)
    show_stats(options, [session])
    if errors:
        note(options, f"{counted(len(errors), 'error')} in the specification: `moment check` shows them")
    return 2 if any(each.code in ENVIRONMENT_CODES for each in errors) else 1 if errors else 0


def _usable(name: str | None, element: str | None, out: str | None, *, asks_impact: bool) -> None:
    if name is not None and name not in NAMES:
        guess = nearest(name, NAMES)
        raise Failure(
            "usage", f"nothing called `{name}` is derived",
            f"did you mean `{guess}`?" if guess else f"names are {', '.join(NAMES)}",
        )  # fmt: skip
    if name == "lineage" and element is None:
        raise Failure("usage", "`moment derive lineage` needs a field", "name one: `Context.Event.field`")
    if element is not None and name not in ("impact", "lineage"):
        raise Failure("usage", f"`moment derive {name}` takes no element", "only `impact` and `lineage` do")
    if asks_impact and (name != "impact" or element is None):
        raise Failure(
            "usage", "`--field`, `--upstream` and `--depth` need an element", "`moment derive impact ELEMENT`"
        )
    if out is not None and name is not None:
        raise Failure("usage", "`--out` writes every document", "leave the name out")


def _document(session: Session, name: str | None, *, as_json: bool) -> str:
    """The summary, or one document as text or as its file would hold it."""
    domain, project = session.domain(), session.project.name
    if as_json:
        from moment.generate.header import json_with_header

        members = documents(domain, project=project, spec_hash=spec_hash(domain))
        wanted = f"{name or 'topology'}.json"
        if name is None:
            raise Failure("usage", "`moment derive --json` needs a name", f"names are {', '.join(NAMES)}")
        return json_with_header(members[wanted], target=TARGET, sources=tuple(sorted(session.parsed)))
    from moment.cli import derived

    return derived.summary(domain) if name is None else derived.TEXTS[name](domain)


def _impact(
    session: Session, element: str, *, field: str | None, upstream: bool, depth: int | None, as_json: bool
) -> str:
    domain = session.domain()
    graph = Graph(domain)
    identity = _one(
        element, candidates(graph, element), [node.id for node in graph.nodes.values() if node.kind != "field"]
    )
    if field is not None and f"{identity}.{field}" not in graph.nodes:
        own = [each.rpartition(".")[2] for each in graph.nodes if each.startswith(f"{identity}.")]
        guess = nearest(field, own)
        hint = (
            f"did you mean `{guess}`?"
            if guess
            else f"fields are {', '.join(own)}"
            if own
            else "only events have fields here"
        )
        raise Failure("usage", f"`{identity}` has no field `{field}`", hint)
    affected = impact(graph, identity, field=field, upstream=upstream, depth=depth)
    answer = Impact(
        format="moment.affected/1", project=session.project.name, spec_hash=spec_hash(domain),
        element=identity if field is None else f"{identity}.{field}", upstream=upstream, affected=affected,
        contexts=contexts_hurt(affected), flows=flows_hurt(domain, identity, affected),
        files=files_hurt(domain, graph, identity, affected),
    )  # fmt: skip
    return _told(answer, as_json=as_json)


def _lineage(session: Session, name: str, *, as_json: bool) -> str:
    domain = session.domain()
    fields = lineages.Fields(domain)
    identity = _one(name, lineages.candidates(fields, name), list(fields.fields))
    answer = Lineage(
        format="moment.lineage/1", project=session.project.name, spec_hash=spec_hash(domain), field=identity,
        type=fields.fields[identity].text, origins=lineages.origins(fields, identity),
        upstream=lineages.upstream(fields, identity), downstream=lineages.downstream(fields, identity),
    )  # fmt: skip
    return _told(answer, as_json=as_json)


def _told(answer: Impact | Lineage, *, as_json: bool) -> str:
    if as_json:
        import msgspec

        return msgspec.json.format(msgspec.json.encode(answer), indent=2).decode() + "\n"
    from moment.cli import derived

    return derived.impact(answer) if isinstance(answer, Impact) else derived.lineage(answer)


def _one(name: str, found: Sequence[str], known: Sequence[str]) -> str:
    """The one identity that is meant; several, or none, are a usage error."""
    if len(found) == 1:
        return found[0]
    if found:
        raise Failure("usage", f"`{name}` may be {len(found)} elements", f"name one: {', '.join(found)}")
    ends = {each.rpartition("/")[2]: each for each in reversed(known)}
    guess = nearest(name, known) or ends.get(nearest(name, ends) or "")
    raise Failure("usage", f"no element `{name}`", f"did you mean `{guess}`?" if guess else "`moment find` lists them")


def _write(options: Options, session: Session, errors: Sequence[Diagnostic], out: str) -> int:
    """Every document, written through the same plan as ``moment generate``; the ledger stands in ``out`` too."""
    from moment.generate.plan import Run, conflict_findings
    from moment.project.outputs import produce
    from moment.project.production import produce_artifacts

    if errors:
        return _stop(options, session, errors)
    made = produce_artifacts(session, (TARGET,))
    artifacts = tuple(replace(each, path=each.path.rpartition("/")[2]) for each in made.artifacts)
    domain = session.domain()
    asked = Run(frozenset((TARGET,)), frozenset((TARGET,)), emptied=not domain.contexts and not domain.flows)
    outcome = produce(artifacts, Path(session.project.root, out), asked)
    plan = outcome.survey.plan
    problems = [*made.findings, *outcome.findings, *outcome.survey.findings, *plan.findings, *conflict_findings(plan)]
    if not outcome.is_done:
        return _stop(options, session, problems)
    written, kept = len(plan.of_kind("write")), len(plan.of_kind("keep"))
    if options.format in MACHINE_FORMATS:
        sys.stdout.write(_document(session, "topology", as_json=True))
    note(options, f"{out}: {written} written, {kept} kept")
    return 0


def _stop(options: Options, session: Session, found: Sequence[Diagnostic]) -> int:
    code = 2 if any(each.code in {*ENVIRONMENT_CODES, "MOM925"} for each in found) else 1
    options.format = "json" if options.format in MACHINE_FORMATS else None
    show_findings(options, found, session.sources, summary_of([session], found, exit=code), closing=False)
    note(options, "nothing was written")
    return code
