"""The closed list of steps: what each is called, how it reads, and which parameters it has.

A phrase's text is a Cucumber expression. ``{string}`` is quoted text; every other parameter stands for names of the
model. A phrase that ends in a colon has a table.
"""

from __future__ import annotations

from typing import NamedTuple

from moment.generate.escaping import one_line


class Phrase(NamedTuple):
    """``member`` is the binding that the step calls."""

    text: str
    member: str


PHRASES: dict[str, Phrase] = {
    "holds": Phrase("precondition {string} holds:", "preconditionHolds"),
    "fails": Phrase("precondition {string} does not hold:", "preconditionFails"),
    "emitted": Phrase("{context} has emitted {event}", "hasEmitted"),
    "received": Phrase("{event} has been received", "wasReceived"),
    "in-state": Phrase("{aggregate} is in state {state}", "aggregateIsIn"),
    "saga-in-state": Phrase("saga {saga} is in state {state}", "sagaIsIn"),
    "decision": Phrase("decision {string} is {string}", "decisionIs"),
    "executes": Phrase("{context} executes {command}", "executes"),
    "executes-with": Phrase("{context} executes {command} with:", "executes"),
    "executes-because": Phrase("{context} executes {command} triggered-by {events}", "executes"),
    "executes-because-with": Phrase("{context} executes {command} triggered-by {events} with:", "executes"),
    "happens": Phrase("{event} happens in {context}", "happens"),
    "receives": Phrase("{context} receives {event}", "receives"),
    "timeout": Phrase("the timeout of saga {saga} passes after {string}", "timeoutPasses"),
    "against": Phrase("{context} executes a command against invariant {invariant}", "breaksInvariant"),
    "emits": Phrase("{context} emits {event}", "emits"),
    "emits-times": Phrase("{context} emits {event} {multiplicity} times", "emits"),
    "emits-one": Phrase("{context} emits one of:", "emitsOneOf"),
    "crosses": Phrase("{event} crosses to {context} via {relationship}", "crosses"),
    "contract": Phrase("the crossing contract contains:", "contractContains"),
    "rejected": Phrase("the command is rejected", "isRejected"),
    "reason": Phrase("the reason is precondition {string}", "reasonIs"),
    "violated": Phrase("invariant {invariant} is violated", "isViolated"),
    "moves": Phrase("{aggregate} moves to state {state}", "aggregateMovesTo"),
    "saga-moves": Phrase("saga {saga} moves to state {state}", "sagaMovesTo"),
    "undoes": Phrase("saga {saga} undoes:", "sagaUndoes"),
    "compensates": Phrase("saga {saga} compensates:", "sagaCompensates"),
    "answers": Phrase("policy {policy} answers with {command}", "policyAnswers"),
    "does": Phrase("policy {policy} does:", "policyDoes"),
    "produces": Phrase("service {service} produces {event}", "serviceProduces"),
    "shows": Phrase("projection {projection} shows {event}", "projectionShows"),
    "ends": Phrase("the flow ends as {string}", "endsAs"),
    "returns": Phrase("the flow returns to {string}", "returnsTo"),
}


def parameters(phrase: str) -> tuple[str, ...]:
    """``("context", "command")``: the names between braces, in order."""
    return tuple(part.partition("}")[0] for part in PHRASES[phrase].text.split("{")[1:])


def written(phrase: str, values: tuple[str, ...]) -> str:
    """The text of a step; names as they are on one line, strings in quotes."""
    pieces: list[str] = []
    rest = PHRASES[phrase].text
    for name, value in zip(parameters(phrase), values, strict=True):
        head, _, rest = rest.partition(f"{{{name}}}")
        pieces += [head, _quoted(value) if name == "string" else named(value)]
    return "".join((*pieces, rest))


def named(value: str) -> str:
    """A name as a step holds it."""
    return one_line(value)


def _quoted(value: str) -> str:
    escaped = one_line(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
