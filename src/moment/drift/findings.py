"""What drift found, as findings with both places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from moment.diagnostics.model import Diagnostic, Label
from moment.drift import rules
from moment.drift.cascade import CascadeCategory
from moment.drift.category import CascadeClassification
from moment.drift.edits import Edit, Unread
from moment.drift.reading import Damage
from moment.drift.scope import Unresolved
from moment.drift.shape import Shape
from moment.drift.verdict import Direction, Point
from moment.text.span import Place

_AHEAD = {
    Direction.SPEC_AHEAD: rules.SPEC_AHEAD,
    Direction.IMPL_AHEAD: rules.IMPLEMENTATION_AHEAD,
    Direction.CONFLICT: rules.BOTH_CHANGED,
}


def change(edit: Edit) -> str:
    """``edit`` as a fact: ``Order.total`` is `number`, was `string`."""
    subject = f"`{edit.symbol}`" if edit.member is None else f"`{edit.symbol}.{edit.member}`"
    match edit.kind:
        case "insert":
            return f"{subject} is new"
        case "remove":
            return f"{subject} is gone"
        case "move":
            return f"{subject} is in another place"
    if edit.aspect == "name":
        return f"{subject} is called `{edit.after}`"
    if edit.aspect in ("type", "value"):
        return f"{subject} is `{_short(edit.after)}`"
    if edit.aspect in ("optional", "readonly", "deprecated"):
        return f"{subject} is {_short(edit.after)}"
    return f"{edit.aspect} of {subject} are `{_short(edit.after)}`"


def of_point(point: Point, classification: CascadeClassification, *, element: str) -> Diagnostic:
    """One difference: at the specification, with the implementation and everybody it hurts beside it."""
    outside = dict.fromkeys(party.context for party in classification.consumers if not party.weak)
    rule = _AHEAD[point.direction]
    if classification.category is CascadeCategory.BREAKING and point.direction is not Direction.CONFLICT:
        rule = rules.BREAKING_DRIFT
    labels = [Label(point.implementation_place, "implemented here")]
    labels += [Label(party.place, party.description) for party in classification.consumers]
    return rule.at(
        point.specification_place,
        *(label for label in labels if label.place.path),
        hint=_HINTS[point.direction] + _in_doubt(point.edit),
        elements=(element,),
        change=change(point.edit),
        contexts=", ".join(outside),
    )


def of_base(element: str, place: Place) -> Diagnostic:
    return rules.NO_BASE.at(
        place, hint="record the first agreement with `moment sync propose`", elements=(element,), element=element
    )


def not_implemented(element: str, place: Place, names: Sequence[str], edit: Edit | None = None) -> Diagnostic:
    """``names`` are what it could be called, ``edit`` would bring it in."""
    shown = ", ".join(f"`{name}`" for name in names)
    hint = f"export a type called {shown}, or name it under [implementation] names in moment.toml"
    hint += _in_doubt(edit) if edit is not None else ""
    return rules.NOT_IMPLEMENTED.at(place, hint=hint, elements=(element,), element=element)


def unmodelled(shape: Shape) -> Diagnostic:
    return rules.UNMODELLED_SYMBOL.at(shape.place, symbol=shape.name)


def of_damage(path: str, damage: Damage) -> Diagnostic:
    place = Place(path, damage.place.start, damage.place.end)
    hint = "mend it: nothing of this file has a verdict until it can be read"
    return rules.IMPLEMENTATION_UNREAD.at(place, hint=hint, reason=damage.reason)


def of_unread(unread: Iterable[Unread]) -> tuple[Diagnostic, ...]:
    """What got no verdict, each symbol once for every reason."""
    found: dict[tuple[str, str], Diagnostic] = {}
    for each in unread:
        symbol = each.symbol if each.member is None else f"{each.symbol}.{each.member}"
        rule = rules.OPAQUE_TYPE if each.why == "opaque" else rules.SYMBOL_UNREAD
        key = each.symbol if each.why == "opaque" else symbol
        found.setdefault((key, rule.code), rule.at(each.place, symbol=symbol, reason=each.reason))
    return tuple(found.values())


def ambiguous(element: str, place: Place, candidates: Sequence[Shape]) -> Diagnostic:
    shown = ", ".join(f"`{shape.name}`" for shape in candidates)
    return rules.AMBIGUOUS_IMPLEMENTATION.at(
        place,
        *(Label(shape.place, "this may be it") for shape in candidates),
        hint="say which under [implementation] names in moment.toml, or with `@moment` above the type",
        elements=(element,),
        element=element,
        candidates=shown,
    )


def unresolved(path: str, found: Unresolved) -> Diagnostic:
    place = Place(path, found.place.start, found.place.end)
    return rules.UNRESOLVED_IMPORT.at(place, name=found.name, module=found.module)


_HINTS = {
    Direction.SPEC_AHEAD: "accept it with `moment sync accept`, and the implementation is edited",
    Direction.IMPL_AHEAD: "accept it with `moment sync accept`, and the specification is edited",
    Direction.CONFLICT: "choose with `moment sync accept --side spec` or `--side impl`",
}


def _in_doubt(edit: Edit) -> str:
    """What a whole type may be called, where that is not certain."""
    if edit.member is not None or not edit.candidates:
        return ""
    shown = " or ".join(f"`{name}`" for name in edit.candidates)
    return f"; it may be {shown} under another name: `@moment` above the type says which"


def _short(text: str | None) -> str:
    shown = text or "absent"
    return shown if len(shown) <= 40 else f"{shown[:39]}…"
