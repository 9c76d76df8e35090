"""Upstream against a project, row by row of the table, over texts in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import pytest

from moment.diagnostics.concise import findings as concise
from moment.drift.category import Party
from moment.language.parser import parse
from moment.project.elements import base_name
from moment.sift.fold import fold
from moment.sync.cascade import Cascade, read_cascade
from moment.sync.locating import Locator
from moment.sync.reconcile import Given, Plan, reconcile
from moment.sync.reconcile_findings import Where, findings, result
from moment.sync.types import CascadeCategory
from moment.sync.upstream_changes import Prefer
from moment.text.source import Source
from moment.text.span import Place
from moment.upstream.given import given_by, no_code
from tests.process.test_cli import GOOD
from tests.unit.sift.streams import described
from tests.unit.sift.test_publish import published

PATH = "specs/shop.moment"
Edit = Callable[[str], str]


def given(upstream: str, local: str, base: str | None = GOOD, *, code: object = no_code) -> Given:
    """The project says ``local``, upstream ``base`` and then ``upstream``; ``base`` was imported."""
    stages = [text for text in (base, upstream) if text is not None]
    bases = {base_name(key): payload for key, payload in described(base).items()} if base is not None else {}
    said = fold(published(*(described(text) for text in stages)))
    return given_by(said, bases, [parse(Source(PATH, local))], lambda path: f"specs/{path}", code)  # type: ignore[arg-type]


def planned(upstream: str, local: str = GOOD, *, prefer: Prefer | None = None, limit: int = 0, base: str | None = GOOD) -> Plan:  # fmt: skip
    """Without a ``limit`` the plan only."""
    chosen = CascadeCategory(limit or 1)
    return reconcile(given(upstream, local, base), apply=limit > 0, limit=chosen, prefer=prefer)


def lines(plan: Plan) -> list[str]:
    """Sign, category, verdict, subject and aspect of each step."""
    return [
        f"{each.change.sign} {int(each.category) if each.category else '-'} {each.change.direction} "
        f"{each.change.subject} {each.change.spot.aspect}".rstrip()
        for each in plan.steps
    ]


def replaced(*pairs: str) -> str:
    """The text with each first of two replaced by the second."""
    text = GOOD
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    return text


EVENT = "    event OrderPlaced\n      orderId: UUID\n      customerId: UUID\n"
PLACED = "Sales/Order/OrderPlaced"
ROWS = {
    "added": ('context "Dispatch"', '  term "Basket" "What is put together"\n\ncontext "Dispatch"', "+ 1 upstream-ahead Sales/Basket"),
    "optional member added": (EVENT, f"{EVENT}      note: string?\n", f"+ 1 upstream-ahead {PLACED}.note"),
    "required member added": (EVENT, f"{EVENT}      total: Money\n", f"+ 2 upstream-ahead {PLACED}.total"),
    "deprecated": (EVENT, EVENT.replace("customerId: UUID", 'customerId: UUID [deprecated "why" -> "buyer"]'), f"~ 1 upstream-ahead {PLACED}.customerId deprecated"),
    "retyped, needed inside": (EVENT, EVENT.replace("customerId: UUID", "customerId: string"), f"~ 2 upstream-ahead {PLACED}.customerId type"),
    "retyped, needed elsewhere": (EVENT, EVENT.replace("orderId: UUID", "orderId: string"), f"~ 3 upstream-ahead {PLACED}.orderId type"),
    "made optional, needed elsewhere": (EVENT, EVENT.replace("orderId: UUID", "orderId: UUID?"), f"~ 3 upstream-ahead {PLACED}.orderId optional"),
    "removed, nobody needs it": (EVENT, EVENT.replace("      customerId: UUID\n", ""), f"- 2 upstream-ahead {PLACED}.customerId"),
    "removed, needed elsewhere": (EVENT, EVENT.replace("      orderId: UUID\n", ""), f"- 3 upstream-ahead {PLACED}.orderId"),
    "renamed field": (EVENT, EVENT.replace("customerId", "buyerCustomerId"), f"> 2 upstream-ahead {PLACED}.customerId name"),
    "precondition added": ("      input customerId: UUID\n", '      input customerId: UUID\n      precondition open: "The shop is open"\n', "+ 2 upstream-ahead Sales/Order/PlaceOrder.open"),
    "classification": ("[Supporting]\n\n  aggregate", "[Generic]\n\n  aggregate", "~ 1 upstream-ahead Dispatch classification"),
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_upstream_ahead(row: str) -> None:
    old, new, expected = ROWS[row]
    assert lines(planned(replaced(old, new))) == [expected]


@pytest.mark.parametrize("row", ROWS)
def test_what_is_written_is_what_upstream_says(row: str) -> None:
    old, new, expected = ROWS[row]
    upstream, local = replaced(old, new), "// ours\n" + GOOD
    plan = planned(upstream, local, limit=2)
    if " 3 " in expected:
        assert (plan.outcome, dict(plan.texts), dict(plan.bases)) == ("BREAKING", {}, {})
        return
    assert (plan.outcome, described(plan.texts[PATH])) == ("APPLIED", described(upstream))
    assert plan.texts[PATH].startswith("// ours\n")
    again = given(upstream, plan.texts[PATH], GOOD)
    assert (reconcile(again).outcome, lines(reconcile(again))) == ("NO_CHANGES", [])


@pytest.mark.parametrize("row", ROWS)
def test_local_ahead(row: str) -> None:
    """The same change made here, upstream as it was imported: told, and kept."""
    old, new, _ = ROWS[row]
    plan = planned(GOOD, replaced(old, new), limit=2)
    assert {each.change.direction for each in plan.steps} == {"local-ahead"}
    assert (plan.outcome, plan.category, dict(plan.texts), dict(plan.bases)) == ("NO_CHANGES", None, {}, {})


def customer(kind: str | None) -> str:
    return EVENT.replace("      customerId: UUID\n", f"      customerId: {kind}\n" if kind else "")


def test_every_verdict() -> None:
    """All states of one field on three sides."""
    states = ("UUID", "string", "Money", None)
    for base, upstream, local in product(states, repeat=3):
        texts = [replaced(EVENT, customer(kind)) for kind in (upstream, local, base)]
        found = planned(*texts[:2], base=texts[2])
        expected = (
            set() if upstream == local
            else {"upstream-ahead"} if base == local
            else {"local-ahead"} if base == upstream
            else {"conflict"}
        )  # fmt: skip
        assert (base, upstream, local, {each.change.direction for each in found.steps}) == (
            base, upstream, local, expected,
        )  # fmt: skip
        assert all(each.category is None or each.category > 1 for each in found.steps)


def test_without_a_base_only_absence_decides() -> None:
    upstream = replaced(EVENT, EVENT.replace("customerId: UUID", "customerId: string"))
    assert lines(planned(upstream, base=None)) == [f"~ 2 conflict {PLACED}.customerId type"]


def test_aspects_of_one_member_move_apart() -> None:
    upstream = replaced(EVENT, EVENT.replace("customerId: UUID", "customerId: string"))
    local = replaced(EVENT, EVENT.replace("customerId: UUID", 'customerId: UUID [deprecated "why" -> "buyer"]'))
    plan = planned(upstream, local, limit=2)
    assert plan.outcome == "APPLIED"
    assert '      customerId: string [deprecated "why" -> "buyer"]\n' in plan.texts[PATH]


def test_a_side_can_be_preferred() -> None:
    upstream = replaced(EVENT, customer("string") + "      note: string?\n")
    local = replaced(EVENT, customer("Money"))
    assert lines(planned(upstream, local)) == [
        f"~ 2 conflict {PLACED}.customerId type", f"+ 1 upstream-ahead {PLACED}.note",
    ]  # fmt: skip
    theirs = planned(upstream, local, prefer="upstream", limit=2)
    assert (theirs.outcome, described(theirs.texts[PATH])) == ("APPLIED", described(upstream))
    assert planned(upstream, local, prefer="upstream", limit=1).texts == {}
    ours = planned(upstream, local, prefer="local", limit=1)
    assert "      customerId: Money\n      note: string?\n" in ours.texts[PATH]
    assert list(ours.bases) == [f"event {PLACED}"]


def test_nothing_is_written_below_what_is_above_it() -> None:
    upstream = replaced(EVENT, customer("string") + "      note: string?\n")
    assert (planned(upstream, limit=1).outcome, dict(planned(upstream, limit=1).texts)) == ("DRIFT", {})
    assert planned(upstream, limit=2).outcome == "APPLIED"


def test_a_breaking_change_waits_while_others_are_written() -> None:
    upstream = replaced(EVENT, "    event OrderPlaced\n      customerId: UUID\n      note: string?\n")
    plan = planned(upstream, limit=2)
    assert plan.outcome == "BREAKING"
    assert described(plan.texts[PATH]) == described(replaced(EVENT, f"{EVENT}      note: string?\n"))
    known = {
        key: payload
        for key, payload in described(replaced(EVENT, f"{EVENT}      note: string?\n")).items()
        if key.name == "OrderPlaced"
    }
    assert dict(plan.bases) == {base_name(key): payload for key, payload in known.items()}


NEEDS = ("      contract\n        orderId: UUID [required]\n", "")
TRIGGER = ("      triggered-by OrderPlaced\n", "")


def test_a_member_goes_with_those_that_need_it() -> None:
    upstream = replaced(EVENT, EVENT.replace("      orderId: UUID\n", ""), *NEEDS, *TRIGGER)
    local = replaced(*TRIGGER)
    plan = planned(upstream, local, base=local, limit=2)
    assert (plan.outcome, described(plan.texts[PATH])) == ("APPLIED", described(upstream))


def test_references_are_named_with_their_places() -> None:
    found = given(replaced(EVENT, EVENT.replace("      orderId: UUID\n", "")), GOOD)
    where = Where(found, Locator({PATH: Source(PATH, GOOD)}, {}))
    plan = reconcile(found)
    shown = concise(findings(plan, where), {PATH: Source(PATH, GOOD)})
    assert shown == (f"{PATH}:11:7: error[MOM851] `{PLACED}.orderId` is gone upstream, which hurts Dispatch\n")
    (action,) = result(plan, where).actions
    assert [(each.path, each.line) for each in action.places] == [(PATH, 11), (PATH, 38), (PATH, 20)]
    assert (action.category, action.applied) == (CascadeCategory.BREAKING, False)


def test_code_elsewhere_counts() -> None:
    def code(element: str, member: str | None, context: str) -> Sequence[Party]:
        wanted = (element, member) == (PLACED, "customerId")
        return (Party("reader", "Dispatch", "src/pick.ts reads it", Place("src/pick.ts", 0, 1)),) if wanted else ()

    found = given(replaced(EVENT, customer(None)), GOOD, code=code)
    assert lines(reconcile(found)) == [f"- 3 upstream-ahead {PLACED}.customerId"]


def test_an_element_is_renamed_with_its_uses() -> None:
    upstream = GOOD.replace("ParcelPacked", "ParcelWrapped")
    plan = planned(upstream, "// ours\n" + GOOD, limit=2)
    assert (plan.outcome, plan.texts[PATH]) == ("APPLIED", "// ours\n" + upstream)
    assert plan.bases["event Dispatch/Parcel/ParcelPacked"] is None


def test_an_owner_goes_no_easier_than_what_is_in_it() -> None:
    upstream = GOOD[: GOOD.index('context "Dispatch"')] + GOOD[GOOD.index("flow ") :]
    steps = planned(upstream).steps
    assert {each.change.subject: int(each.category or 0) for each in steps} == {
        "Dispatch": 2, "Dispatch/Parcel": 2, "Dispatch/Parcel/PackParcel": 2, "Dispatch/Parcel/ParcelPacked": 1,
    }  # fmt: skip


def test_what_stands_here_only_keeps_its_owner() -> None:
    upstream = GOOD[: GOOD.index('context "Dispatch"')] + GOOD[GOOD.index("flow ") :]
    local = GOOD.replace("\nflow ", '\n  term "Crate" "Ours"\n\nflow ')
    found = {each.change.subject: each.change.direction for each in planned(upstream, local).steps}
    assert (found["Dispatch"], found["Dispatch/Parcel"], found["Dispatch/Crate"]) == (
        "conflict", "upstream-ahead", "local-ahead",
    )  # fmt: skip


def cascade(text: str, found: Given) -> Cascade:
    read = read_cascade("e.json", text.encode(), found.sides, found.elements)
    assert isinstance(read, Cascade)
    return read


def test_only_what_an_announcement_names_is_judged() -> None:
    found = given(replaced(EVENT, f"{EVENT}      note: string?\n", "[Supporting]\n\n  aggregate", "[Generic]\n\n  aggregate"), GOOD)  # fmt: skip
    plan = reconcile(found, only=cascade('{"affectedElements": ["OrderPlaced"]}', found).concerns)
    assert lines(plan) == [f"+ 1 upstream-ahead {PLACED}.note"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "`affectedElements` names nothing"),
        ('{"affectedElements": "Sales"}', "`affectedElements` names nothing"),
        ('{"affectedElements": [{"name": "Sales"}]}', "an element is a name, or an object with `element`"),
        ('{"affectedElements": [{"element": "Sales", "change": "moved"}]}', "`moved` is no change"),
        ('{"affectedElements": [{"element": "Sales", "change": "renamed"}]}', "`Sales` is renamed, and no `newName` says to what"),
        ('{"affectedElements": ["Nobody"]}', "neither upstream nor the project knows `Nobody`"),
    ],
)  # fmt: skip
def test_a_cascade_that_says_nothing_certain_is_refused(text: str, reason: str) -> None:
    found = given(GOOD, GOOD)
    read = read_cascade("e.json", text.encode(), found.sides, found.elements)
    assert not isinstance(read, Cascade)
    assert (read.code, read.message) == ("MOM853", f"`e.json` is no cascade: {reason}")
