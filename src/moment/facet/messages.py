"""What a page is told beside its bundle: where it stands (``facet-page``), and ``moment.live/1`` message by message."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import msgspec

from moment.behaviour.wire import Bundle, FlowDoc, ScenarioDoc
from moment.diagnostics.json import TextEdit

LIVE_FORMAT: Literal["moment.live/1"] = "moment.live/1"


class LivePart(msgspec.Struct, frozen=True, rename="camel"):
    """Members are camelCase in JSON; those that do not apply are ``null``."""


class ScenarioHead(LivePart, frozen=True):
    """As much of a scenario as a list shows."""

    scenario_id: str
    scenario_label: str
    kind: str
    verdict: str
    good: bool


class FlowHead(LivePart, frozen=True):
    """``hash`` names the ``FlowPart`` at ``/blob/<hash>``."""

    flow_id: str
    name: str
    hash: str
    scenarios: list[ScenarioHead]


class FlowPart(LivePart, frozen=True):
    """A flow with its scenarios, as they stand in a bundle."""

    flow: FlowDoc
    scenarios: list[ScenarioDoc]


class Held(LivePart, frozen=True):
    """A flow that is shown as it was at ``since`` (server time), because of errors in ``paths``."""

    flow_id: str
    since: str
    paths: list[str]


class Live(LivePart, frozen=True):
    """The state in which a page was served: messages after ``after`` are news; ``base`` names all but the flows."""

    url: str
    after: str
    base: str
    flows: list[FlowHead]
    held: list[Held]


class Page(LivePart, frozen=True):
    """``live`` is ``null`` in a page without a server; ``editor`` is an address with ``{path} {line} {column}``."""

    live: Live | None
    editor: str | None
    notices: list[str]
    embedded: bool


class LiveMessage(LivePart, frozen=True):
    """``t`` is in milliseconds since the file changed."""

    format: Literal["moment.live/1"]
    t: int


class Snapshot(LiveMessage, frozen=True, tag_field="type", tag="snapshot"):
    """All that there is, by hashes."""

    base: str
    flows: list[FlowHead]
    diagnostics: list[dict[str, Any]]
    held: list[Held]


class Patch(LiveMessage, frozen=True, tag_field="type", tag="patch"):
    """A flow that is new or another; ``flow`` is ``null`` when it has more than 256 kB."""

    flow_id: str
    hash: str
    base: str
    flow: FlowPart | None


class Removed(LiveMessage, frozen=True, tag_field="type", tag="removed"):
    """Flows that the specification no longer has."""

    flow_ids: list[str]


class DiagnosticsMessage(LiveMessage, frozen=True, tag_field="type", tag="diagnostics"):
    """All findings, and the flows that are shown as they last were; ``base`` has the texts that they point into."""

    base: str
    diagnostics: list[dict[str, Any]]
    held: list[Held]


class Recovered(LiveMessage, frozen=True, tag_field="type", tag="recovered"):
    """Flows that were held and no longer are."""

    flow_ids: list[str]


class Working(LiveMessage, frozen=True, tag_field="type", tag="working"):
    """Flows that are being explored, said after 150 ms."""

    flow_ids: list[str]


class Resync(LiveMessage, frozen=True, tag_field="type", tag="resync"):
    """The messages that are missing are gone: a snapshot follows."""

    reason: str


Message: TypeAlias = Snapshot | Patch | Removed | DiagnosticsMessage | Recovered | Working | Resync


class SimulateRequest(LivePart, frozen=True, forbid_unknown_fields=True):
    """A flow to be run with other options than those of the project; ``null``: as there."""

    flow: str
    faults: dict[str, int] | None = None
    max_faults: int | None = None
    instances: int | None = None
    seed: int | None = None


class ApplyRequest(LivePart, frozen=True, forbid_unknown_fields=True):
    """An edit that was offered, with the SHA-256 of every text that it was made for."""

    edits: list[TextEdit]
    sha256: dict[str, str]


class Applied(LivePart, frozen=True):
    applied: list[str]


class Refused(LivePart, frozen=True):
    """Why there is no other answer, in a whole sentence."""

    error: str


PUBLISHED = (Bundle, Page, Message, FlowPart, SimulateRequest, ApplyRequest, Applied, Refused)
"""What the page knows of Python's types."""
