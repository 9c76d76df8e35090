"""``moment.facet/1`` member by member: the types that write the bundle are the format."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from moment.behaviour.wire_tables import Tables
from moment.diagnostics.json import TextEdit

FORMAT: Literal["moment.facet/1"] = "moment.facet/1"


class Part(msgspec.Struct, frozen=True, rename="camel"):
    """Members are camelCase in JSON; those that do not apply are ``null``."""


class PlaceDoc(Part, frozen=True):
    """Line and column count from 1."""

    path: str
    line: int
    column: int


class ScopeDoc(Part, frozen=True):
    """What makes the model finite; ``budgets`` per kind of fault."""

    instances: int
    faults: int
    budgets: dict[str, int]


class FieldDoc(Part, frozen=True):
    name: str
    type: str
    classification: str | None
    place: PlaceDoc


class EdgeDoc(Part, frozen=True):
    source: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    on: str | None = None


class MachineDoc(Part, frozen=True):
    states: list[str]
    edges: list[EdgeDoc]
    initial: str | None
    finals: list[str]


class PreconditionDoc(Part, frozen=True):
    name: str
    text: str
    formal: bool
    place: PlaceDoc


class CommandDoc(Part, frozen=True):
    id: str
    name: str
    inputs: list[FieldDoc]
    preconditions: list[PreconditionDoc]
    mode: Literal["all", "one"]
    emits: list[str]
    place: PlaceDoc


class EventDoc(Part, frozen=True):
    id: str
    name: str
    fields: list[FieldDoc]
    place: PlaceDoc


class AggregateDoc(Part, frozen=True):
    id: str
    name: str
    identity: str | None
    lifecycle: MachineDoc | None
    commands: list[CommandDoc]
    events: list[EventDoc]
    place: PlaceDoc


class ContextDoc(Part, frozen=True):
    """``at`` is the place on the context map: column and row."""

    name: str
    classification: str | None
    description: str | None
    at: tuple[int, int]
    aggregates: list[AggregateDoc]
    place: PlaceDoc


class PolicyDoc(Part, frozen=True):
    id: str
    name: str
    context: str
    trigger: str | None
    action: str
    chains: list[str]
    place: PlaceDoc


class SagaDoc(Part, frozen=True):
    """``undo`` are pairs: the command, and the one that undoes it."""

    id: str
    name: str
    context: str
    trigger: str
    machine: MachineDoc
    undo: list[tuple[str, str]]
    compensation: str
    timeout: str | None
    place: PlaceDoc


class RelationshipDoc(Part, frozen=True):
    source: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    type: str
    contract: str
    place: PlaceDoc


class TermDoc(Part, frozen=True):
    word: str
    context: str
    meaning: str
    place: PlaceDoc


class ModelDoc(Part, frozen=True):
    contexts: list[ContextDoc]
    policies: list[PolicyDoc]
    sagas: list[SagaDoc]
    relationships: list[RelationshipDoc]
    terms: list[TermDoc]


class LineageDoc(Part, frozen=True):
    """A field's value flows; ``how`` is ``contract``, ``context`` (seen before) or ``emitted``."""

    source: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    how: Literal["contract", "context", "emitted"]
    flow: str
    carried: bool


class SourceDoc(Part, frozen=True, omit_defaults=True):
    path: str
    sha256: str
    text: str | None = None


class LaneDoc(Part, frozen=True):
    """A lane of a context or of an outcome, whose other member is ``null``."""

    id: str
    label: str
    context: str | None
    outcome: str | None
    classification: str | None


class PlacementDoc(Part, frozen=True):
    id: str
    lane: str
    node: str
    kind: str
    modifier: str | None
    place: PlaceDoc


class ArmDoc(Part, frozen=True):
    condition: str
    lane: str | None
    placements: list[PlacementDoc]
    place: PlaceDoc


class MomentDoc(Part, frozen=True):
    id: str
    label: str
    branch: bool
    arms: list[ArmDoc]
    placements: list[PlacementDoc]
    place: PlaceDoc


class EndDoc(Part, frozen=True):
    """``runs`` is a decimal text, ``probability`` a fraction, ``null`` for an end that only faults reach."""

    verdict: str
    outcome: str | None
    runs: str
    probability: str | None


class FigureDoc(Part, frozen=True):
    """A rung of the ladder of faults; ``limit`` says which limit left it incomplete."""

    faults: int
    runs: str
    states: int
    transitions: int
    ends: list[EndDoc]
    limit: str | None


class ArmProbability(Part, frozen=True):
    """``condition`` is ``null`` for taking no arm."""

    condition: str | None
    probability: str


class DecisionDoc(Part, frozen=True):
    moment: str
    arms: list[ArmProbability]


class CoverageDoc(Part, frozen=True):
    element: str
    reached: int
    of: int
    furthest: str | None
    place: PlaceDoc
    kind: str


class LedgerField(Part, frozen=True):
    field: str
    type: str
    required: bool
    carried: bool
    used_by: list[str]
    place: PlaceDoc


class LedgerDoc(Part, frozen=True):
    crossing: str
    relationship: str
    delivery: str
    fields: list[LedgerField]


class CauseDoc(Part, frozen=True):
    seq: int
    reason: str


class ConeDoc(Part, frozen=True):
    """A step of the finding's scenario that led to its end; ``last`` when nothing in the cone follows from it."""

    seq: int
    text: str
    because: list[CauseDoc]
    last: bool


class WaitNodeDoc(Part, frozen=True):
    """``there`` is false for what is missing; ``place`` is ``null`` where the specification has none."""

    id: str
    kind: Literal["step", "decision", "event", "message", "condition", "command"]
    name: str
    there: bool
    place: PlaceDoc | None


class WaitEdgeDoc(Part, frozen=True):
    source: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    reason: str


class WaitsDoc(Part, frozen=True):
    """Who waits for whom; ``owed`` and ``circles`` hold identifiers of nodes."""

    owed: list[str]
    nodes: list[WaitNodeDoc]
    edges: list[WaitEdgeDoc]
    circles: list[list[str]]


class DivergenceDoc(Part, frozen=True):
    """In the last state with hope the run did ``taken``; after ``instead`` a good end could have followed."""

    taken: str
    instead: str


class FailureDoc(Part, frozen=True):
    code: str
    verdict: str
    subject: str
    detail: str


class MendedDoc(Part, frozen=True):
    """Decimal texts of all runs and of those that end so; the probability of a good end, a fraction."""

    runs: str
    failing: str
    good: str


class RepairDoc(Part, frozen=True):
    """A change of the specification that was explored again; ``brings`` are new failures that need more faults.

    ``reveals`` are failures that the runs had as well, hidden behind the one that is gone.
    """

    kind: str
    title: str
    edits: list[TextEdit]
    removes: list[FailureDoc]
    brings: list[FailureDoc]
    reveals: list[FailureDoc]
    before: MendedDoc
    after: MendedDoc


class FindingDoc(Part, frozen=True):
    """``minimal`` when no part of the recipe can be left out, ``always`` when every run that obeys it ends so.

    ``repairs_tried`` changes were explored again; ``repairs_untried`` says why no more were.
    """

    code: str
    verdict: str
    scenario_id: str | None
    recipe: list[str]
    minimal: bool
    always: bool
    cone: list[ConeDoc]
    waits: WaitsDoc | None
    point_of_no_return: int | None
    nearest_good: str | None
    diverges_at: DivergenceDoc | None
    min_faults: int
    repairs: list[RepairDoc]
    repairs_tried: int
    repairs_untried: str | None


class WalkEndDoc(Part, frozen=True):
    """Walks of one mode that ended alike, with the first of them.

    ``probability`` and its 95 % interval are those of the uniform walks, ``null`` for the other modes.
    """

    mode: Literal["uniform", "fault-biased", "coverage-guided"]
    verdict: str
    outcome: str | None
    walks: int
    probability: float | None
    low: float | None
    high: float | None
    number: int
    actions: list[str]


class BreachDoc(Part, frozen=True):
    """Walks that ended badly for one reason; the example has the fewest faults seen."""

    verdict: str
    element: str
    detail: str
    walks: int
    faults: int
    number: int
    recipe: list[str]
    actions: list[str]


class DistinctDoc(Part, frozen=True):
    """Distinct ends (arms, faults, verdict, outcome): ``count`` is an estimate unless ``exact``.

    ``leftOut`` walks have a signature that is not listed.
    """

    count: int
    exact: bool
    left_out: int


class WalkSignatureDoc(Part, frozen=True):
    arms: list[str]
    faults: list[str]
    verdict: str
    outcome: str | None
    walks: int


class WalkFaults(Part, frozen=True):
    faults: int
    walks: int


class WalkLength(Part, frozen=True):
    steps: int
    walks: int


class WalkAction(Part, frozen=True):
    action: str
    times: int


class WalksDoc(Part, frozen=True):
    """What seeded walks saw; ``steps`` are the actions of all of them."""

    walks: int
    steps: int
    ends: list[WalkEndDoc]
    breaches: list[BreachDoc]
    distinct: DistinctDoc
    signatures: list[WalkSignatureDoc]
    faults: list[WalkFaults]
    lengths: list[WalkLength]
    actions: list[WalkAction]


class FlowDoc(Part, frozen=True):
    """Where ``tables`` are left out for their size, ``tablesOmitted`` says how many bytes they are; the reason is said."""

    flow_id: str
    name: str
    description: str
    lanes: list[LaneDoc]
    moments: list[MomentDoc]
    figures: list[FigureDoc]
    decisions: list[DecisionDoc]
    coverage: list[CoverageDoc]
    ledger: list[LedgerDoc]
    findings: list[FindingDoc]
    walks: WalksDoc | None
    tables: Tables | None
    tables_omitted: int | None
    tables_reason: str | None


class Branch(Part, frozen=True):
    moment_name: str
    condition: str
    route_chosen: str


class EventSeen(Part, frozen=True):
    event_id: str
    event_type: str
    product_source: str
    causation_event_ids: list[str]
    correlation_id: str
    timestamp: str
    version: str
    payload: dict[str, Any]


class VerdictDoc(Part, frozen=True):
    kind: str
    good: bool
    outcome: str | None
    text: str
    point_of_no_return: int | None
    nearest_good: str | None


class DiffDoc(Part, frozen=True):
    path: str
    before: str = msgspec.field(name="from")
    after: str = msgspec.field(name="to")


class CheckDoc(Part, frozen=True):
    kind: str
    name: str
    holds: bool
    why: str


class StepDoc(Part, frozen=True):
    """``good`` is the probability of a good end from here on, a fraction; ``null`` inside an action of several steps."""

    seq: int
    action: str
    kind: str
    lane: str | None
    context: str | None
    aggregate: str | None
    moment: str | None
    arm: str | None
    beyond_flow: bool
    event_ids: list[str]
    at: str
    causes: list[CauseDoc]
    correlation: str
    diff: list[DiffDoc]
    checks: list[CheckDoc]
    fault: str | None
    place: PlaceDoc
    good: str | None


class SagaState(Part, frozen=True):
    seq: int
    state: str
    phase: str


class Debt(Part, frozen=True):
    seq: int
    owed: list[str]


class SagaSeenDoc(Part, frozen=True):
    saga: str
    instance: int
    states: list[SagaState]
    debt: list[Debt]


class ContractField(Part, frozen=True):
    field: str
    type: str
    required: bool
    verdict: str
    value: Any


class ContractDoc(Part, frozen=True):
    crossing: str
    seq: int
    fields: list[ContractField]


class VariationDoc(Part, frozen=True):
    """Enums take the value of the ``number`` of the variant; in a ``sparse`` run what is optional is left out."""

    number: int
    sparse: bool


class ScenarioDoc(Part, frozen=True):
    """``variation`` is what its values differ in from those of a plain run, ``null`` for one."""

    scenario_id: str
    scenario_label: str
    description: str
    given: str
    when: str
    then: str
    expected_path: list[str]
    active_branches: list[Branch]
    events: list[EventSeen]
    kind: str
    verdict: VerdictDoc
    flow_id: str
    seed: int
    faults: list[str]
    choices: list[str]
    steps: list[StepDoc]
    sagas: list[SagaSeenDoc]
    contracts: list[ContractDoc]
    variation: VariationDoc | None = None


class Bundle(Part, frozen=True):
    """``$comment`` stands before ``format`` in the file; it vouches for all that follows it."""

    format: Literal["moment.facet/1"]
    project: str
    spec_hash: str
    seed: int
    scope: ScopeDoc
    model: ModelDoc
    lineage: list[LineageDoc]
    sources: list[SourceDoc]
    flows: list[FlowDoc]
    scenarios: list[ScenarioDoc]
    diagnostics: list[dict[str, Any]]


class Diagnostics(msgspec.Struct, frozen=True):
    """As much of ``moment.check/1`` as the bundle takes over."""

    diagnostics: list[dict[str, Any]]
