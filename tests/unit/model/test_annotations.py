from __future__ import annotations

import pytest

from moment.model.domain import Domain, Element, Flow, Term
from tests.unit.model.specifications import domain_of

CONTEXT = 'context "A"\n  aggregate "B" identity id: UUID\n    event First\n'


def carriers(domain: Domain) -> dict[str, list[str]]:
    """The values of the annotations that each declaration carries."""
    found: dict[str, list[str]] = {}
    for context in domain.contexts:
        elements: list[Element] = [context, *context.aggregates, *context.commands, *context.events]
        elements += [*context.all_value_objects, *context.all_enums, *context.all_invariants]
        elements += [*context.services, *context.policies, *context.sagas, *context.projections]
        for element in elements:
            if not isinstance(element, Term | Flow) and element.annotations:
                found[element.id] = [annotation.value for annotation in element.annotations]
    return found


@pytest.mark.parametrize(
    ("declaration", "identity"),
    [
        ("    event Next\n", "A/B/Next"),
        ("    command Do emits First\n", "A/B/Do"),
        ('  aggregate "C" identity id: UUID\n', "A/C"),
        ("  value-object V\n    x: string\n", "A/V"),
        ("  enum E = X | Y\n", "A/E"),
        ('  invariant I-1 "true" scope B\n', "A/I-1"),
        ('  service S consumes First produces First description "x"\n', "A/S"),
        ('  policy P trigger First action "x"\n', "A/P"),
        ('  saga G trigger First states X compensation "x" timeout none\n', "A/G"),
        ("  projection R from First\n", "A/R"),
        ('context "Z"\n', "Z"),
    ],
)
def test_an_annotation_classifies_the_next_declaration(declaration: str, identity: str) -> None:
    domain = domain_of(f"{CONTEXT}@classification(PII)\n{declaration}    \n")
    assert carriers(domain) == {identity: ["PII"]}
    assert domain.stray_annotations == ()


def test_annotations_before_one_declaration_are_all_its_own() -> None:
    domain = domain_of(f"{CONTEXT}    @classification(PII)\n    @retention(long)\n    event Next\n")
    assert carriers(domain) == {"A/B/Next": ["PII", "long"]}


def test_a_clause_between_does_not_take_it() -> None:
    domain = domain_of(f"{CONTEXT}    @classification(PII)\n    states X -> Y\n    event Next\n")
    assert carriers(domain) == {"A/B/Next": ["PII"]}


def test_text_order_decides_where_the_tree_has_another() -> None:
    domain = domain_of(f"""{CONTEXT}
  value-object V
    x: string
  @classification(PII)
    event Next
  value-object W
    x: string
""")
    assert carriers(domain) == {"A/B/Next": ["PII"]}


@pytest.mark.parametrize(
    "rest",
    [
        "",
        'flow "f"\n',
        '  term "Order" "a wish"\n',
        '  relationship A -> B type Partnership contract "x"\n',
    ],
)
def test_what_precedes_no_carrier_is_stray(rest: str) -> None:
    domain = domain_of(f"{CONTEXT}  @classification(PII)\n{rest}")
    assert carriers(domain) == {}
    assert [stray.annotation.value for stray in domain.stray_annotations] == ["PII"]


def test_no_annotation_reaches_the_next_file() -> None:
    domain = domain_of(f"{CONTEXT}  @classification(PII)\n", 'context "Z"\n')
    assert carriers(domain) == {}
    assert [stray.annotation.place.path for stray in domain.stray_annotations] == ["0.moment"]
