"""Two names that become one in a target, and names that nothing can be called after.

A target states what it will call things as claims; what collides is found here, the same way for every target and
before anything is rendered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from moment.diagnostics.model import Diagnostic, Label
from moment.generate.naming import folded, is_usable
from moment.generate.rules import NAME_COLLISION_IN_TARGET, OUTPUT_PATH_COLLISION, UNUSABLE_NAME
from moment.generate.target import select
from moment.model.domain import Domain
from moment.text.span import Place


class Claim(NamedTuple):
    """``element`` (its name, at ``place``) is called ``resulting`` in ``scope``.

    ``space`` tells exports of a module from members of a type and from paths; only paths are compared without regard
    to case and normalisation. A place of ``None`` belongs to the target itself; an empty ``resulting`` says that
    nothing can be called after ``name``.
    """

    scope: str
    space: str
    resulting: str
    element: str
    name: str
    place: Place | None


def collisions(
    domain: Domain, targets: Iterable[str], settings: Mapping[str, Any] = MappingProxyType({})
) -> Iterator[Diagnostic]:
    """MOM908, MOM921 and MOM922 of ``domain`` for the ``targets`` (names, and what they bring).

    ``settings`` goes from a target's name to its settings; absent ones have their defaults. A finding that two
    targets share is given once, for the first.
    """
    seen: set[tuple[str, Place]] = set()
    for target in select(targets):
        claims = getattr(target, "claims", None)
        if claims is None:
            continue
        chosen = settings.get(target.name) or target.settings()
        for diagnostic in _of_claims(claims(domain, chosen), target.name):
            key = (diagnostic.code, diagnostic.place)
            if key not in seen:
                seen.add(key)
                yield diagnostic


def _of_claims(claims: Iterable[Claim], target: str) -> Iterator[Diagnostic]:
    first: dict[tuple[str, str, str], Claim] = {}
    clashing: set[tuple[str, str]] = set()
    for claim in claims:
        if not claim.resulting:
            yield from _unusable(claim, target)
            continue
        resulting = folded(claim.resulting) if claim.space == "path" else claim.resulting
        other = first.setdefault((claim.scope, claim.space, resulting), claim)
        if other.element == claim.element:
            continue
        pair = (other.element, claim.element)
        if pair not in clashing:
            clashing.add(pair)
            yield from _collision(other, claim, target)


def _unusable(claim: Claim, target: str) -> Iterator[Diagnostic]:
    if claim.place is not None:
        hint = "Choose another name." if is_usable(claim.name) else "Choose a name with a letter or a digit."
        yield UNUSABLE_NAME.at(claim.place, hint=hint, elements=(claim.element,), name=claim.name, target=target)


def _collision(first: Claim, second: Claim, target: str) -> Iterator[Diagnostic]:
    rule = OUTPUT_PATH_COLLISION if second.space == "path" else NAME_COLLISION_IN_TARGET
    later, earlier = (second, first) if second.place is not None else (first, second)
    if later.place is None:
        return
    labels = (Label(earlier.place, "the other one"),) if earlier.place is not None else ()
    yield rule.at(
        later.place,
        *labels,
        hint="Rename one of them.",
        elements=tuple(claim.element for claim in (later, earlier) if claim.place is not None),
        first=earlier.name,
        second=later.name,
        resulting=second.resulting,
        target=target,
    )
