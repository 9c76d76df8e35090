"""The type of what a user binds, member by member of the model; and the scaffold that binds nothing yet."""

from __future__ import annotations

from collections.abc import Iterable

from moment.generate.escaping import typescript_string as quoted
from moment.generate.naming import pascal
from moment.generate.suites.blocks import block_of
from moment.generate.suites.histories import foreign_events
from moment.generate.suites.rules_in_words import worded_invariants, worded_preconditions
from moment.generate.typescript import names
from moment.generate.vitest.code import Script, key
from moment.generate.vitest.suite import Modules
from moment.model.domain import Aggregate, Context, Domain
from moment.model.results import Case


def write_bindings(script: Script, modules: Modules, domain: Domain, cases: Iterable[Case]) -> None:
    """Every member is optional, so a growing model asks for nothing that is not there."""
    worded = worded_invariants(cases)
    script.add("/** What stands behind the model in these tests. What is left out is skipped. */")
    with script.block("export interface Bindings {", "}"):
        for context in domain.context.values():
            if not _has_members(context, worded):
                continue
            with script.block(f"readonly {names.namespace(context.name)}?: {{", "};"):
                if _has_members(context, []):
                    script.use(modules.types, names.namespace(context.name))
                for aggregate in context.aggregates:
                    _write_aggregate(
                        script, modules, domain, aggregate, [c for c in worded if block_of(c) == aggregate.id]
                    )
                _write_breaking(script, "readonly ", _thunks(c for c in worded if block_of(c) == context.id))
                _write_processes(script, context)
        if domain.flows:
            with script.block("readonly flows?: {", "};"):
                for flow in domain.flow.values():
                    script.add(f"readonly {names.flow_namespace(flow.name)}?: Conduct;")


def _has_members(context: Context, worded: list[Case]) -> bool:
    processes = (*context.policies, *context.services, *context.projections, *context.sagas)
    return bool(context.aggregates or processes or any(block_of(case) == context.id for case in worded))


def _write_aggregate(
    script: Script, modules: Modules, domain: Domain, aggregate: Aggregate, worded: list[Case]
) -> None:
    namespace = names.namespace(aggregate.context)
    foreign = foreign_events(aggregate, domain)
    events = [f"{namespace}.{names.event_union(aggregate.name)}"] if aggregate.events else []
    events += [f"{script.use(modules.types, names.namespace(e.context))}.{pascal(e.name)}" for e in foreign]
    event = f"({' | '.join(events)})" if len(events) > 1 else "".join(events) or "never"
    own = f"{namespace}.{names.aggregate_type(aggregate.name)}"
    with script.block(f"readonly {key(pascal(aggregate.name))}?: {{", "};"):
        script.add(f"load(history: readonly {event}[]): {own};")
        refusals = [
            f"readonly {quoted(f'{command.name}.{precondition.name}')}?: "
            f"() => readonly [{own}, {namespace}.{names.input_type(command.name)}];"
            for command, precondition in worded_preconditions(aggregate)
        ]
        _write_breaking(script, "readonly ", [*refusals, *_thunks(worded)])


def _thunks(cases: Iterable[Case]) -> list[str]:
    """An invariant in words is broken by whatever command its binding executes; its result is the refusal."""
    return [f"readonly {quoted(case.detail or '')}?: () => unknown;" for case in cases]


def _write_breaking(script: Script, modifier: str, members: list[str]) -> None:
    if members:
        script.add("/** For each rule in words: what breaks it. */")
        with script.block(f"{modifier}breaking?: {{", "};"):
            script.add(*dict.fromkeys(members))


def _write_processes(script: Script, context: Context) -> None:
    namespace = names.namespace(context.name)
    kinds = (
        ("policies", [(p.name, f"{namespace}.{names.policy_type(p.name)}") for p in context.policies]),
        ("services", [(s.name, f"{namespace}.{names.service_type(s.name)}") for s in context.services]),
        ("projections", [(p.name, f"{namespace}.{names.projector_type(p.name)}") for p in context.projections]),
        ("sagas", [(s.name, f"() => {namespace}.{names.saga_type(s.name)}") for s in context.sagas]),
    )
    for kind, members in kinds:
        if members:
            with script.block(f"readonly {kind}?: {{", "};"):
                script.add(*(f"readonly {key(pascal(name))}?: {type_};" for name, type_ in members))


def scaffold(harness: str) -> str:
    return f"import type {{ Bindings }} from {quoted(harness)};\n\nexport const bindings: Bindings = {{}};\n"
