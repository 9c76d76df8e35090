"""The message of a snapshot's commit: a subject, and what the snapshot knows of itself as Git trailers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

Metadata: TypeAlias = Mapping[str, "str | Sequence[str]"]

TRAILERS = {
    "kind": "Moment-Kind",
    "label": "Moment-Label",
    "specification": "Moment-Specification",
    "head": "Moment-Head",
    "branch": "Moment-Branch",
    "saga": "Moment-Saga",
    "proposal": "Moment-Proposal",
    "version": "Moment-Version",
}
"""What may be said of a snapshot, and the trailer that says it, in the order of the message."""
GIVEN = ("kind", "specification", "saga", "proposal")
"""Those that a caller says; the others are found."""
KINDS = ("snapshot", "push", "reconcile", "pre-rollback")
_LINE = re.compile(r"^(Moment-[A-Za-z]+): (.*)$")


def checked(metadata: Metadata) -> dict[str, tuple[str, ...]]:
    """What a caller says, as tuples. Raises ``ValueError`` for a word that no trailer has, or an unknown kind."""
    unknown = sorted(set(metadata) - set(GIVEN))
    if unknown:
        raise ValueError(f"a snapshot has no `{unknown[0]}`: {', '.join(GIVEN)}")
    found = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in metadata.items()}
    for kind in found.get("kind", ()):
        if kind not in KINDS:
            raise ValueError(f"no kind of snapshot `{kind}`: {', '.join(KINDS)}")
    return found


def message(subject: str, facts: Mapping[str, Sequence[str]]) -> str:
    """The text of a commit; line breaks in values are folded, so that no value can pose as a trailer."""
    said = ((name, _line(value)) for name in TRAILERS for value in facts.get(name, ()))
    lines = [f"{TRAILERS[name]}: {value}" for name, value in said if value]
    return "\n".join((_line(subject), "", *lines)) + "\n"


def facts_in(text: str) -> dict[str, tuple[str, ...]]:
    """What the trailers in the last paragraph of a message say."""
    names = {trailer: name for name, trailer in TRAILERS.items()}
    found: dict[str, tuple[str, ...]] = {}
    for trailer, value in _trailers(text):
        name = names.get(trailer)
        if name is not None:
            found[name] = (*found.get(name, ()), value)
    return found


def _trailers(text: str) -> Iterator[tuple[str, str]]:
    _, blank, paragraph = text.rstrip().rpartition("\n\n")
    for line in paragraph.splitlines() if blank else ():
        matched = _LINE.match(line)
        if matched:
            yield matched[1], matched[2]


def _line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
