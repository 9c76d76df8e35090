"""What every owed step and open decision of a stall waits for, and who could bring it about."""

from __future__ import annotations

from collections.abc import Iterator

from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Cause, Step
from moment.behaviour.state import UNDECIDED, State
from moment.behaviour.verdicts import unfinished
from moment.behaviour.view import View
from moment.behaviour.waiting import NodeKind, WaitEdge, WaitGraph, WaitNode, circles_of
from moment.model.domain import Command, Precondition
from moment.text.span import Place


def wait_graph(machine: Interpreter, state: State) -> WaitGraph:
    """The graph of ``state``, in which nothing can happen; nodes in the order in which the questions arise."""
    builder = _Builder(machine, state)
    owed = tuple(builder.owed())
    order = {node: number for number, node in enumerate(builder.nodes)}
    edges = tuple(sorted(dict.fromkeys(builder.edges), key=lambda edge: order[edge.source]))
    return WaitGraph(owed, tuple(builder.nodes.values()), edges, tuple(circles_of(edges, builder.nodes)))


class _Builder:
    def __init__(self, machine: Interpreter, state: State) -> None:
        self.machine = machine
        self.plan = machine.plan
        self.view = View(machine.plan, state)
        self.state = state
        self.nodes: dict[str, WaitNode] = {}
        self.edges: list[WaitEdge] = []

    def owed(self) -> Iterator[str]:
        for step in unfinished(self.view):
            yield self._step(step)
        for moment, arms in enumerate(self.plan.arms):
            if arms and self.state.choices[moment] == UNDECIDED:
                yield self._decision(moment)

    def _node(
        self, identity: str, kind: NodeKind, name: str, *, there: bool = False, place: Place | None = None
    ) -> bool:
        """Whether the node is new, so that its own questions are still to be asked."""
        if identity in self.nodes:
            return False
        self.nodes[identity] = WaitNode(identity, kind, name, there, place)
        return True

    def _wait(self, source: str, target: str, reason: str) -> None:
        self.edges.append(WaitEdge(source, target, reason))

    def _step(self, step: Step) -> str:
        identity = step.placement.id
        done = self.view.is_chosen(step) and self.view.is_finished(step.index)
        if not self._node(identity, "step", step.placement.node.name, there=done, place=step.placement.place) or done:
            return identity
        if not self.view.is_chosen(step):
            self._wait(identity, self._decision(step.moment), "waits for")
        elif not self.view.lane_is_free(step):
            self._behind(step)
        else:
            self._needs(step, identity)
        return identity

    def _behind(self, step: Step) -> None:
        """The nearest step or decision of the lane that is not done."""
        steps = self.plan.steps
        before = [n for n in step.before if not self.view.is_finished(n) and self.view.is_chosen(steps[n])]
        if before:
            self._wait(step.placement.id, self._step(steps[max(before)]), "stands behind")
        for moment in step.decisions_before:
            if self.state.choices[moment] == UNDECIDED:
                self._wait(step.placement.id, self._decision(moment), "stands behind")

    def _needs(self, step: Step, source: str) -> None:
        """Causes, the emission, earlier moments and the formal condition that ``source`` needs for ``step``."""
        missing = [cause for cause in step.causes if not self.view.is_there(cause)]
        if step.alternatives and not any(self.view.is_there(cause) for cause in step.alternatives):
            missing.extend(step.alternatives)
        for cause in missing:
            self._wait(source, self._cause(cause), "waits for")
        producers = [*self.view.live_producers(step)] if step.event is not None else []
        if step.event is not None and producers and not missing and not self.view.has_happened(step):
            event = self._event(step.event.id)
            self._wait(source, event, "waits for")
        elif not missing and not step.causes and not step.alternatives and step.kind != "end":
            self._outside(step, source)
        refusal = self.view.false_precondition(step.command)
        if refusal is not None and step.command is not None:
            self._wait(source, self._condition(step.command, refusal), "waits for")

    def _outside(self, step: Step, source: str) -> None:
        """What comes from outside waits for all earlier moments: for the last step of them that is not done."""
        if self.view.earlier_is_settled(step.moment):
            return
        open_steps = [s for s in unfinished(self.view) if s.moment < step.moment]
        if open_steps:
            self._wait(source, self._step(open_steps[-1]), "comes from outside, after")
        for moment in range(step.moment):
            if self.plan.arms[moment] and self.state.choices[moment] == UNDECIDED:
                self._wait(source, self._decision(moment), "comes from outside, after")

    def _cause(self, cause: Cause) -> str:
        """The event itself, or the message that would bring it."""
        if not self.view.is_known(cause.identity):
            return self._event(cause.identity)
        name = f"{_last(cause.identity)} to {cause.context}"
        identity = f"{cause.identity}>{cause.context}"
        if self._node(identity, "message", name):
            for route in self.plan.routes:
                if route.event == cause.identity and route.target == cause.context:
                    step = self.plan.steps[route.step]
                    reason = "was sent by" if self.view.is_finished(step.index) else "would be sent by"
                    self._wait(identity, self._step(step), reason)
        return identity

    def _event(self, identity: str) -> str:
        there = self.view.is_known(identity)
        event = self.plan.domain.event.get(identity)
        command = self.plan.domain.command.get(identity)
        place = event.place if event else command.place if command else None
        if not self._node(identity, "event", _last(identity), there=there, place=place) or there:
            return identity
        makers = [step for step in self.plan.steps if self._can_make(step, identity)]
        for step in makers:
            reason = "was not emitted by" if self.view.is_finished(step.index) else "would come from"
            self._wait(identity, self._step(step), reason)
        if not makers:
            for emitter in event.emitters if event else ():
                found = self.plan.domain.command.get(emitter)
                place = found.place if found else None
                self._node(emitter, "command", _last(emitter), place=place)
                self._wait(identity, emitter, "could come from")
        return identity

    def _can_make(self, step: Step, identity: str) -> bool:
        if step.command is not None:
            return step.command.id == identity or any(each.target == identity for each in step.command.emits)
        return step.kind == "publish" and step.event is not None and step.event.id == identity and not step.producers

    def _condition(self, command: Command, refusal: Precondition) -> str:
        """A formal condition that is false now, and the events that would make it true from here."""
        index, aggregate = next(
            (n, a)
            for n, a in enumerate(self.plan.aggregates)
            if (a.context, a.name) == (command.context, command.aggregate)
        )
        current = self.state.lifecycle[index]
        states = " or ".join(each.name for each in refusal.states)
        name = f"{aggregate.name} to be {'not ' if refusal.negated else ''}{states} ({refusal.name}); it is {current}"
        identity = f"{command.id}.{refusal.name}"
        if self._node(identity, "condition", name, place=refusal.place) and aggregate.lifecycle is not None:
            allowed = {each.name for each in refusal.states}
            for edge in aggregate.lifecycle.edges:
                fits = (edge.target in allowed) != refusal.negated
                if edge.source == current and fits and edge.event is not None and edge.event.target is not None:
                    event = self._event(edge.event.target)
                    self._wait(identity, event, "would become so by")
        return identity

    def _decision(self, moment: int) -> str:
        flow = self.plan.flow
        identity = f"{flow.id}/{flow.moments[moment].slug}"
        label = f"the decision {flow.moments[moment].label}"
        taken = self.state.choices[moment] != UNDECIDED
        if not self._node(identity, "decision", label, there=taken, place=flow.moments[moment].place) or taken:
            return identity
        for arm, inside in enumerate(self.plan.arms[moment]):
            if self.machine.blocked_arm(self.view, moment, arm) == "exhausted":
                self._exhausted(moment, arm, identity)
                continue
            for number in inside[:1]:
                self._arm(self.plan.steps[number], identity)
        return identity

    def _arm(self, step: Step, decision: str) -> None:
        """What the first step of an arm waits for is what the decision waits for."""
        if not self.view.lane_is_free(step):
            before = [
                n for n in step.before if not self.view.is_finished(n) and self.view.is_chosen(self.plan.steps[n])
            ]
            if before:
                self._wait(decision, self._step(self.plan.steps[max(before)]), "cannot be taken before")
            for moment in step.decisions_before:
                if self.state.choices[moment] == UNDECIDED:
                    self._wait(decision, self._decision(moment), "cannot be taken before")
            return
        self._needs(step, decision)

    def _exhausted(self, moment: int, arm: int, decision: str) -> None:
        condition = self.plan.flow.moments[moment].arms[arm].condition
        identity = f"{decision}/{condition}"
        self._node(identity, "condition", f"{condition}, which may not be tried again")
        self._wait(decision, identity, "waits for")


def _last(identity: str) -> str:
    return identity.rpartition("/")[2]
