"""The fields of tables in words: what a reader sees of a cell, and sentences that say why an action must wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import AGAIN, FAULT_KINDS, NO_ARM, TWICE, FaultKind, Reaction, Route, Step
from moment.behaviour.state import UNDECIDED, Close, Fact, Flag, Message

_MARKS = ("waiting", "done", "skipped", "refused", "lost", "again", "twice")
_DOING = {
    "handle": ("was not handled", "was handled"),
    "publish": ("did not happen", "happened"),
    "end": ("was not reached", "was reached"),
    "note": ("did not act", "acted"),
}
_LATER = (
    "was skipped", "was refused", "was handled and what it emitted leads nowhere", "is asked for again",
    "took effect twice",
)  # fmt: skip
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_FAULTS: dict[FaultKind | None, tuple[str, str]] = {
    None: ("fault", "faults"), "lose": ("loss", "losses"), "duplicate": ("duplicate", "duplicates"),
    "refuse": ("refusal", "refusals"), "timeout": ("timeout", "timeouts"), "crash": ("crash", "crashes"),
    "drift": ("drift", "drifts"),
}  # fmt: skip
_CLOSED = {"compensated": "what was done is undone", "stuck": "what was done could not be undone"}
_FLAGS = {
    "contract-violation": ("{subject} keeps its contract", "{subject} broke its contract: {detail}"),
    "double-effect": ("{detail} took effect once at most", "{detail} took effect twice"),
    "illegal-transition": ("{subject} kept to its lifecycle", "{event} happened while {subject} was {current}"),
    "policy-loop": ("{subject} did not run in a circle", "{subject} ran in a circle after {detail}"),
    "unanticipated": ("what {subject} emitted leads on", "{detail} leads nowhere"),
}


Reader = tuple[str, Callable[[Any], str], Callable[[Any], str], bool]


class Written(NamedTuple):
    """``words`` and ``says`` are by the number of the value; what is ``hidden`` is in no difference of states."""

    name: str
    words: list[str]
    says: list[str]
    hidden: bool


class Words:
    """Those of the cells of one machine."""

    def __init__(self, machine: Interpreter) -> None:
        self.plan = machine.plan
        self.at = machine.layout
        self._times = Counter(step.name for step in self.plan.steps)
        self._readers = self._by_cell()

    def cell(self, number: int, values: Sequence[Any]) -> Written:
        name, word, sentence, hidden = self._readers[number]
        says = _apart(list(map(sentence, values)), list(map(self._detail, values)))
        return Written(name, list(map(word, values)), says, hidden)

    def _detail(self, value: Any) -> str:
        """By which steps something is known; nothing for other values."""
        if not isinstance(value, frozenset):
            return ""
        steps = sorted({each.by for each in value if isinstance(each, Fact) and each.by >= 0})
        return f"by {_all([self.plan.steps[step].name for step in steps])}" if steps else ""

    def flag(self, flag: Flag) -> Written:
        name = f"flag:{flag.verdict}:{flag.subject}" + (f":{flag.detail}" if flag.detail else "")
        event, _, current = flag.detail.rpartition("@")
        words = {
            "subject": self._element(flag.subject), "detail": _last(flag.detail) or self._element(flag.subject),
            "event": _last(event), "current": current,
        }  # fmt: skip
        return Written(name, ["no", "yes"], [text.format(**words) for text in _FLAGS[flag.verdict]], True)

    def _element(self, identity: str) -> str:
        route = next((route for route in self.plan.routes if route.crossing.id == identity), None)
        step = next((step for step in self.plan.steps if step.placement.id == identity), None)
        if route is not None:
            return f"{_last(route.event)} to {route.target}"
        return step.placement.node.name if step is not None else _last(identity)

    def _by_cell(self) -> dict[int, Reader]:
        """Name, word, sentence and whether it is hidden, of every cell but those of flags and faults."""
        plan, at = self.plan, self.at
        found: dict[int, Reader] = {}
        for step in plan.steps:
            found[step.index] = f"step:{step.name}", _MARKS.__getitem__, self._step(step), True
        for number, moment in enumerate(plan.flow.moments):
            arm = _arm(moment.arms)
            found[at.choices + number] = f"decision:{moment.slug}", arm, _decision(moment.label, arm), True
        for route in plan.routes:
            found[at.messages + route.number] = f"message:{route.name}", _copies, _message(route), False
        for number, aggregate in enumerate(plan.aggregates):
            found[at.aggregates + number] = f"lifecycle:{aggregate.id}", str, _is(aggregate.name), False
        for number, saga in enumerate(plan.sagas):
            found[at.sagas + number] = (
                f"saga:{saga.name}",
                lambda phase: phase or "not started",
                _saga(saga.name),
                False,
            )
        for identity, number in at.facts.items():
            found[number] = f"known:{identity}", _where, self._known(identity), True
        for channel, number in at.channels.items():
            found[number] = f"order:{channel}", _plain, self._order(channel), True
        for reaction, number in at.reacted.items():
            found[number] = (
                f"reacted:{plan.reactions[reaction].name}",
                _plain,
                _reaction(plan.reactions[reaction]),
                True,
            )
        for back in plan.returns:
            moment = plan.flow.moments[back.first]
            found[at.returned + back.number] = f"return:{moment.slug}", str, _returned(moment.label), True
        for index, number in at.times.items():
            found[number] = f"times:{plan.steps[index].name}", str, _times(plan.steps[index].placement.node.name), True
        found[at.undoable] = "undoable", _plain, _undoable, True
        found[at.close] = "close", lambda close: close.kind if close else "open", self._closed, True
        return found

    def _step(self, step: Step) -> Callable[[int], str]:
        name = step.placement.node.name
        if self._times[step.name] > 1:
            name += f" at “{self.plan.flow.moments[step.moment].label}”"
        if step.kind == "end":
            lane = self.plan.flow.lane(step.placement.lane.name)
            name = f"the outcome “{lane.label}”" if lane is not None else name
        words = (*_DOING[step.kind], *_LATER)
        return lambda mark: f"{name} {words[mark]}"

    def _known(self, identity: str) -> Callable[[frozenset[Fact]], str]:
        name, home = _last(identity), identity.partition("/")[0]
        targets = {route.target for route in self.plan.routes if route.event == identity}
        if identity in self.plan.domain.command:
            return lambda facts: f"{name} was {'handled' if facts else 'not handled'}"

        def sentence(facts: frozenset[Fact]) -> str:
            there = {fact.context for fact in facts}
            if not facts:
                return f"{_all(targets)} waits for {name}" if len(targets) == 1 else f"{name} did not happen"
            parts = ["happened"] if home in there else []
            parts += [f"was received in {context}" for context in sorted(there - {home})]
            open_ = targets - there
            waits = f", {_all(open_)} wait{'s' if len(open_) == 1 else ''} for it" if open_ else ""
            return f"{name} {_all(parts)}{waits}"

        return sentence

    def _order(self, channel: str) -> Callable[[tuple[int, ...]], str]:
        source, _, target = channel.partition(">")

        def sentence(queue: tuple[int, ...]) -> str:
            names = [_last(self.plan.routes[route].event) for route in queue]
            return f"{', then '.join(names) or 'nothing'} {'is' if len(names) < 2 else 'are'} next from {source} to {target}"

        return sentence

    def _closed(self, close: Close | None) -> str:
        if close is None:
            return "the flow goes on"
        if close.kind == "ended":
            return f"the flow has ended: {close.outcome}" if close.outcome else "the flow has ended"
        if close.kind == "compensating":
            return f"{_all(map(_last, close.pending))} {'is' if len(close.pending) == 1 else 'are'} to be undone"
        return _CLOSED[close.kind]


def budgets(most: int) -> Iterator[Written]:
    """What is left of faults, in all and of each kind."""
    for kind in (None, *FAULT_KINDS):
        one, many = _FAULTS[kind]
        says = [f"{_number(count)} {many if count > 1 else one} left" for count in range(most + 1)]
        yield Written(f"budget:{kind}" if kind else "budget", list(map(str, range(most + 1))), says, True)


def _apart(says: list[str], details: list[str]) -> list[str]:
    """Sentences for different values differ: by a detail, else by a number."""
    for told in (details, [f"in way {number + 1}" for number in range(len(says))]):
        times = Counter(says)
        says = [
            said if times[said] == 1 or not more else f"{said} ({more})" for said, more in zip(says, told, strict=True)
        ]
    return says


def _arm(arms: Sequence[Any]) -> Callable[[int], str]:
    return lambda arm: "open" if arm == UNDECIDED else "none" if arm == NO_ARM else str(arms[arm].condition)


def _decision(label: str, word: Callable[[int], str]) -> Callable[[int], str]:
    def sentence(arm: int) -> str:
        return f"nothing is chosen at “{label}”" if arm == UNDECIDED else f"{word(arm)} is chosen at “{label}”"

    return sentence


def _copies(message: Message | None) -> str:
    return str(message.copies if message else 0)


def _message(route: Route) -> Callable[[Message | None], str]:
    event, target = _last(route.event), route.target

    def sentence(message: Message | None) -> str:
        copies = message.copies if message else 0
        text = f"{_number(copies)} {event} {'are on their' if copies > 1 else 'is on its'} way to {target}"
        extra = ["one has arrived"] if message and message.delivered else []
        extra += ["its contract has drifted"] if message and message.drifted else []
        return ", ".join((text, *extra))

    return sentence


def _is(name: str) -> Callable[[str], str]:
    return lambda state: f"{name} is {state}"


def _saga(name: str) -> Callable[[str | None], str]:
    return lambda phase: f"{name} is {phase}" if phase is not None else f"{name} has not started"


def _reaction(reaction: Reaction) -> Callable[[frozenset[tuple[int, int]]], str]:
    name, trigger = reaction.source.name, _last(reaction.trigger)

    def sentence(reacted: frozenset[tuple[int, int]]) -> str:
        marks = {mark for _, mark in reacted}
        if not marks:
            return f"{name} has not reacted to {trigger}"
        how = "twice" if TWICE in marks else "and is asked to again" if AGAIN in marks else ""
        times = "" if len(reacted) == 1 else f" {_number(len(reacted))} times"
        return f"{name} has reacted to {trigger}{times}{' ' if how else ''}{how}"

    return sentence


def _returned(label: str) -> Callable[[int], str]:
    return lambda times: (
        f"the flow went back to “{label}” {('never', 'once', 'twice')[times] if times < 3 else f'{_number(times)} times'}"
    )


def _times(name: str) -> Callable[[int], str]:
    return lambda times: (
        f"{name} was done {('never', 'once', 'twice')[times] if times < 3 else f'{_number(times)} times'}"
    )


def _undoable(done: tuple[str, ...]) -> str:
    return f"{_all(map(_last, done))} can be undone" if done else "nothing can be undone"


def _where(facts: frozenset[Fact]) -> str:
    return " and ".join(sorted({f"in {fact.context}" for fact in facts})) or "unknown"


def _plain(value: Any) -> str:
    if isinstance(value, frozenset):
        return ", ".join(map(str, sorted(value))) or "none"
    return ", ".join(map(str, value)) or "none"


def _all(names: Any) -> str:
    *most, last = sorted(names) if isinstance(names, (set, frozenset)) else list(names)
    return f"{', '.join(most)} and {last}" if most else str(last)


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _last(identity: str) -> str:
    return identity.rpartition("/")[2]
