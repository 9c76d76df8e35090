"""``flows/<flow>.spec.ts``: the steps of a flow on its aggregates, its contracts on payloads, its course as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from moment.generate.escaping import typescript_string as quoted
from moment.generate.naming import pascal
from moment.generate.typescript import names
from moment.generate.typescript.contracts import contract_names
from moment.generate.vitest.code import call, inline
from moment.generate.vitest.executing import write_record, write_step
from moment.generate.vitest.processes import write_policy, write_saga_start
from moment.generate.vitest.suite import Suite, loading
from moment.model.domain import Command, ContractField, Domain, Event, Flow, Placement
from moment.model.results import Case


class _Scene(NamedTuple):
    """A flow with the contract types of its crossings."""

    flow: Flow
    contracts: Mapping[str, str]


def write_flow(suite: Suite, flow: Flow, cases: Sequence[Case]) -> None:
    scene = _Scene(flow, contract_names(flow))
    with suite.describe(f"Flow: {flow.name}"):
        for moment in flow.moments:
            with suite.describe(moment.label):
                those = [case for case in cases if case.moment == moment.slug]
                for arm, group in groupby(those, key=lambda case: case.arm):
                    _write_arm(suite, scene, arm, list(group))
                for empty in (arm for arm in moment.arms if not arm.placements):
                    with suite.describe(f"when {empty.condition}"):
                        suite.todo("shows something")
                if not moment.entries:
                    suite.todo("shows something")
        if not flow.moments:
            suite.todo("shows a moment")


def _write_arm(suite: Suite, scene: _Scene, arm: str | None, cases: list[Case]) -> None:
    if arm is None:
        for case in cases:
            _write_case(suite, scene, case)
        return
    with suite.describe(f"when {arm}"):
        for case in cases:
            _write_case(suite, scene, case)


def _write_case(suite: Suite, scene: _Scene, case: Case) -> None:
    match case.kind:
        case "step":
            _write_step(suite, case)
        case "crossing":
            _write_crossing(suite, scene, case)
        case _:
            _write_course(suite, scene.flow, case)


def _write_step(suite: Suite, case: Case) -> None:
    domain = suite.domain
    if case.subject in domain.command:
        write_step(suite, domain.command[case.subject], case)
    elif case.subject in domain.event:
        write_record(suite, domain.event[case.subject], case)
    elif case.subject in domain.policy:
        write_policy(suite, domain.policy[case.subject], case)
    elif case.subject in domain.saga:
        write_saga_start(suite, domain.saga[case.subject], case)
    else:
        suite.skipped(case, f"not resolved: {case.subject}")


def _write_crossing(suite: Suite, scene: _Scene, case: Case) -> None:
    flow = scene.flow
    crossing = next(c for c in flow.crossings if c.id == case.contract)
    event = suite.domain.event.get(crossing.event or "")
    if event is None:
        suite.skipped(case, f"not resolved: {case.when}")
        return
    namespace = f"{suite.script.use(suite.modules.types, 'flows')}.{names.flow_namespace(flow.name)}"
    guard = f"{namespace}.{names.guard(scene.contracts[crossing.id])}"
    decided = [field for field in crossing.fields if _refuses_something(field)]
    fields = [inline([f.name for f in decided if f.required is required]) for required in (True, False)]
    expect_guard = suite.harness("expectGuard")
    with suite.test(case, context=False):
        suite.script.add(*call(expect_guard, [guard, suite.payload(event, case), *fields], ";"))
        sparse = suite.sparse(event, case)
        if sparse is not None:
            suite.expect_whole(guard, sparse)
        emitting = _emitting(suite, flow, event, case)
        if emitting is not None:
            _write_real_crossing(suite, emitting, event, case, [guard, "event", *fields])


def _refuses_something(field: ContractField) -> bool:
    """A type that was never resolved takes any value."""
    type_ = field.carried.type if field.carried is not None else field.type
    return type_.kind != "unknown" or type_.array


def _emitting(suite: Suite, flow: Flow, event: Event, case: Case) -> Command | None:
    """The last command up to the crossing, in its context, that emits the crossing event."""
    found = None
    for placement in flow.placements:
        command = suite.domain.command.get(placement.node.target or "")
        if command is not None and any(ref.target == event.id for ref in command.emits):
            found = command
        if placement.crossing is not None and placement.crossing.id == case.contract:
            return found
    return found


def _write_real_crossing(suite: Suite, command: Command, event: Event, case: Case, arguments: list[str]) -> None:
    """Bound, the contract also holds for what the aggregate really emits."""
    aggregate = suite.aggregate_of(command)
    variable = suite.variable(aggregate.name)
    suite.script.use(suite.modules.bindings, "bindings")
    history = suite.history(_before(case.given, event.id), aggregate, case)
    binding = suite.binding(aggregate.context, pascal(aggregate.name))
    suite.script.add(*loading(f"const {variable} = {binding}?.load", history, ";"))
    with suite.script.block(f"if ({variable} !== undefined) {{", "}"):
        suite.execute(command, on=variable, argument=suite.input(command, case))
        suite.script.add(f"const event = {suite.harness('emitted')}(result, {quoted(event.name)});")
        check = call(suite.harness("expectGuard"), arguments, ";")
        if command.mode == "one" and len(command.emits) > 1:
            with suite.script.block("if (event !== undefined) {", "}"):
                suite.script.add(*check)
        else:
            suite.script.add(*check)


def _before(given: tuple[str, ...], event: str) -> tuple[str, ...]:
    return given[: given.index(event)] if event in given else given


def _write_course(suite: Suite, flow: Flow, case: Case) -> None:
    """Runs the whole flow as bound, on the way of ``case``, and compares what happened."""
    placement = next(p for p in flow.placements if case.covers and p.id == case.covers[-1])
    without = inline([placement.node.name] if case.kind == "optional" else [])
    times = inline(_times(flow, case))
    members = [f"choices: {_choices(flow, case, placement)}", f"without: {without}", f"times: {times}"]
    suite.script.use(suite.modules.bindings, "bindings")
    binding = f"bindings.flows?.{names.flow_namespace(flow.name)}"
    with suite.test(case, asynchronous=True):
        conduct = suite.bound(f"flows.{names.flow_namespace(flow.name)}", binding)
        suite.script.add(f"const conduct = {conduct};")
        suite.script.add(f"const passage = await conduct({{ {', '.join(members)} }});")
        expected = _expected(suite.domain, flow, placement, case)
        with suite.script.block(f"{suite.harness('expectPassage')}(passage, {{"):
            suite.script.add(*(f"{name}: {inline(value)}," for name, value in expected.items()))


def _times(flow: Flow, case: Case) -> dict[str, int]:
    """Every named multiplicity stands for 1, the one that ``case`` is about for 2."""
    named = (p.multiplicity for p in flow.placements)
    times = {name: 1 for name in named if isinstance(name, str)}
    return {**times, case.detail: 2} if case.kind == "multiplicity" and case.detail in times else times


def _choices(flow: Flow, case: Case, placement: Placement) -> str:
    """From the slug of each deciding moment to the conditions taken, first time first."""
    again = _returning_to(placement) if case.kind == "return" else None
    taken: dict[str, list[str]] = {}
    for position, moment in enumerate(flow.moments):
        arms = f"{flow.id}/{moment.slug}/"
        ways = [arm.removeprefix(arms) for arm in case.given if arm.startswith(arms)]
        if again is not None and again <= position <= placement.moment:
            onward = [arm.condition for arm in moment.arms if arm.condition != case.arm]
            ways += onward[:1] if placement.arm is not None and position == placement.moment else ways
        if ways:
            taken[moment.slug] = ways
    return inline(taken)


def _returning_to(placement: Placement) -> int | None:
    targets = (link.target.target for link in placement.links if link.kind == "returns-to")
    return next((int(target) for target in targets if target), None)


def _expected(domain: Domain, flow: Flow, placement: Placement, case: Case) -> dict[str, object]:
    then = [domain.event[identity].name for identity in case.then if identity in domain.event]
    given = [domain.event[identity].name for identity in case.given if identity in domain.event]
    before = [name for name in given if name not in then]
    match case.kind:
        case "arm":
            return {"happens": [*before, *then], "never": _only_elsewhere(domain, flow, placement)}
        case "ending" if placement.modifier == "terminal":
            return {"happens": [*before, *then], "outcome": case.detail}
        case "return":
            return {"happens": [*given, *then]}
        case "optional":
            return {"happens": given, "never": [name for name in then if name not in given]}
        case "multiplicity":
            number = placement.multiplicity if isinstance(placement.multiplicity, int) else 2
            single = set(case.then).isdisjoint(_certain(_outside_step(flow, placement), domain))
            exactly = {"times": dict.fromkeys(then, number)} if single else {}
            return {"happens": [*before, *then * number], **exactly}
        case _:
            return {"happens": [*before, *then]}


def _outside_step(flow: Flow, placement: Placement) -> list[Placement]:
    step = (placement.moment, placement.arm, placement.lane.name)
    return [p for p in flow.placements if (p.moment, p.arm, p.lane.name) != step]


def _only_elsewhere(domain: Domain, flow: Flow, placement: Placement) -> list[str]:
    """Events that only the other arms of this moment make happen."""
    moment = flow.moments[placement.moment]
    siblings = [p for p in moment.placements if p.arm not in (None, placement.arm)]
    others = [p for p in flow.placements if p not in siblings]
    elsewhere = set(_certain(others, domain))
    return [domain.event[event].name for event in dict.fromkeys(_certain(siblings, domain)) if event not in elsewhere]


def _certain(placements: Iterable[Placement], domain: Domain) -> Iterator[str]:
    for placement in placements:
        target = placement.node.target
        command = domain.command.get(target or "")
        if command is not None and command.mode == "all":
            yield from (ref.target for ref in command.emits if ref.target in domain.event and ref.target)
        elif target is not None and target in domain.event:
            yield target
