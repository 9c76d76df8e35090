from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain
from moment.text.source import Source
from moment.text.span import Place
from tests.unit.model.specifications import SHOP, domain_of, parsed
from tests.unit.model.texts import EVERYTHING


def test_a_project_without_files_is_empty() -> None:
    domain = build([])
    assert (domain.contexts, domain.flows, domain.stray_annotations) == ((), (), ())


def test_files_come_in_order_of_their_paths_and_declarations_as_written() -> None:
    files = [
        parsed('context "C"\nflow "z"', "b.moment"),
        parsed('context "B"\ncontext "A"\nflow "y"', "a.moment"),
    ]
    domain = build(files)
    assert [context.name for context in domain.contexts] == ["B", "A", "C"]
    assert [flow.name for flow in domain.flows] == ["y", "z"]


def test_equal_contexts_are_both_kept_and_the_first_answers() -> None:
    domain = domain_of('context "A" [Core]', 'context "A" [Generic]')
    assert [context.classification for context in domain.contexts] == ["Core", "Generic"]
    assert domain.context["A"].classification == "Core"


def test_equal_contexts_see_each_others_declarations() -> None:
    domain = domain_of(
        'context "A"\n  value-object Item\n    sku: string\n',
        'context "A"\n  value-object Box\n    item: Item\n',
    )
    assert domain.value_object["A/Box"].fields[0].type.target == "A/Item"


def test_identities_are_paths_of_names() -> None:
    domain = domain_of(EVERYTHING)
    assert list(domain.context) == ["Sales", "Dispatch"]
    assert list(domain.aggregate) == ["Sales/Order", "Dispatch/Parcel"]
    assert list(domain.command) == ["Sales/Order/SubmitOrder", "Dispatch/Parcel/PackParcel"]
    assert list(domain.event) == [
        "Sales/Order/OrderSubmitted",
        "Sales/Order/OrderRefused",
        "Dispatch/Parcel/ParcelPacked",
    ]
    assert list(domain.value_object) == ["Sales/Inner", "Sales/OrderLine", "Dispatch/Box"]
    assert list(domain.enum) == ["Sales/Reason"]
    assert list(domain.service) == ["Sales/Mailer"]
    assert list(domain.policy) == ["Sales/Pack", "Sales/Watch"]
    assert list(domain.saga) == ["Sales/Fulfil"]
    assert list(domain.projection) == ["Sales/Orders"]
    assert list(domain.flow) == ["sell"]


def test_of_equal_identities_the_first_answers_and_all_are_kept() -> None:
    domain = domain_of(
        'context "A"\n  aggregate "B" identity b: UUID\n    event E\n      one: string\n    event E\n      two: string\n'
    )
    assert [event.fields[0].name for event in domain.contexts[0].events] == ["one", "two"]
    assert domain.event["A/B/E"].fields[0].name == "one"
    assert [event.fields[0].name for event in domain.events_named["E"]] == ["one", "two"]


def test_bare_names_lead_to_all_who_bear_them() -> None:
    text = 'context "{}"\n  aggregate "X" identity x: UUID\n    command Do emits Done\n    event Done\n'
    domain = domain_of(text.format("A") + text.format("B"))
    assert [event.id for event in domain.events_named["Done"]] == ["A/X/Done", "B/X/Done"]
    assert [command.id for command in domain.commands_named["Do"]] == ["A/X/Do", "B/X/Do"]


def test_places_cover_names_and_extents_whole_declarations() -> None:
    text = 'context "A"\n  enum Size = Small | Large\n'
    (enum,) = domain_of(text).enum.values()
    assert enum.place == Place("0.moment", text.index("Size"), text.index("Size") + 4)
    assert text[enum.extent.start : enum.extent.end] == "enum Size = Small | Large"
    assert [(value, text[place.start : place.end]) for value, place in enum.values] == [
        ("Small", "Small"),
        ("Large", "Large"),
    ]


def test_what_the_parser_reports_missing_has_an_empty_reference() -> None:
    result = parse(Source("a.moment", 'context "A"\n  aggregate "B" identity b: UUID\n    command C\n      emits\n'))
    assert result.has_errors
    (command,) = build([result]).command.values()
    assert all(reference.is_missing and reference.target is None for reference in command.emits)


def test_nothing_resolves_to_a_context_without_a_name() -> None:
    result = parse(Source("a.moment", 'context\n  value-object V\n    x: string\nflow "f"\n  lane a ""\n'))
    domain = build([result])
    assert [lane.context for flow in domain.flows for lane in flow.lanes] == [None]


_WORDS = st.sampled_from([*EVERYTHING.split(), '"', ":", "->", "[", "]", ",", "×", "\n", "\n  ", "\n    "])


def _is_consistent(domain: Domain) -> bool:
    events = {event.id for context in domain.contexts for event in context.events}
    emitted = {ref.target for command in domain.command.values() for ref in command.emits if ref.target}
    return events == set(domain.event) and emitted <= events


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 3), st.lists(_WORDS, max_size=3)), max_size=8))
def test_every_mangled_text_builds(changes: list[tuple[int, int, list[str]]]) -> None:
    words = EVERYTHING.split(" ")
    for at, dropped, added in changes:
        words[at : at + dropped] = added
    result = parse(Source("a.moment", " ".join(words)))
    assert _is_consistent(build([result, parse(Source("b.moment", SHOP))]))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(EVERYTHING)))
def test_every_truncated_text_builds(end: int) -> None:
    assert _is_consistent(build([parse(Source("a.moment", EVERYTHING[:end]))]))
