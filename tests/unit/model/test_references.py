from __future__ import annotations

import pytest

from moment.model.domain import Reference
from tests.unit.model.specifications import domain_of

EVENTS = """
context "A"
  aggregate "One" identity id: UUID
    command Do emits Done
    event Done
    event Shared
  aggregate "Two" identity id: UUID
    event Other
    event Shared
context "B"
  aggregate "Three" identity id: UUID
    command DoB emits Elsewhere
    event Elsewhere
    event Twice
context "C"
  aggregate "Four" identity id: UUID
    command DoC emits Twice
    event Twice
"""


def resolve(reference: Reference | None) -> tuple[str | None, tuple[str, ...]]:
    assert reference is not None
    return reference.target, reference.candidates


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Done", ("A/One/Done", ())),
        ("Elsewhere", ("B/Three/Elsewhere", ())),
        ("Twice", (None, ("B/Three/Twice", "C/Four/Twice"))),
        ("Nothing", (None, ())),
        ("Do", (None, ())),
    ],
)
def test_a_trigger_is_an_own_event_or_the_only_one_anywhere(
    name: str, expected: tuple[str | None, tuple[str, ...]]
) -> None:
    domain = domain_of(EVENTS, f'context "A"\n  policy P trigger {name} action "x"\n')
    assert resolve(domain.policy["A/P"].trigger) == expected


def test_of_several_owners_the_one_that_crosses_here_is_meant() -> None:
    flow = """
        flow "f"
          lane c "C"
          lane a "A"
          moment "M"
            c: Twice crosses-to a via Partnership contract id: UUID
    """
    domain = domain_of(EVENTS, 'context "A"\n  policy P trigger Twice action "x"\n', flow)
    assert resolve(domain.policy["A/P"].trigger) == ("C/Four/Twice", ())


def test_a_policy_that_watches_files_has_no_trigger() -> None:
    domain = domain_of('context "A"\n  policy P trigger "file-watcher" action "look"\n')
    assert domain.policy["A/P"].trigger is None


@pytest.mark.parametrize(
    ("name", "expected"), [("DoB", "B/Three/DoB"), ("Do", "A/One/Do"), ("Done", None), ("Nothing", None)]
)
def test_chains_lead_to_commands(name: str, expected: str | None) -> None:
    domain = domain_of(EVENTS, f'context "A"\n  policy P trigger Done action "x" chains-to {name}\n')
    assert [chained.target for chained in domain.policy["A/P"].chains] == [expected]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Done", "A/One/Done"), ("Do", "A/One/Do"), ("Elsewhere", "B/Three/Elsewhere"), ("DoB", "B/Three/DoB")],
)
def test_a_service_produces_an_event_or_a_command(name: str, expected: str) -> None:
    text = f'context "A"\n  service S consumes Done produces {name} description "x"\n'
    assert domain_of(EVENTS, text).service["A/S"].produces.target == expected


@pytest.mark.parametrize(
    ("aggregate", "name", "expected"),
    [
        ("One", "Shared", "A/One/Shared"),
        ("Two", "Shared", "A/Two/Shared"),
        ("Two", "Done", "A/One/Done"),
        ("Two", "Elsewhere", None),
    ],
)
def test_a_command_emits_events_of_its_aggregate_then_of_its_context(
    aggregate: str, name: str, expected: str | None
) -> None:
    text = f'context "A"\n  aggregate "{aggregate}" identity id: UUID\n    command Probe emits {name}\n'
    (emitted,) = domain_of(EVENTS, text).command[f"A/{aggregate}/Probe"].emits
    assert emitted.target == expected


def test_emitters_are_commands_and_services_in_declared_order() -> None:
    domain = domain_of("""
        context "A"
          aggregate "B" identity id: UUID
            command First emits Done, Other
            command Second emits Done or Done
            event Done
            event Other
          service S consumes Other produces Done description "x"
        context "Z"
          service T consumes Done produces Done description "x"
    """)
    assert domain.event["A/B/Done"].emitters == ("A/B/First", "A/B/Second", "A/S", "Z/T")
    assert domain.event["A/B/Other"].emitters == ("A/B/First",)
    assert [domain.command[identity].mode for identity in ("A/B/First", "A/B/Second")] == ["all", "one"]


@pytest.mark.parametrize(
    ("scope", "expected"), [("One", "A/One"), ("Item", "A/Item"), ("A", "A"), ("Size", None), ("B", None)]
)
def test_the_scope_of_an_invariant_is_an_aggregate_a_value_object_or_its_context(
    scope: str, expected: str | None
) -> None:
    text = f'context "A"\n  value-object Item\n    x: UUID\n  enum Size = S\n  invariant I "x" scope {scope}\n'
    (invariant,) = domain_of(EVENTS, text).contexts[-1].invariants
    assert invariant.scope.target == expected


def test_relationships_lead_to_contexts() -> None:
    text = 'context "A"\n  relationship A -> "Nowhere" type Conformist contract "x"\n'
    (relationship,) = domain_of(text).contexts[0].relationships
    assert (relationship.source.target, relationship.target.target) == ("A", None)
    assert (relationship.kind, relationship.contract, relationship.context) == ("Conformist", "x", "A")
    assert text[relationship.place.start : relationship.place.end] == 'A -> "Nowhere"'


def test_projections_read_from_events() -> None:
    domain = domain_of(EVENTS, 'context "A"\n  projection P from Done, Elsewhere, Nothing\n    id: UUID\n')
    projection = domain.projection["A/P"]
    assert [source.target for source in projection.sources] == ["A/One/Done", "B/Three/Elsewhere", None]
    assert [field.name for field in projection.fields] == ["id"]


@pytest.mark.parametrize(
    ("written", "text", "seconds"),
    [
        ("none", None, None),
        ('"none"', None, None),
        ("30m", "30m", 1800),
        ("P2W", "P2W", 1_209_600),
        ("Soon", "Soon", None),
    ],
)
def test_a_saga_waits_as_long_as_it_says(written: str, text: str | None, seconds: int | None) -> None:
    saga = f"""
        context "A"
          saga S trigger Elsewhere
            states X -> Y on Done
            undo DoB with Nothing
            compensation "call"
            timeout {written}
    """
    found = domain_of(EVENTS, saga).saga["A/S"]
    assert (found.timeout, found.timeout_seconds) == (text, seconds)
    assert found.trigger.target == "B/Three/Elsewhere"
    assert [edge.event and edge.event.target for edge in found.machine.edges] == ["A/One/Done"]
    assert [(undo.command.target, undo.with_command.target) for undo in found.undo] == [("B/Three/DoB", None)]
