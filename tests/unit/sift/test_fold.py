"""What each event does to the model, and what is wrong with those that do nothing."""

from __future__ import annotations

import random
from typing import Any

import pytest

from moment.language.formatter import format_text
from moment.language.tokens import KEYWORDS, SMALL_WORDS
from moment.sift.describe import elements_of
from moment.sift.fold import fold
from tests.unit.sift.streams import codes, described, event, events, folded, line, messages, written

CONTEXT = ("BoundedContextDefined", {"contextName": "Sales", "classification": "Core"})
AGGREGATE = (
    "AggregateAdded",
    {"contextName": "Sales", "aggregateName": "Order", "identityField": {"name": "orderId", "type": "UUID"}},
)
PLACED = (
    "EventDefined",
    {
        "contextName": "Sales", "aggregateName": "Order", "eventName": "OrderPlaced",
        "fields": [{"name": "orderId", "type": "UUID"}, {"name": "total", "type": "Money?"}],
    },
)  # fmt: skip
PLACE = (
    "CommandDefined",
    {
        "contextName": "Sales", "aggregateName": "Order", "commandName": "PlaceOrder",
        "inputs": [{"name": "orderId", "type": "UUID"}], "emitsEvent": "OrderPlaced",
        "preconditions": [{"name": "open", "description": "The shop is open"}],
    },
)  # fmt: skip
BASE = (CONTEXT, AGGREGATE, PLACE, PLACED)
TEXT = """\
context "Sales" [Core]

  aggregate "Order"
    identity orderId: UUID

    command PlaceOrder
      input orderId: UUID
      precondition open: "The shop is open"
      emits OrderPlaced

    event OrderPlaced
      orderId: UUID
      total: Money?
"""


def text(*said: tuple[str, dict[str, Any]]) -> str:
    """The specification that events come to."""
    found = fold(events(*said))
    assert messages(found) == []
    return format_text(found.parsed) or ""


def test_the_published_events_give_the_published_elements() -> None:
    assert text(*BASE) == TEXT
    assert fold(events(*BASE)).domain.command["Sales/Order/PlaceOrder"].emits[0].target == "Sales/Order/OrderPlaced"


def of(name: str, **members: Any) -> dict[str, Any]:
    return {"contextName": "Sales", **members} if name else members


@pytest.mark.parametrize(
    ("kind", "payload", "expected"),
    [
        ("ValueObjectDefined", of("v", voName="Item", fields=[{"name": "sku", "type": "string"}]), "  value-object Item\n    sku: string\n"),
        ("ValueObjectDefined", of("v", aggregateName="Order", voName="Item", fields=[]), "    value-object Item\n"),
        ("InvariantDefined", of("i", invariantId="ORD-01", description="Never empty", scope="Order"), '  invariant ORD-01 "Never empty"\n    scope Order\n'),
        ("PolicyDefined", of("p", policyName="Thank", trigger="OrderPlaced", action="thank", chainsTo="PlaceOrder"), '  policy Thank\n    trigger OrderPlaced\n    action "thank"\n    chains-to PlaceOrder\n'),
        ("PolicyDefined", of("p", policyName="Watch", trigger="file-watcher", action="look"), '  policy Watch\n    trigger "file-watcher"\n    action "look"\n'),
        ("SagaDefined", of("s", sagaName="Pay", trigger="OrderPlaced", states=["Open", "Paid"], compensation="refund", timeout="none"), '  saga Pay\n    trigger OrderPlaced\n    states Open -> Paid\n    compensation "refund"\n    timeout "none"\n'),
        ("SagaDefined", of("s", sagaName="Pay", trigger="OrderPlaced", transitions=[{"from": "Open", "to": "Paid", "on": "OrderPlaced"}, {"from": "Paid", "to": "Done", "begins": True}], compensation="", timeout="72h", undo=[{"command": "PlaceOrder", "with": "PlaceOrder"}]), '  saga Pay\n    trigger OrderPlaced\n    states Open -> Paid on OrderPlaced\n    states Paid -> Done\n    undo PlaceOrder with PlaceOrder\n    compensation ""\n    timeout 72h\n'),
        ("EnumDefined", of("e", enumName="Size", values=["Small", "Large"]), "  enum Size = Small | Large\n"),
        ("ServiceDefined", of("s", serviceName="Mail", consumes="OrderPlaced", produces="PlaceOrder", description="mails"), '  service Mail\n    consumes OrderPlaced\n    produces PlaceOrder\n    description "mails"\n'),
        ("ProjectionDefined", of("p", projectionName="Open", **{"from": ["OrderPlaced"]}, fields=[{"name": "total", "type": "Money"}]), "  projection Open\n    from OrderPlaced\n    total: Money\n"),
        ("TermDefined", of("t", term="Order form", definition='says "what"'), '  term "Order form" "says \\"what\\""\n'),
        ("RelationshipDefined", of("r", source="Sales", target="Two Words", relationshipType="Partnership", contract="c"), '  relationship Sales -> "Two Words" type Partnership contract "c"\n'),
        ("EventDefined", of("e", aggregateName="Order", eventName="Lost", fields=[{"name": "a", "type": "Item[]", "deprecated": {"reason": "old", "replacement": "b"}}], annotations=[{"name": "retention", "value": "7 years"}]), '    @retention("7 years")\n    event Lost\n      a: Item[] [deprecated "old" -> "b"]\n'),
        ("CommandDefined", of("c", aggregateName="Order", commandName="Close", emits={"oneOf": ["OrderPlaced", "Lost"]}, preconditions=[{"name": "p", "description": "d", "notIn": ["Open"]}]), '    command Close\n      precondition p: "d" not in Open\n      emits OrderPlaced or Lost\n'),
    ],
)  # fmt: skip
def test_each_definition_gives_its_declaration(kind: str, payload: dict[str, Any], expected: str) -> None:
    found = text(*BASE, (kind, payload))
    assert found.replace(expected, "").rstrip("\n") == TEXT.rstrip("\n")
    assert expected in found


def test_flows_and_moments() -> None:
    flow = {"flowName": "order", "description": "d", "lanes": [{"id": "sales", "label": "Sales"}, {"id": "no", "label": "Nothing", "branch": True}]}  # fmt: skip
    moment = {
        "flowName": "order", "momentName": "Placing", "branching": True,
        "entries": [
            {"lane": "sales", "node": "PlaceOrder", "multiplicity": 3},
            {"when": "late", "outcome": "no", "entries": [
                {"lane": "no", "node": "OrderPlaced", "modifier": "terminal", "links": [{"kind": "returns-to", "target": "Placing", "atMost": 2}],
                 "crossing": {"to": "sales", "via": "Partnership", "delivery": "exactly-once", "ordered": True, "idempotentBy": "orderId",
                              "contract": [{"name": "orderId", "type": "UUID", "required": True}]}},
            ]},
        ],
    }  # fmt: skip
    assert (
        text(("FlowDefined", flow), ("MomentDefined", moment))
        == """\
flow "order"
  description "d"

  lane sales "Sales"
  branch-lane no "Nothing"

  moment "Placing" [branch]
    sales: PlaceOrder (×3)
    when late [no]
      no: OrderPlaced [terminal] crosses-to sales via Partnership
        delivery exactly-once ordered idempotent by orderId
        contract
          orderId: UUID [required]
        returns-to "Placing" at-most 2
"""
    )


def test_a_definition_replaces_the_one_before_where_it_stands() -> None:
    changed = ("CommandDefined", {**PLACE[1], "preconditions": []})
    assert text(*BASE, changed) == TEXT.replace('      precondition open: "The shop is open"\n', "")


def test_an_order_is_a_place_among_siblings() -> None:
    first = ("EventDefined", {**PLACED[1], "eventName": "First", "fields": [], "order": 0})
    assert text(*BASE, first).index("event First") < text(*BASE, first).index("command PlaceOrder")
    last = ("EventDefined", {**first[1], "order": 10**30})
    assert text(*BASE, last).index("event First") > text(*BASE, last).index("command PlaceOrder")


@pytest.mark.parametrize(
    ("kind", "payload", "old", "new"),
    [
        ("EventFieldAdded", {"fieldName": "note", "type": "string"}, "total: Money?\n", "total: Money?\n      note: string\n"),
        ("EventFieldRemoved", {"fieldName": "total"}, "      total: Money?\n", ""),
        ("EventFieldRevised", {"fieldName": "total", "type": "number"}, "total: Money?", "total: number"),
        ("EventFieldRevised", {"fieldName": "total", "deprecated": {"reason": "r", "replacement": "sum"}}, "Money?", 'Money? [deprecated "r" -> "sum"]'),
        ("EventFieldRenamed", {"fieldName": "total", "newName": "sum"}, "total: Money?", "sum: Money?"),
        ("DomainEventPayloadRevised", {"fields": [{"name": "a", "type": "Date"}]}, "orderId: UUID\n      total: Money?", "a: Date"),
    ],
)  # fmt: skip
def test_a_field_is_changed(kind: str, payload: dict[str, Any], old: str, new: str) -> None:
    named = {"contextName": "Sales", "aggregateName": "Order", "eventName": "OrderPlaced", **payload}
    head, tail = TEXT.split("    event OrderPlaced")
    assert text(*BASE, (kind, named)) == f"{head}    event OrderPlaced{tail.replace(old, new)}"


def test_inputs_are_revised() -> None:
    named = {"contextName": "Sales", "aggregateName": "Order", "commandName": "PlaceOrder", "inputs": []}
    assert text(*BASE, ("CommandInputRevised", named)) == TEXT.replace("      input orderId: UUID\n", "")


def test_what_is_removed_takes_along_what_stands_in_it() -> None:
    gone = ("AggregateRemoved", {"contextName": "Sales", "aggregateName": "Order", "reason": "merged"})
    assert text(*BASE, gone) == 'context "Sales" [Core]\n'
    assert text(*BASE, gone, ("BoundedContextRemoved", {"contextName": "Sales"})) == ""
    assert text(*BASE, gone, ("AggregateRemoved", gone[1])) == 'context "Sales" [Core]\n'


WORLD = """\
context "Sales"

  aggregate "Order"
    identity orderId: UUID
    states Open -> Placed on OrderPlaced

    command PlaceOrder
      input lines: Line[]
      emits OrderPlaced

    event OrderPlaced
      lines: Line[]
      old: string [deprecated "r" -> "lines"]

  value-object Line
    sku: string

  invariant SAL-01 "x"
    scope Order

  policy Again
    trigger OrderPlaced
    action "again"
    chains-to PlaceOrder

  saga Ship
    trigger OrderPlaced
    states A -> B on OrderPlaced
    undo PlaceOrder with PlaceOrder
    compensation "c"
    timeout "none"

  service Mail
    consumes OrderPlaced
    produces PlaceOrder
    description "d"

  projection All
    from OrderPlaced
    lines: Line[]

context "Depot"

  aggregate "Parcel"
    identity id: UUID

    event ParcelPacked
      lines: Sales.Line[]

  relationship Sales -> Depot type Partnership contract "c"

flow "f"
  lane sales "Sales"
  lane depot "Depot"

  moment "One"
    sales: OrderPlaced crosses-to depot via Partnership
      idempotent by lines
      contract
        lines: Line[] [required]
    sales: Ship

  moment "Two"
    depot: ParcelPacked
      triggered-by OrderPlaced
      returns-to "One"
"""


@pytest.mark.parametrize(
    ("kind", "payload", "words"),
    [
        ("BoundedContextRenamed", {"contextName": "Sales", "newName": "Shop"}, {'"Sales"': '"Shop"', "Sales ->": "Shop ->", "Sales.Line": "Shop.Line"}),
        ("AggregateRenamed", {"contextName": "Sales", "aggregateName": "Order", "newName": "Cart"}, {'"Order"': '"Cart"', "scope Order": "scope Cart"}),
        ("EventRenamed", {"contextName": "Sales", "aggregateName": "Order", "eventName": "OrderPlaced", "newName": "Bought"}, {"OrderPlaced": "Bought"}),
        ("CommandRenamed", {"contextName": "Sales", "aggregateName": "Order", "commandName": "PlaceOrder", "newName": "Buy"}, {"PlaceOrder": "Buy"}),
        ("ValueObjectRenamed", {"contextName": "Sales", "voName": "Line", "newName": "Row"}, {"Line": "Row"}),
        ("SagaRenamed", {"contextName": "Sales", "sagaName": "Ship", "newName": "Send"}, {"Ship": "Send"}),
        ("FlowRenamed", {"flowName": "f", "newName": "g"}, {'flow "f"': 'flow "g"'}),
        ("MomentRenamed", {"flowName": "f", "momentName": "One", "newName": "Uno"}, {'"One"': '"Uno"'}),
        ("EventFieldRenamed", {"contextName": "Sales", "aggregateName": "Order", "eventName": "OrderPlaced", "fieldName": "lines", "newName": "rows"}, {
            "    event OrderPlaced\n      lines": "    event OrderPlaced\n      rows", '-> "lines"': '-> "rows"',
            "idempotent by lines": "idempotent by rows", "contract\n        lines": "contract\n        rows",
        }),
    ],
)  # fmt: skip
def test_a_new_name_is_used_by_everything_that_refers(
    kind: str, payload: dict[str, Any], words: dict[str, str]
) -> None:
    from moment.sift.publish import closing
    from tests.unit.sift.streams import NOW

    before = closing(fold([]), described(WORLD), now=NOW)
    found = fold([*before, event(kind, 9, **payload)])
    expected = WORLD
    for old, new in words.items():
        expected = expected.replace(old, new)
    assert messages(found) == []
    assert format_text(found.parsed) == expected


# -- the set of events -------------------------------------------------------------------------------


def test_any_order_any_duplicates_any_files_fold_alike() -> None:
    said = events(*BASE, ("EventDefined", {**PLACED[1], "fields": []}), ("NoSuchThing", {}))
    causes = {"e3": ("e4",), "e1": ("e6",)}
    said = [each._replace(causation_event_ids=causes.get(each.event_id, ())) for each in said]
    expected = fold(said)
    assert codes(expected) == ["MOM842"]
    for seed in range(50):
        source = random.Random(seed)
        mixed = [each for each in said for _ in range(source.randint(1, 3))]
        source.shuffle(mixed)
        mixed = [
            each._replace(place=each.place._replace(path=f".domain/{source.randint(1, 3)}.jsonl")) for each in mixed
        ]
        found = fold(mixed)
        assert list(found.elements.items()) == list(expected.elements.items())
        assert (found.fingerprint, codes(found)) == (expected.fingerprint, ["MOM842"])
        assert found.figures.folded == 5
        assert found.figures.duplicates == len([each for each in mixed if each.event_type != "NoSuchThing"]) - 5


def test_of_two_events_of_one_id_the_earlier_stays() -> None:
    first, second = event("TermDefined", 1, contextName="S", term="a", definition="early"), event("TermDefined", 2, contextName="S", term="a", definition="late")._replace(event_id="e1")  # fmt: skip
    for order in ((first, second), (second, first)):
        found = fold(order)
        assert codes(found) == ["MOM843", "MOM845"]
        assert [payload.get("definition") for payload in found.elements.values()] == [None, "early"]


def test_causes_come_before_effects_whatever_the_clocks_say() -> None:
    late = event("TermDefined", 1, contextName="S", term="a", definition="effect", causes=("e9",))
    cause = event("TermDefined", 9, contextName="S", term="a", definition="cause")
    assert (
        next(payload["definition"] for payload in fold([cause, late]).elements.values() if "term" in payload)
        == "effect"
    )


def test_events_that_cause_each_other_are_taken_by_time() -> None:
    circle = [
        event("TermDefined", number, contextName="S", term="a", definition=str(number), causes=(f"e{number % 3 + 1}",))
        for number in (1, 2, 3)
    ]
    after = event("TermDefined", 0, contextName="S", term="a", definition="0", causes=("e2",))
    found = fold([*circle, after])
    assert messages(found) == [
        "MOM844 3 events cause each other",
        "MOM845 context `S` is never defined",
    ]
    assert next(payload["definition"] for payload in found.elements.values() if "term" in payload) in ("0", "3")


def test_an_owner_that_is_never_defined_is_said_and_given_the_least() -> None:
    found = fold(events(PLACED))
    assert sorted(messages(found)) == [
        "MOM845 aggregate `Sales/Order` is never defined",
        "MOM845 context `Sales` is never defined",
    ]
    assert 'aggregate "Order"\n    identity id: UUID' in (format_text(found.parsed) or "")
    assert codes(fold(events(PLACED, AGGREGATE, CONTEXT))) == []


@pytest.mark.parametrize(
    ("kind", "payload", "reason"),
    [
        ("BoundedContextDefined", {}, "`contextName` is missing (BoundedContextDefined)"),
        ("BoundedContextDefined", {"contextName": 3}, "`contextName` is no text (BoundedContextDefined)"),
        ("BoundedContextDefined", {"contextName": "a\nb"}, "`contextName` has a line break (BoundedContextDefined)"),
        ("BoundedContextDefined", {"contextName": "S", "classification": "Kern"}, "`classification` is none of Core, Supporting, Generic, Terminal (BoundedContextDefined)"),
        ("EventDefined", {**PLACED[1], "eventName": "Order Placed"}, "`eventName` is no name: `Order Placed` (EventDefined)"),
        ("EventDefined", {**PLACED[1], "fields": [{"name": "a", "type": "List<X>"}]}, "`fields[0].type` is no type: `List<X>` (EventDefined)"),
        ("EventDefined", {**PLACED[1], "fields": {}}, "`fields` is no list (EventDefined)"),
        ("CommandDefined", {**PLACE[1], "emitsEvent": None}, "`emitsEvent` is missing (CommandDefined)"),
        ("SagaDefined", {"contextName": "S", "sagaName": "P", "trigger": "E", "compensation": "", "timeout": "3 days"}, "`timeout` is no duration: `3 days` (SagaDefined)"),
        ("AggregateAdded", {**AGGREGATE[1], "states": [{"from": "A", "on": "E"}]}, "`states[0].to` is missing (AggregateAdded)"),
        ("TermDefined", {"contextName": "S", "term": "a", "definition": "\x00"}, "`definition` holds a control character (TermDefined)"),
        ("EventRenamed", {"contextName": "S", "aggregateName": "O", "eventName": "E", "newName": "F"}, "event `S/O/E` is not defined before it (EventRenamed)"),
        ("EventFieldRenamed", {**PLACED[1], "fieldName": "x", "newName": "y"}, "field `x` is not defined before it (EventFieldRenamed)"),
    ],
)  # fmt: skip
def test_a_payload_that_is_none_is_said_with_its_member(kind: str, payload: dict[str, Any], reason: str) -> None:
    said = [*events(*BASE), event(kind, 7, **payload)]
    found = fold(said)
    assert messages(found) == [f"MOM840 line 7 of `.domain/a.jsonl`: {reason}"]
    assert (format_text(found.parsed), found.is_sound) == (TEXT, False)


def test_the_nearest_name_is_offered() -> None:
    found = fold([event("EnumDefined", 1, contextName="S", enumName="order-state of 2", values=[])])
    assert found.errors[0].hint == "Call it `orderStateOf2`."


def test_what_the_language_cannot_hold_after_all_is_an_error_of_its_event() -> None:
    bad = event("EnumDefined", 9, contextName="Sales", enumName="Size", values=["a·b"])
    found = fold([*events(*BASE), bad])
    (said,) = messages(found)
    assert said.startswith("MOM840 line 9 of `.domain/a.jsonl`: the language cannot hold `Sales/Size`: ")
    assert (format_text(found.parsed), found.figures.folded) == (TEXT, 4)


def test_what_stands_in_something_that_cannot_be_held_stays() -> None:
    bad = event("AggregateAdded", 9, **{**AGGREGATE[1], "states": [{"from": "a·b"}]})  # type: ignore[arg-type]
    found = fold([*events(*BASE), bad])
    assert codes(found) == ["MOM840"]
    assert format_text(found.parsed) == TEXT.replace("orderId: UUID\n\n    command", "id: UUID\n\n    command")


@pytest.mark.parametrize("word", sorted(KEYWORDS | set(SMALL_WORDS)))
def test_every_keyword_may_be_a_name(word: str) -> None:
    said = events(
        ("BoundedContextDefined", {"contextName": word}),
        ("AggregateAdded", {"contextName": word, "aggregateName": word, "identityField": {"name": word, "type": word}, "states": [{"from": word, "to": "A", "on": word}]}),
        ("CommandDefined", {"contextName": word, "aggregateName": word, "commandName": word, "inputs": [{"name": word, "type": word}], "emits": {"oneOf": [word, "B"]}, "preconditions": [{"name": word, "description": word, "in": [word, "A"]}]}),
        ("EventDefined", {"contextName": word, "aggregateName": word, "eventName": word, "fields": [{"name": word, "type": f"{word}[]"}]}),
        ("SagaDefined", {"contextName": word, "sagaName": word, "trigger": word, "states": [word, "A"], "compensation": word, "timeout": word, "undo": [{"command": word, "with": word}]}),
        ("ProjectionDefined", {"contextName": word, "projectionName": word, "from": [word, "A"], "fields": [{"name": word, "type": word}]}),
        ("InvariantDefined", {"contextName": word, "invariantId": word, "description": word, "scope": word}),
        ("EnumDefined", {"contextName": word, "aggregateName": word, "enumName": word, "values": [word, "A"]}),
        ("FlowDefined", {"flowName": word, "lanes": [{"id": word, "label": word}]}),
        ("MomentDefined", {"flowName": word, "momentName": word, "entries": [{"lane": word, "node": word, "crossing": {"to": word, "via": word, "idempotentBy": word, "contract": [{"name": word, "type": word}]}}, {"when": word, "entries": []}]}),
    )  # fmt: skip
    found = fold(said)
    assert messages(found) == []
    assert dict(elements_of((found.parsed,))) == dict(found.elements)


def test_others_are_counted_and_out_of_place_in_the_domain_folder() -> None:
    found = folded({
        ".domain/a.jsonl": written(line(name="e1"), line(name="e2", productSource="moment")),
        ".complai/events/moment/a.jsonl": written(line(name="e3", productSource="moment")),
    })  # fmt: skip
    assert messages(found) == ["MOM841 `.domain/a.jsonl` holds 1 event of `moment`, not of `sift`"]
    assert (found.figures.others, found.figures.events, found.figures.folded) == ({"moment": 2}, 3, 1)


def test_a_bad_line_makes_the_fold_unsound_and_leaves_the_rest() -> None:
    found = folded({".domain/a.jsonl": written(line(name="e1"), "null")})
    assert (codes(found), found.is_sound, found.figures.invalid, len(found.elements)) == (["MOM840"], False, 1, 1)


def test_a_reformatted_stream_is_the_same() -> None:
    plain = folded({".domain/a.jsonl": written(line(name="e1"))})
    other = folded({".complai/events/sift/b.jsonl": written("", line(name="e9", version=1, sessionId="other"))})
    assert plain.fingerprint == other.fingerprint
