"""A reconciliation as people and programs read it: findings with both places, and the record of what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from moment.diagnostics.model import Diagnostic, Label, order
from moment.model.walk import elements
from moment.project.elements import KINDS
from moment.project.state_rules import EDIT_REFUSED
from moment.project.stream_rules import IMPORT_CONFLICT
from moment.project.upstream_rules import LOCAL_AHEAD, UPSTREAM_AHEAD, UPSTREAM_BREAKING
from moment.sync import types
from moment.sync.aspects import WHOLE
from moment.sync.locating import Locator
from moment.sync.reconcile import Given, Plan, Step
from moment.sync.types import CascadeCategory, ReconciliationAction, ReconciliationResult
from moment.sync.upstream_category import called_here
from moment.sync.upstream_changes import UpstreamChange
from moment.text.span import Place

_LONGEST, _KNOWN = 40, 12
_OWNERS = (("aggregate", 2), ("context", 1), ("flow", 1))


class Where:
    """Both places of a change: the line of the event that says it, and where the project has the element."""

    def __init__(self, given: Given, locator: Locator) -> None:
        self.locator = locator
        self._given = given
        self.renames = given.sides.renames
        self._listed: dict[tuple[str, str], Place] = {}
        for each in elements(given.domain):
            self._listed.setdefault((each.kind, each.id), each.place)

    def upstream(self, change: UpstreamChange) -> tuple[str, int] | None:
        return self._given.sides.origins.get(change.key)

    def here(self, change: UpstreamChange) -> Place | None:
        """The member, else the element, else what it would stand in."""
        key = called_here(self.renames, change.key)
        flow = self._given.domain.flow.get(key.owner) if key.word == "Moment" else None
        for moment in flow.moments if flow is not None else ():
            if moment.label == key.name:
                return moment.place
        member = str(change.before) if change.spot.aspect == "name" else change.spot.member
        element = self._listed.get((KINDS[key.word], key.identity))
        inside = self._listed.get(("field", f"{key.identity}.{member}")) if member and element else None
        owners = (
            self._listed.get((kind, "/".join(key.names[:size]))) for kind, size in _OWNERS if size < len(key.names)
        )
        return inside or element or next((each for each in owners if each is not None), None)


def described(change: UpstreamChange) -> str:
    """``type of `Sales/Order/OrderPlaced.total` is `Money`, here `number` ``."""
    subject = f"`{change.subject}`"
    if change.spot.aspect == "name":
        return f"`{change.key.identity}.{change.before}` is called `{change.new_name}`"
    match change.sign:
        case ">":
            return f"{subject} is called `{change.new_name}`"
        case "+":
            return f"{subject} is new" if change.before is None else f"{subject} is gone here"
        case "-":
            return f"{subject} is gone"
        case _ if is_long(change.before) or is_long(change.after):
            return f"{change.spot.aspect} of {subject} differ"
        case _:
            return f"{change.spot.aspect} of {subject} is {said(change.after)}, here {said(change.before)}"


def told_here(change: UpstreamChange) -> str:
    """The same, said of what moved in the project only."""
    subject = f"`{change.subject}`"
    match change.sign:
        case "+":
            return f"{subject} is gone"
        case "-":
            return f"{subject} is new"
        case _ if is_long(change.before) or is_long(change.after):
            return f"{change.spot.aspect} of {subject} differ"
        case _:
            return f"{change.spot.aspect} of {subject} is {said(change.before)}, was {said(change.after)}"


def said(value: object) -> str:
    """A value short enough for a line."""
    shown = text(value)
    short = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
    return f"`{short}`" if shown else "absent"


def is_long(value: object) -> bool:
    """Whether a value has parts of its own, so that no line can hold it."""
    return isinstance(value, list | dict) and text(value)[:1] in ("[", "{")


def text(value: object) -> str:
    """A value of a payload as text; nothing is empty."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case {"name": str(name), "type": str(kind)}:
            return f"{name}: {kind}"
        case {"name": str(name)}:
            return name
        case [*names] if all(isinstance(each, str) for each in names):
            return ", ".join(str(each) for each in names)
        case _:
            return json.dumps(value, ensure_ascii=False, sort_keys=True)


def findings(plan: Plan, where: Where) -> tuple[Diagnostic, ...]:
    """One for each step that is not made, and why a plan could not be carried out."""
    found = [finding(each, where) for each in plan.steps if not each.chosen]
    if plan.refused is not None:
        place = plan.refused.place
        hint = f"To do was: {plan.refused.change}. Mend it by hand, and reconcile again."
        found.append(EDIT_REFUSED.at(place, hint=hint, path=place.path or "?", reason=plan.refused.reason))
    return tuple(sorted(found, key=order))


def finding(step: Step, where: Where) -> Diagnostic:
    """A step as the rule that it falls under, at the place in the project."""
    change, origin = step.change, where.upstream(step.change)
    place = where.here(change) or Place(origin[0] if origin else "", 0, 0)
    event = f"Upstream it is line {origin[1]} of `{origin[0]}`. " if origin else ""
    if change.direction == "local-ahead":
        hint = "publish it with `moment sift publish`"
        return LOCAL_AHEAD.at(place, hint=hint, change=told_here(change))
    if change.direction == "conflict":
        return conflict(change, where)
    labels = [Label(each.place, each.description) for each in step.found.consumers if each.place.path]
    if step.category is CascadeCategory.BREAKING:
        context = called_here(where.renames, change.key).owner
        hurt = dict.fromkeys(each.context for each in step.found.consumers if each.context != context and not each.weak)
        others = ", ".join(hurt) or "what stands in it"
        hint = f"{event}It is taken over when what needs it here has gone: change these first."
        return UPSTREAM_BREAKING.at(place, *labels, hint=hint, change=described(change), contexts=others)
    return UPSTREAM_AHEAD.at(place, *labels, hint=event + _way_out(step), change=described(change))


def conflict(change: UpstreamChange, where: Where) -> Diagnostic:
    """MOM848 with what both sides say of one field or aspect, where the project says it."""
    origin = where.upstream(change)
    event = f"Upstream it is line {origin[1]} of `{origin[0]}`. " if origin else ""
    hint = f"{event}Choose a side with `--prefer upstream` or `--prefer local`, or bring both together."
    place = where.here(change) or Place(origin[0] if origin else "", 0, 0)
    aspect = "" if change.is_whole or change.spot.aspect == WHOLE else f"{change.spot.aspect} of "
    here, there = _sides(change)
    return IMPORT_CONFLICT.at(place, hint=hint, what=f"{aspect}`{change.subject}`", here=here, upstream=there)


def _sides(change: UpstreamChange) -> tuple[str, str]:
    """What the two say, of what is long from where it differs on; of an element only whether it is there."""
    if change.is_whole:
        return ("absent", "there") if change.before is None else ("there", "absent")
    values = text(change.before), text(change.after)
    same = _alike(*values) if max(map(len, values)) > _LONGEST else 0
    start = max(0, same - _KNOWN)
    here, there = (f"{'…' if start else ''}{each[start:]}" if each else "" for each in values)
    return said(here or None), said(there or None)


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _way_out(step: Step) -> str:
    if step.refused:
        return f"Change it by hand: {step.refused}."
    more = " --category 2" if step.category is CascadeCategory.DRIFT else ""
    return f"Take it over with `moment reconcile --local --apply{more}`."


def result(plan: Plan, where: Where, *, name: str = "", found: Iterable[Diagnostic] = ()) -> ReconciliationResult:
    """The outcome as a record; ``name`` is that of the reconciliation, when one was carried out."""
    actions = tuple(_action(each, where) for each in plan.steps if each.category is not None)
    return ReconciliationResult(
        plan.outcome, plan.category, actions, message(plan), saga_id=name, diagnostics=tuple(found)
    )


def message(plan: Plan) -> str:
    """One sentence about all of it."""
    if plan.refused is not None:
        return f"nothing is written: {plan.refused.reason}"
    counts: Mapping[str, int] = {
        "taken over": sum(1 for each in plan.steps if each.chosen),
        "breaking": sum(1 for each in plan.open if each.category is CascadeCategory.BREAKING and _is_ahead(each)),
        "to decide": sum(1 for each in plan.open if each.category is CascadeCategory.DRIFT and _is_ahead(each)),
        "clean": sum(1 for each in plan.open if each.category is CascadeCategory.CLEAN),
        "changed on both sides": sum(1 for each in plan.open if not _is_ahead(each)),
        "only here": sum(1 for each in plan.steps if each.category is None),
    }
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing differs"


def _is_ahead(step: Step) -> bool:
    return step.change.direction == "upstream-ahead"


def _action(step: Step, where: Where) -> ReconciliationAction:
    assert step.category is not None
    here = where.here(step.change)
    places = tuple(_places(where, (*([here] if here else []), *(each.place for each in step.found.consumers))))
    return ReconciliationAction(described(step.change), step.category, applied=step.chosen, places=places)


def _places(where: Where, places: Iterable[Place]) -> Iterator[types.Place]:
    for each in places:
        found = where.locator.place(each)
        if found is not None:
            yield found


def kind_of(change: UpstreamChange) -> str:
    """``event``, or for a member of it what that is."""
    members = {"fields": "field", "inputs": "input", "values": "value", "preconditions": "precondition"}
    return members[change.spot.row] if change.spot.member else KINDS[change.key.word]
