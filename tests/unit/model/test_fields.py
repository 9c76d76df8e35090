from __future__ import annotations

from moment.model.domain import Deprecation
from moment.text.span import Place
from tests.unit.model.specifications import domain_of


def test_a_field_has_the_places_of_its_name_and_of_its_whole_type() -> None:
    text = 'context "A"\n  value-object V\n    lines: string[]?\n'
    (field,) = domain_of(text).value_object["A/V"].fields
    assert text[field.place.start : field.place.end] == "lines"
    assert text[field.type_place.start : field.type_place.end] == "string[]?"


def test_a_deprecation_keeps_reason_and_replacement() -> None:
    text = 'context "A"\n  value-object V\n    old: string [deprecated "unclear" -> "new"]\n    new: string\n'
    old, new = domain_of(text).value_object["A/V"].fields
    start, replacement = text.index("[deprecated"), text.index('"new"')
    assert old.deprecation == Deprecation(
        "unclear",
        "new",
        Place("0.moment", start, text.index("]") + 1),
        Place("0.moment", replacement, replacement + 5),
    )
    assert new.deprecation is None


def test_classification_is_the_fields_own_or_its_owners_or_the_aggregates() -> None:
    domain = domain_of("""
        context "A"
          @classification(PII)
          aggregate "B" identity id: UUID
            command C
              input secret: string
              emits E
            @classification(PCI)
            event E
              inherited: string
              @classification(PHI)
              own: string
              @retention("1 year")
              kept: string
          value-object V
            free: string
    """)
    owned = (
        *domain.command["A/B/C"].inputs,
        *domain.event["A/B/E"].fields,
        *domain.value_object["A/V"].fields,
    )
    found = {field.name: field.classification for field in owned}
    assert found == {"secret": "PII", "inherited": "PCI", "own": "PHI", "kept": "PCI", "free": None}
    identity = domain.aggregate["A/B"].identity
    assert identity is not None
    assert identity.classification == "PII"


def test_a_fields_own_annotations_are_kept() -> None:
    text = 'context "A"\n  value-object V\n    @retention("7 years")\n    x: string\n'
    (field,) = domain_of(text).value_object["A/V"].fields
    assert [(each.name, each.value) for each in field.annotations] == [("retention", "7 years")]
    (annotation,) = field.annotations
    assert text[annotation.place.start : annotation.place.end] == '@retention("7 years")'
    assert text[annotation.name_place.start : annotation.name_place.end] == "retention"
