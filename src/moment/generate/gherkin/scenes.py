"""From a derived case to the steps of its scenario."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from moment.generate.gherkin.features import Step
from moment.generate.gherkin.phrases import PHRASES, named, parameters, written
from moment.model.domain import Aggregate, Command, Domain, Field, Flow, Placement, Policy, Saga
from moment.model.results import Case

Table = tuple[tuple[str, ...], ...]


class Scenes:
    """Writes steps, and remembers which phrases and which names they use."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self.phrases: dict[str, None] = {}
        self.names: dict[str, dict[str, None]] = {}
        self._placements = {placement.id: placement for flow in domain.flow.values() for placement in flow.placements}
        self._writers: Mapping[str, Callable[[Case], Iterator[Step]]] = {
            "step": self._step, "crossing": self._crossing, "arm": self._arm, "ending": self._ending,
            "return": self._return, "optional": self._optional, "multiplicity": self._multiplicity,
            "refusal": self._refusal, "invariant": self._invariant, "lifecycle": self._lifecycle,
            "illegal-transition": self._illegal, "policy": self._policy, "service": self._service,
            "projection": self._projection, "saga-start": self._saga_start, "saga-transition": self._saga_transition,
            "saga-timeout": self._saga_timeout, "saga-undo": self._saga_undo,
        }  # fmt: skip

    def steps(self, case: Case) -> tuple[Step, ...]:
        """The steps of the case's scenario; a second one of a kind is an ``And``."""
        return and_(self._writers[case.kind](case))

    def background(self, commands: Iterable[Command]) -> tuple[Step, ...]:
        """The preconditions of ``commands``, which hold before every scenario; equal ones once."""
        found = dict.fromkeys((each.name, each.text) for command in commands for each in command.preconditions)
        return and_(self._say("Given", "holds", name, table=((text,),)) for name, text in found)

    def _say(self, keyword: str, phrase: str, *values: str, table: Table = ()) -> Step:
        self.phrases[phrase] = None
        for name, value in zip(parameters(phrase), values, strict=True):
            if name == "events":
                for each in value.split(", "):
                    self.names.setdefault("event", {})[named(each)] = None
            elif name != "string":
                self.names.setdefault(name, {})[named(value)] = None
        rows = table if PHRASES[phrase].text.endswith(":") else ()
        return Step(keyword, written(phrase, values), phrase, rows)

    # names of identities

    def _name(self, identity: str) -> str:
        domain = self.domain
        element = (
            domain.event.get(identity) or domain.command.get(identity) or domain.aggregate.get(identity)
            or domain.policy.get(identity) or domain.saga.get(identity) or domain.service.get(identity)
            or domain.projection.get(identity)
        )  # fmt: skip
        return element.name if element is not None else identity.rpartition("/")[2]

    def _owner(self, identity: str, case: Case) -> str:
        """The context of an event or command; else that of the case."""
        element = self.domain.event.get(identity) or self.domain.command.get(identity)
        return element.context if element is not None else case.context or self._label(case)

    def _label(self, case: Case) -> str:
        """What the lane of a case in a flow is called."""
        placement = self._placement(case)
        lane = self.domain.flow[case.flow or ""].lane(placement.lane.name) if placement is not None else None
        return lane.label if lane is not None else case.flow or case.moment or "the model"

    def _placement(self, case: Case) -> Placement | None:
        found = [self._placements[each] for each in case.covers if each in self._placements]
        return next((each for each in found if each.place == case.place), found[-1] if found else None)

    def _flow(self, case: Case) -> Flow:
        return self.domain.flow[case.flow or ""]

    # flows

    def _decided(self, case: Case) -> Iterator[Step]:
        if case.arm is not None:
            yield self._say("Given", "decision", self._moment_label(case), case.arm)

    def _moment_label(self, case: Case) -> str:
        return next(each.label for each in self._flow(case).moments if each.slug == case.moment)

    def _step(self, case: Case) -> Iterator[Step]:
        placement = self._placement(case) if case.flow is not None else None
        yield from self._decided(case) if case.flow is not None else ()
        command = self.domain.command.get(case.subject)
        if command is not None:
            causes = [link.target.name for link in placement.links if link.kind == "triggered-by"] if placement else []
            yield from (self._say("Given", "received", cause) for cause in causes)
            yield from self._executed(command, case, causes)
            return
        policy, saga = self.domain.policy.get(case.subject), self.domain.saga.get(case.subject)
        context = case.context or self._label(case)
        if policy is not None:
            yield from self._policy_steps(policy, context)
        elif saga is not None:
            yield from self._saga_started(saga, context)
        else:
            yield self._say("When", "happens", self._name(case.subject), context)

    def _executed(self, command: Command, case: Case, causes: list[str]) -> Iterator[Step]:
        yield self._execute(command, causes)
        events = [self._name(each.target or each.name) for each in command.emits]
        if command.mode == "one" and len(events) > 1:
            yield self._say("Then", "emits-one", command.context, table=tuple((each,) for each in events))
        else:
            yield from (self._say("Then", "emits", command.context, each) for each in events)

    def _execute(self, command: Command, causes: list[str], *, but: Mapping[str, str] | None = None) -> Step:
        table = tuple((field.name, (but or {}).get(field.name, _shape(field))) for field in command.inputs)
        phrase = "executes" + ("-because" if causes else "") + ("-with" if table else "")
        values = (command.context, command.name, *([", ".join(causes)] if causes else []))
        return self._say("When", phrase, *values, table=table)

    def _crossing(self, case: Case) -> Iterator[Step]:
        placement = self._placement(case)
        crossing = placement.crossing if placement is not None else None
        if placement is None or crossing is None:
            return
        event = placement.node.name
        yield from self._decided(case)
        yield self._say("Given", "emitted", crossing.source or placement.owner or self._label(case), event)
        lane = self._flow(case).lane(crossing.target_lane.name)
        target = crossing.target or (lane.label if lane is not None else crossing.target_lane.name)
        yield self._say("Then", "crosses", event, target, crossing.kind)
        rows = tuple(
            (field.name, field.type.text.removesuffix("?"), "required" if field.required else "optional")
            for field in crossing.fields
        )
        if rows:
            yield self._say("Then", "contract", table=rows)

    def _arm(self, case: Case) -> Iterator[Step]:
        yield self._say("Given", "decision", self._moment_label(case), case.detail or "")
        for event in dict.fromkeys(case.then):
            yield self._say("Then", "emits", self._owner(event, case), self._name(event))

    def _ending(self, case: Case) -> Iterator[Step]:
        yield from self._decided(case)
        yield self._say("When", "happens", self._name(case.subject), self._owner(case.subject, case))
        yield self._say("Then", "ends", case.detail or "")

    def _return(self, case: Case) -> Iterator[Step]:
        yield from self._decided(case)
        yield self._say("When", "happens", self._name(case.subject), self._owner(case.subject, case))
        yield self._say("Then", "returns", case.detail or "")

    def _optional(self, case: Case) -> Iterator[Step]:
        """Going on without it: its events do not happen."""
        yield from self._decided(case)
        for event in case.then or (case.subject,):
            yield self._say("Then", "emits-times", self._owner(event, case), self._name(event), "0")

    def _multiplicity(self, case: Case) -> Iterator[Step]:
        yield from self._decided(case)
        command = self.domain.command.get(case.subject)
        if command is not None:
            yield self._execute(command, [])
        for event in case.then or (case.subject,):
            yield self._say("Then", "emits-times", self._owner(event, case), self._name(event), case.detail or "1")

    # aggregates

    def _refusal(self, case: Case) -> Iterator[Step]:
        command = self.domain.command[case.subject]
        precondition = next(each for each in command.preconditions if each.name == case.detail)
        yield self._say("Given", "fails", precondition.name, table=((precondition.text,),))
        yield self._execute(command, [])
        yield self._say("Then", "rejected")
        yield self._say("Then", "reason", precondition.name)

    def _invariant(self, case: Case) -> Iterator[Step]:
        command = self.domain.command.get(case.when)
        if command is not None and case.example is not None:
            yield self._execute(command, [], but={case.example.field: json.dumps(case.example.value)})
        else:
            yield self._say("When", "against", case.context or "", case.detail or "")
        yield self._say("Then", "rejected")
        yield self._say("Then", "violated", case.detail or "")

    def _lifecycle(self, case: Case) -> Iterator[Step]:
        source, _, target = (case.detail or "").partition("->")
        name = self._aggregate(case).name
        yield self._say("Given", "in-state", name, source)
        yield self._say("When", "happens", self._name(case.when), self._owner(case.when, case))
        yield self._say("Then", "moves", name, target)

    def _illegal(self, case: Case) -> Iterator[Step]:
        name, state = self._aggregate(case).name, case.detail or ""
        yield self._say("Given", "in-state", name, state)
        yield self._say("When", "happens", self._name(case.when), self._owner(case.when, case))
        yield self._say("Then", "in-state", name, state)

    def _aggregate(self, case: Case) -> Aggregate:
        return self.domain.aggregate[case.subject]

    # processes

    def _policy(self, case: Case) -> Iterator[Step]:
        yield from self._policy_steps(self.domain.policy[case.subject], case.context or "")

    def _policy_steps(self, policy: Policy, context: str) -> Iterator[Step]:
        yield self._say("When", "receives", context, policy.trigger.name if policy.trigger else "file-watcher")
        for command in policy.chains:
            yield self._say("Then", "answers", policy.name, command.name)
        if not policy.chains:
            yield self._say("Then", "does", policy.name, table=((policy.action,),))

    def _service(self, case: Case) -> Iterator[Step]:
        service = self.domain.service[case.subject]
        yield self._say("When", "receives", case.context or "", service.consumes.name)
        yield self._say("Then", "produces", service.name, service.produces.name)

    def _projection(self, case: Case) -> Iterator[Step]:
        event = case.detail or ""
        yield self._say("When", "receives", case.context or "", event)
        yield self._say("Then", "shows", self._name(case.subject), event)

    def _saga_start(self, case: Case) -> Iterator[Step]:
        yield from self._saga_started(self.domain.saga[case.subject], case.context or "")

    def _saga_started(self, saga: Saga, context: str) -> Iterator[Step]:
        yield self._say("When", "receives", context, saga.trigger.name)
        if saga.machine.initial is not None:
            yield self._say("Then", "saga-moves", saga.name, saga.machine.initial)

    def _saga_transition(self, case: Case) -> Iterator[Step]:
        source, _, target = (case.detail or "").partition("->")
        name = self.domain.saga[case.subject].name
        yield self._say("Given", "saga-in-state", name, source)
        yield self._say("When", "receives", case.context or "", self._name(case.when))
        yield self._say("Then", "saga-moves", name, target)

    def _saga_timeout(self, case: Case) -> Iterator[Step]:
        saga = self.domain.saga[case.subject]
        yield self._say("Given", "saga-in-state", saga.name, case.detail or "")
        yield self._say("When", "timeout", saga.name, saga.timeout or "")
        if case.then:
            yield self._say("Then", "undoes", saga.name, table=tuple((self._name(each),) for each in case.then))
        else:
            yield self._say("Then", "compensates", saga.name, table=((saga.compensation,),))

    def _saga_undo(self, case: Case) -> Iterator[Step]:
        saga = self.domain.saga[case.subject]
        for event in dict.fromkeys(case.given):
            yield self._say("Given", "received", self._name(event))
        if saga.timeout is not None:
            yield self._say("When", "timeout", saga.name, saga.timeout)
        yield self._say("Then", "undoes", saga.name, table=tuple((self._name(each),) for each in case.then))


def and_(steps: Iterable[Step]) -> tuple[Step, ...]:
    """A keyword that was said just before is an ``And``."""
    found: list[Step] = []
    said = ""
    for step in steps:
        found.append(step._replace(keyword="And") if step.keyword == said else step)
        said = step.keyword
    return tuple(found)


def _shape(field: Field) -> str:
    return f"<{field.type.text.removesuffix('?')}>"
