"""How many elements of each kind a project declares, in one line of words."""

from __future__ import annotations

from moment.model.domain import Domain

_PLURALS = {"policy": "policies"}


def counts(domain: Domain) -> dict[str, int]:
    """The singular noun of each kind to its number, in the order of the language; kinds without any are left out."""
    contexts = domain.contexts
    numbers = {
        "context": len(contexts),
        "aggregate": sum(len(context.aggregates) for context in contexts),
        "command": sum(len(context.commands) for context in contexts),
        "event": sum(len(context.events) for context in contexts),
        "value object": sum(len(context.all_value_objects) for context in contexts),
        "enum": sum(len(context.all_enums) for context in contexts),
        "invariant": sum(len(context.all_invariants) for context in contexts),
        "service": sum(len(context.services) for context in contexts),
        "policy": sum(len(context.policies) for context in contexts),
        "saga": sum(len(context.sagas) for context in contexts),
        "projection": sum(len(context.projections) for context in contexts),
        "term": sum(len(context.terms) for context in contexts),
        "relationship": sum(len(context.relationships) for context in contexts),
        "flow": len(domain.flows),
        "crossing": sum(len(flow.crossings) for flow in domain.flows),
    }
    return {noun: number for noun, number in numbers.items() if number}


def counted(number: int, noun: str) -> str:
    """``1 policy``, ``2 policies``."""
    return f"{number} {noun if number == 1 else _PLURALS.get(noun, noun + 's')}"


def summary(domain: Domain) -> str:
    """``2 contexts, 1 flow``; a project without declarations says so."""
    return ", ".join(counted(number, noun) for noun, number in counts(domain).items()) or "nothing declared"
