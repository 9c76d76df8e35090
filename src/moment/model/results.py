"""What neighbours on the floor above hand to each other: derived cases, sample payloads, scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from moment.text.span import Place

CaseKind: TypeAlias = Literal[
    "step", "crossing", "arm", "ending", "return", "optional", "multiplicity", "refusal", "invariant", "lifecycle",
    "illegal-transition", "policy", "service", "projection", "saga-start", "saga-transition", "saga-timeout", "saga-undo",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """A value that decides an invariant in words: ``lines`` = ``[]``."""

    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Case:
    """One derived test. ``id`` is stable under insertion; positions are names, ``None`` where they do not apply.

    ``subject`` is the identity the case is about (command, event, policy, saga, invariant, crossing id), ``detail``
    what tells it from others of its kind (precondition name, edge ``from->to``, state), ``covers`` identities.
    """

    id: str
    kind: CaseKind
    title: str
    context: str | None
    flow: str | None
    moment: str | None
    arm: str | None
    subject: str
    detail: str | None
    given: tuple[str, ...]
    when: str
    then: tuple[str, ...]
    contract: str | None
    example: Example | None
    covers: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Sample:
    """Payloads of one moment or arm in the happy run.

    ``key`` is ``<flow>/<moment-slug>`` or ``<flow>/<moment-slug>/<condition>``; ``payloads`` goes from the bare name
    of a command or event to JSON values, ``sparse`` is the same without optional fields; ``history`` the identities
    of the events that happened before.
    """

    key: str
    flow: str
    moment: str
    arm: str | None
    payloads: Mapping[str, Any]
    sparse: Mapping[str, Any]
    history: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HappyRun:
    """The happy scenario of a flow: slugs of the moments it enters, and the condition it takes in each that branches."""

    flow: str
    moments: tuple[str, ...]
    arms: Mapping[str, str]
