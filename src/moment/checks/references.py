"""Names inside contexts that refer to something: whether it exists, and whether only one thing can be meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moment.checks.spelling import offer
from moment.diagnostics.model import Diagnostic, Edit, Fix, Label, Rule, Severity
from moment.model.domain import Aggregate, Annotation, Context, Domain, Machine, Reference
from moment.text.nearest import nearest

UNKNOWN_EMITTED_EVENT = Rule(
    "MOM110", "unknown-emitted-event", Severity.ERROR, "`{command}` emits `{name}`, which {context} does not declare"
)
UNKNOWN_TRIGGER = Rule("MOM111", "unknown-trigger", Severity.ERROR, "`{owner}` waits for `{name}`, which is no event")
UNKNOWN_CHAINED_COMMAND = Rule(
    "MOM112", "unknown-chained-command", Severity.ERROR, "`{owner}` chains to `{name}`, which is no command"
)
UNKNOWN_SCOPE = Rule(
    "MOM113", "unknown-scope", Severity.ERROR, "scope `{name}` is no aggregate, value object or context here"
)
UNKNOWN_SERVICE_INPUT = Rule(
    "MOM114", "unknown-service-input", Severity.ERROR, "service `{owner}` {verb} `{name}`, which nothing declares"
)
UNKNOWN_ANNOTATION = Rule("MOM120", "unknown-annotation", Severity.ERROR, "`@{name}` is no annotation")
ANNOTATION_WITHOUT_TARGET = Rule(
    "MOM121", "annotation-without-target", Severity.WARNING, "`@{name}` precedes no declaration"
)
AMBIGUOUS_NAME = Rule("MOM122", "ambiguous-name", Severity.INFO, "`{name}` is found in another context, {owner}")
UNKNOWN_LIFECYCLE_STATE = Rule(
    "MOM123", "unknown-lifecycle-state", Severity.ERROR, "`{name}` is no {what} of `{aggregate}`"
)
UNKNOWN_UNDO_COMMAND = Rule(
    "MOM124", "unknown-undo-command", Severity.ERROR, "saga `{owner}` names `{name}`, which is no command"
)
UNKNOWN_PROJECTION_SOURCE = Rule(
    "MOM125", "unknown-projection-source", Severity.ERROR, "projection `{owner}` reads `{name}`, which is no event"
)

RULES = (
    UNKNOWN_EMITTED_EVENT, UNKNOWN_TRIGGER, UNKNOWN_CHAINED_COMMAND, UNKNOWN_SCOPE, UNKNOWN_SERVICE_INPUT,
    UNKNOWN_ANNOTATION, ANNOTATION_WITHOUT_TARGET, AMBIGUOUS_NAME, UNKNOWN_LIFECYCLE_STATE, UNKNOWN_UNDO_COMMAND,
    UNKNOWN_PROJECTION_SOURCE,
)  # fmt: skip

ANNOTATIONS = ("classification", "retention", "encryption")


def emitted(context: Context, domain: Domain) -> Iterator[Diagnostic]:
    """Events that commands emit."""
    for command in context.commands:
        for reference in command.emits:
            if reference.target is None and reference.name:
                names = [event.name for event in context.events]
                hint, fixes = offer(
                    reference.name,
                    reference.place,
                    names,
                    otherwise=f"Declare `event {reference.name}` in the aggregate.",
                )
                yield UNKNOWN_EMITTED_EVENT.at(
                    reference.place, hint=hint, fixes=fixes, elements=(command.id,),
                    command=command.name, name=reference.name, context=context.name,
                )  # fmt: skip


def processes(context: Context, domain: Domain) -> Iterator[Diagnostic]:
    """Triggers, chains, services, sagas and projections."""
    for policy in context.policies:
        if policy.trigger is not None:
            yield from _event(policy.trigger, UNKNOWN_TRIGGER, policy.name, policy.id, domain)
        for chained in policy.chains:
            yield from _command(chained, UNKNOWN_CHAINED_COMMAND, policy.name, policy.id, domain)
    for saga in context.sagas:
        yield from _event(saga.trigger, UNKNOWN_TRIGGER, saga.name, saga.id, domain)
        for edge in saga.machine.edges:
            if edge.event is not None:
                yield from _event(edge.event, UNKNOWN_TRIGGER, saga.name, saga.id, domain)
        for undo in saga.undo:
            for reference in (undo.command, undo.with_command):
                yield from _command(reference, UNKNOWN_UNDO_COMMAND, saga.name, saga.id, domain)
    for projection in context.projections:
        for source in projection.sources:
            yield from _event(source, UNKNOWN_PROJECTION_SOURCE, projection.name, projection.id, domain)
    for service in context.services:
        for reference, verb in ((service.consumes, "consumes"), (service.produces, "produces")):
            if reference.target is None and reference.name:
                known = [*domain.events_named, *domain.commands_named]
                hint, fixes = offer(
                    reference.name, reference.place, known, otherwise="Declare it, or name another event."
                )
                yield UNKNOWN_SERVICE_INPUT.at(
                    reference.place, hint=_qualified(reference, hint), fixes=fixes,
                    elements=(service.id,), owner=service.name, verb=verb, name=reference.name,
                )  # fmt: skip


def _event(reference: Reference, rule: Rule, owner: str, identity: str, domain: Domain) -> Iterator[Diagnostic]:
    if reference.target is None and reference.name:
        hint, fixes = offer(
            reference.name, reference.place, domain.events_named, otherwise="Declare the event, or name another."
        )
        yield rule.at(
            reference.place, hint=_qualified(reference, hint), fixes=fixes, elements=(identity,),
            owner=owner, name=reference.name,
        )  # fmt: skip


def _command(reference: Reference, rule: Rule, owner: str, identity: str, domain: Domain) -> Iterator[Diagnostic]:
    if reference.target is None and reference.name:
        hint, fixes = offer(
            reference.name, reference.place, domain.commands_named, otherwise="Declare the command, or name another."
        )
        yield rule.at(
            reference.place, hint=_qualified(reference, hint), fixes=fixes, elements=(identity,),
            owner=owner, name=reference.name,
        )  # fmt: skip


def _qualified(reference: Reference, hint: str) -> str:
    """Says which owners there are when several are."""
    if not reference.candidates:
        return hint
    owners = ", ".join(f"`{candidate}`" for candidate in reference.candidates)
    return f"Several bear that name: {owners}. Rename all but one."


def scopes(context: Context, domain: Domain) -> Iterator[Diagnostic]:
    """What invariants are about."""
    for invariant in context.all_invariants:
        scope = invariant.scope
        if scope.target is None and scope.name:
            names = [aggregate.name for aggregate in context.aggregates]
            names += [value_object.name for value_object in context.all_value_objects]
            hint, fixes = offer(
                scope.name,
                scope.place,
                [*names, context.name],
                otherwise="Name an aggregate, a value object or the context.",
            )
            yield UNKNOWN_SCOPE.at(scope.place, hint=hint, fixes=fixes, elements=(invariant.id,), name=scope.name)


def lifecycles(context: Context, domain: Domain) -> Iterator[Diagnostic]:
    """States that preconditions name, and events that move a lifecycle."""
    for aggregate in context.aggregates:
        yield from _preconditions(aggregate)
        if aggregate.lifecycle is not None:
            yield from _edges(aggregate, aggregate.lifecycle)


def _preconditions(aggregate: Aggregate) -> Iterator[Diagnostic]:
    names = aggregate.lifecycle.names if aggregate.lifecycle else ()
    for command in aggregate.commands:
        for precondition in command.preconditions:
            for state in precondition.states:
                if state.target is None and state.name:
                    otherwise = (
                        f"Its states are {', '.join(names)}." if names else "Add a `states` line to the aggregate."
                    )
                    hint, fixes = offer(state.name, state.place, names, otherwise=otherwise)
                    yield UNKNOWN_LIFECYCLE_STATE.at(
                        state.place, Label(aggregate.place, "declared here"), hint=hint, fixes=fixes,
                        elements=(command.id,), name=state.name, what="state", aggregate=aggregate.name,
                    )  # fmt: skip


def _edges(aggregate: Aggregate, lifecycle: Machine) -> Iterator[Diagnostic]:
    for edge in lifecycle.edges:
        if edge.event is not None and edge.event.target is None and edge.event.name:
            names = [event.name for event in aggregate.events]
            hint, fixes = offer(
                edge.event.name, edge.event.place, names, otherwise="Declare the event in the aggregate."
            )
            yield UNKNOWN_LIFECYCLE_STATE.at(
                edge.event.place, hint=hint, fixes=fixes, elements=(aggregate.id,),
                name=edge.event.name, what="event", aggregate=aggregate.name,
            )  # fmt: skip


def classifications(context: Context, domain: Domain) -> Iterator[Diagnostic]:
    """Annotations that are none of the three."""
    for annotation, element in _annotated(context):
        yield from _annotation(annotation, element)


def _annotation(annotation: Annotation, element: str) -> Iterator[Diagnostic]:
    if annotation.name and annotation.name not in ANNOTATIONS:
        guess = nearest(annotation.name, ANNOTATIONS)
        fixes = (Fix(f"write `@{guess}`", (Edit(annotation.name_place, guess),)),) if guess else ()
        hint = f"Did you mean `@{guess}`?" if guess else "Use @classification, @retention or @encryption."
        yield UNKNOWN_ANNOTATION.at(
            annotation.name_place, hint=hint, fixes=fixes, elements=(element,), name=annotation.name
        )


def _annotated(context: Context) -> Iterator[tuple[Annotation, str]]:
    for aggregate in context.aggregates:
        yield from ((annotation, aggregate.id) for annotation in aggregate.annotations)
    members: Iterable[object] = (
        context, *context.commands, *context.events, *context.all_value_objects, *context.all_enums,
        *context.all_invariants, *context.services, *context.policies, *context.sagas, *context.projections,
    )  # fmt: skip
    for member in members:
        identity = getattr(member, "id", "")
        yield from ((annotation, identity) for annotation in getattr(member, "annotations", ()))
        for field in getattr(member, "fields", ()) or getattr(member, "inputs", ()):
            yield from ((annotation, f"{identity}.{field.name}") for annotation in field.annotations)


def stray(domain: Domain) -> Iterator[Diagnostic]:
    """Annotations with nothing behind them."""
    for found in domain.stray_annotations:
        annotation = found.annotation
        if annotation.name in ANNOTATIONS:
            yield ANNOTATION_WITHOUT_TARGET.at(
                annotation.place, hint="Put it before the declaration that it classifies.", name=annotation.name
            )
        else:
            yield from _annotation(annotation, "")


def borrowed(domain: Domain) -> Iterator[Diagnostic]:
    """Names that only another context owns, where no flow brings them here."""
    arriving = {(crossing.target, crossing.event) for flow in domain.flows for crossing in flow.crossings}
    for context in domain.contexts:
        for reference, identity in _foreign(context):
            target = reference.target
            if target is None or target.startswith(f"{context.name}/") or (context.name, target) in arriving:
                continue
            owner = target.split("/", 1)[0]
            yield AMBIGUOUS_NAME.at(
                reference.place, hint=f"Let it cross from {owner} in a flow, or declare it here.",
                elements=(identity,), name=reference.name, owner=owner,
            )  # fmt: skip


def _foreign(context: Context) -> Iterator[tuple[Reference, str]]:
    for policy in context.policies:
        if policy.trigger is not None:
            yield policy.trigger, policy.id
    for saga in context.sagas:
        yield saga.trigger, saga.id
        for edge in saga.machine.edges:
            if edge.event is not None:
                yield edge.event, saga.id
    for projection in context.projections:
        yield from ((source, projection.id) for source in projection.sources)
    for service in context.services:
        yield service.consumes, service.id


CONTEXT = (emitted, processes, scopes, lifecycles, classifications)
PROJECT = (stray, borrowed)
