from __future__ import annotations

from moment.language import syntax
from moment.model.domain import Machine, Reference
from moment.model.machines import machine
from moment.text.span import Place
from tests.unit.model.specifications import domain_of


def lifecycle(lines: str) -> Machine:
    text = f"""
        context "A"
          aggregate "B" identity id: UUID
            {lines}
            event E
            event F
          aggregate "C" identity id: UUID
            event G
        context "Z"
          aggregate "Y" identity id: UUID
            event H
    """
    found = domain_of(text).aggregate["A/B"].lifecycle
    assert found is not None
    return found


def test_an_aggregate_without_states_has_no_lifecycle() -> None:
    assert domain_of('context "A"\n  aggregate "B" identity id: UUID\n').aggregate["A/B"].lifecycle is None


def test_several_lines_make_one_machine() -> None:
    found = lifecycle("states Draft -> Placed on E -> Done on F\n            states Draft -> Lost")
    assert found.names == ("Draft", "Placed", "Done", "Lost")
    assert found.initial == "Draft"
    assert found.finals == ("Done", "Lost")
    assert found.chains == (("Draft", "Placed", "Done"), ("Draft", "Lost"))
    assert [(edge.source, edge.target, edge.event and edge.event.target) for edge in found.edges] == [
        ("Draft", "Placed", "A/B/E"),
        ("Placed", "Done", "A/B/F"),
        ("Draft", "Lost", None),
    ]


def test_a_lone_state_is_a_machine() -> None:
    found = lifecycle("states Only")
    assert (found.names, found.edges, found.chains) == (("Only",), (), (("Only",),))


def test_the_first_mention_is_the_place_of_a_state() -> None:
    text = 'context "A"\n  aggregate "B" identity id: UUID\n    states X -> Y\n    states Y -> X\n'
    found = domain_of(text).aggregate["A/B"].lifecycle
    assert found is not None
    assert [(name, place.start) for name, place in found.states] == [("X", text.index("X")), ("Y", text.index("Y"))]


def test_edges_find_events_of_other_aggregates_and_contexts_too() -> None:
    found = lifecycle("states X -> Y on G -> Z on H -> W on Nothing")
    assert [edge.event and edge.event.target for edge in found.edges] == ["A/C/G", "Z/Y/H", None]
    assert [edge.event and edge.event.name for edge in found.edges] == ["G", "H", "Nothing"]


def test_missing_names_make_no_state() -> None:
    missing = syntax.Name("", 5, 5)
    here = syntax.Name("Here", 0, 4)
    line = syntax.States(here, (syntax.Edge(here, missing, None),), 0, 5)
    found = machine([line], "a.moment", lambda name: Reference(name.text, Place("a.moment", name.start, name.end)))
    assert found == Machine((("Here", Place("a.moment", 0, 4)),), (), (("Here",),))


def test_formal_preconditions_refer_to_states_of_the_lifecycle() -> None:
    domain = domain_of("""
        context "A"
          aggregate "B" identity id: UUID
            states Draft -> Placed
            command C
              precondition early: "Not yet placed" not in Placed, Gone
              precondition worded: "In words"
              emits E
            event E
    """)
    formal, worded = domain.command["A/B/C"].preconditions
    assert (formal.name, formal.text, formal.negated, formal.is_formal) == ("early", "Not yet placed", True, True)
    assert [(state.name, state.target) for state in formal.states] == [("Placed", "Placed"), ("Gone", None)]
    assert worded.is_formal is False
