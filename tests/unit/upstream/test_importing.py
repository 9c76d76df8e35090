"""What moved upstream is written where it stands; what moved here stays; what moved on both is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import pytest
from hypothesis import given as holds_for
from hypothesis import settings
from hypothesis import strategies as st

from moment.diagnostics.model import Diagnostic
from moment.language.parser import Parsed, parse
from moment.project.elements import Bases, Key, base_name
from moment.sift.describe import elements_of
from moment.sift.fold import Fold, fold
from moment.sift.publish import closing
from moment.sift.render import files_of
from moment.sift.shelf import owners
from moment.sync.taking_over import take_over
from moment.sync.upstream_changes import Prefer
from moment.text.source import Source
from moment.upstream.given import given_by
from moment.upstream.importing import Step, findings, steps
from tests.properties.test_parsing import EVERYTHING
from tests.unit.sift.streams import NOW, described
from tests.unit.sift.test_fold import WORLD
from tests.unit.sift.test_publish import SPECIFICATIONS, published


class ImportPlan(NamedTuple):
    """``texts`` are the files that change, with their text now and then (``None`` is no file)."""

    texts: Mapping[str, tuple[str | None, str | None]]
    steps: tuple[Step, ...]
    findings: tuple[Diagnostic, ...]
    bases: Bases
    conflicts: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.texts and not self.bases


def plan_import(
    found: Fold,
    bases: Bases,
    files: Iterable[Parsed],
    *,
    place: Callable[[str], str] = str,
    prefer: Prefer | None = None,
) -> ImportPlan:
    """What an import would do, over texts in memory."""
    given = given_by(found, bases, files, place)
    takeover = take_over(given, prefer=prefer)
    texts = {path: (given.texts.get(path), text if text.strip() else None) for path, text in takeover.texts.items()}
    return ImportPlan(
        texts,
        tuple(steps(given, takeover)),
        tuple(findings(given, takeover)),
        takeover.bases,
        tuple(each.subject for each in takeover.conflicts),
    )


def parsed(texts: Mapping[str, str]) -> list[Parsed]:
    return [parse(Source(path, text)) for path, text in texts.items()]


def upstream(*texts: str) -> Fold:
    """The stream after each text was published in turn."""
    return fold(published(*(described(text) for text in texts)))


def bases_of(text: str) -> Bases:
    return {base_name(key): payload for key, payload in described(text).items()}


def after(plan: ImportPlan, texts: Mapping[str, str]) -> dict[str, str]:
    found = {**texts, **{path: new for path, (_, new) in plan.texts.items() if new is not None}}
    return {path: text for path, text in found.items() if path not in plan.texts or plan.texts[path][1] is not None}


def signs(plan: ImportPlan) -> list[str]:
    return [f"{step.sign} {step.kind} {step.element}" for step in plan.steps]


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_an_empty_project_gets_the_files_of_import_layout(name: str) -> None:
    wanted = described(*SPECIFICATIONS[name])
    found = fold(published(wanted))
    plan = plan_import(found, {}, ())
    assert {path: text for path, (_, text) in plan.texts.items()} == files_of(wanted)
    assert {step.sign for step in plan.steps} == {"+"}
    assert plan.bases == {base_name(key): payload for key, payload in wanted.items()}
    again = plan_import(found, plan.bases, parsed(after(plan, {})))
    assert (again.is_empty, again.steps, again.findings) == (True, (), ())
    assert closing(found, elements_of(parsed(after(plan, {}))), now=NOW) == ()


COMMENTED = WORLD.replace("  value-object Line\n", "  // a row of the order\n  value-object Line\n").replace(
    "    sku: string\n", "    sku: string // as printed\n"
)


def test_a_change_upstream_is_written_where_it_stands() -> None:
    new = WORLD.replace("    sku: string\n", "    sku: string\n    count: number\n")
    plan = plan_import(upstream(WORLD, new), bases_of(WORLD), parsed({"specs/a.moment": COMMENTED}))
    expected = COMMENTED.replace("// as printed\n", "// as printed\n    count: number\n")
    assert plan.texts == {"specs/a.moment": (COMMENTED, expected)}
    assert signs(plan) == ["~ value-object Sales/Line"]
    assert list(plan.bases) == ["value-object Sales/Line"]


def test_what_came_and_went_upstream() -> None:
    new = WORLD.replace("  service Mail\n    consumes OrderPlaced\n    produces PlaceOrder\n    description \"d\"\n", "  term \"Line\" \"A row\"\n")  # fmt: skip
    plan = plan_import(upstream(WORLD, new), bases_of(WORLD), parsed({"a.moment": COMMENTED}))
    assert signs(plan) == ["+ term Sales/Line", "- service Sales/Mail"]
    text = plan.texts["a.moment"][1] or ""
    assert described(text) == described(new)
    assert [line for line in COMMENTED.split("\n") if "//" in line and line not in text] == []


def test_new_contexts_and_flows_get_files_of_their_own() -> None:
    new = WORLD + '\ncontext "Sales Desk"\n\nflow "sales-desk"\n  lane a "Sales Desk"\n'
    files = parsed({"a.moment": WORLD, "specs/contexts/sales-desk.moment": ""})
    plan = plan_import(upstream(WORLD, new), bases_of(WORLD), files, place=lambda path: f"specs/{path}")
    assert {path: text for path, (_, text) in plan.texts.items()} == {
        "specs/contexts/sales-desk-3a5e.moment".replace("3a5e", _digits("Sales Desk")): 'context "Sales Desk"\n',
        "specs/flows/sales-desk.moment": 'flow "sales-desk"\n  lane a "Sales Desk"\n',
    }


def _digits(name: str) -> str:
    from hashlib import sha256

    return sha256(name.encode()).hexdigest()[:4]


def test_equal_slugs_get_digits_of_the_name() -> None:
    found = upstream('context "Sales Desk"\n\ncontext "sales-desk"\n')
    paths = {f"contexts/sales-desk-{_digits(name)}.moment" for name in ("Sales Desk", "sales-desk")}
    assert set(plan_import(found, {}, ()).texts) == paths


def test_a_new_name_upstream_is_taken_over_with_all_its_uses() -> None:
    new = WORLD.replace("OrderPlaced", "Bought")
    plan = plan_import(upstream(WORLD, new), bases_of(WORLD), parsed({"a.moment": COMMENTED}))
    assert plan.texts["a.moment"][1] == COMMENTED.replace("OrderPlaced", "Bought")
    assert [(step.sign, step.element, step.new_name) for step in plan.steps] == [
        (">", "Sales/Order/OrderPlaced", "Bought")
    ]
    known = {**bases_of(WORLD), **plan.bases}
    assert known["event Sales/Order/OrderPlaced"] is None
    assert plan_import(upstream(WORLD, new), known, parsed(after(plan, {}))).is_empty


def test_what_moved_here_only_stays() -> None:
    here = COMMENTED.replace("sku: string", "sku: UUID")
    plan = plan_import(upstream(WORLD), bases_of(WORLD), parsed({"a.moment": here}))
    assert (dict(plan.texts), plan.steps, plan.findings, dict(plan.bases)) == ({}, (), (), {})


@pytest.mark.parametrize(("prefer", "expected"), [(None, "UUID"), ("local", "UUID"), ("upstream", "number")])
def test_what_moved_on_both_is_said_unless_a_side_is_preferred(prefer: str | None, expected: str) -> None:
    here, there = WORLD.replace("sku: string", "sku: UUID"), WORLD.replace("sku: string", "sku: number")
    other = there.replace('"again"', '"once more"')
    plan = plan_import(upstream(WORLD, other), bases_of(WORLD), parsed({"a.moment": here}), prefer=prefer)  # type: ignore[arg-type]
    codes = [f"{finding.code} {finding.message}" for finding in plan.findings]
    assert codes == ([] if prefer else ["MOM848 type of `Sales/Line.sku` is `UUID` here, `number` upstream"])
    text = plan.texts["a.moment"][1] or ""
    assert f"sku: {expected}" in text
    assert '"once more"' in text
    if prefer is None:
        assert plan.findings[0].place.start == here.index("sku: UUID")
        assert "value-object Sales/Line" not in plan.bases
    else:
        assert plan.bases["value-object Sales/Line"] == described(there)[_key("Sales/Line", there)]


def _key(identity: str, text: str) -> Key:
    return next(key for key in described(text) if key.identity == identity)


def test_without_a_base_only_what_is_on_one_side_is_clear() -> None:
    there = WORLD.replace("sku: string", "sku: number").replace('context "Depot"', 'context "Depot" [Core]')
    here = WORLD.replace("  service Mail\n    consumes OrderPlaced\n    produces PlaceOrder\n    description \"d\"\n", "")  # fmt: skip
    plan = plan_import(upstream(there), {}, parsed({"a.moment": here}))
    assert plan.conflicts == ("Sales/Line.sku",)
    assert signs(plan) == ["+ service Sales/Mail", "~ context Depot"]


def test_an_aggregate_is_not_removed_over_what_changed_in_it() -> None:
    there = 'context "Sales"\n'
    start = 'context "Sales"\n\n  aggregate "Order"\n    identity id: UUID\n\n    event A\n      x: string\n'
    here = start.replace("x: string", "x: number")
    plan = plan_import(upstream(start, there), bases_of(start), parsed({"a.moment": here}))
    assert (dict(plan.texts), plan.steps) == ({}, ())
    assert plan.conflicts == ("Sales/Order", "Sales/Order/A")
    gone = plan_import(upstream(start, there), bases_of(start), parsed({"a.moment": start}))
    assert gone.texts["a.moment"][1] == there


def test_a_file_without_anything_left_goes() -> None:
    start = 'context "Sales"\n'
    found = fold(published(described(start), {}))
    plan = plan_import(found, bases_of(start), parsed({"a.moment": start}))
    assert plan.texts == {"a.moment": (start, None)}
    assert plan.bases == {"context Sales": None}


@pytest.mark.parametrize("name", ["everything", "world", "hospital", "library"])
def test_every_single_change_upstream_can_be_taken_over(name: str) -> None:
    """Each element left out of a specification, one by one, comes in where it belongs and goes again."""
    texts = files_of(described(*SPECIFICATIONS[name]))
    whole = elements_of(parsed(texts))
    full = {base_name(key): payload for key, payload in whole.items()}
    keys = [
        key for key in whole if key.word in ("Command", "Event", "Policy", "Saga", "Term", "Moment", "Relationship")
    ]
    for key in keys[:: max(1, len(keys) // 8)]:
        part = {each: payload for each, payload in whole.items() if each != key}
        gone = plan_import(fold(published(whole, part)), full, parsed(texts))
        assert (gone.findings, signs(gone)) == ((), [f"- {signs(gone)[0][2:]}"]), key
        now = after(gone, texts)
        assert elements_of(parsed(now)) == part
        back = plan_import(fold(published(part, whole)), {**full, base_name(key): None}, parsed(now))
        assert back.findings == ()
        assert dict(elements_of(parsed(after(back, now)))) == dict(whole)


def test_there_is_everything() -> None:
    assert {key.word for key in described(EVERYTHING)} >= {"Policy", "Saga", "Enum", "Projection", "Term", "Moment"}


SIDES = st.dictionaries(st.sampled_from(list(described(WORLD))), st.sampled_from(("gone", "changed")), max_size=4)
CHANGES = {
    "ValueObject": ("fields", [{"name": "sku", "type": "number"}]), "Event": ("fields", [{"name": "new", "type": "Date"}]),
    "Command": ("inputs", []), "Policy": ("action", "otherwise"), "Service": ("description", "otherwise"),
    "Invariant": ("description", "otherwise"), "BoundedContext": ("classification", "Core"),
    "Flow": ("description", "otherwise"), "Moment": ("branching", True), "Relationship": ("contract", "otherwise"),
    "Saga": ("timeout", "7d"), "Projection": ("fields", []), "Aggregate": ("identityField", {"name": "other", "type": "UUID"}),
}  # fmt: skip


def side(changes: dict[Key, str]) -> dict[Key, dict[str, object]]:
    """The world after the changes of one side; what stands in something that is gone is gone."""
    gone = {key for key, change in changes.items() if change == "gone"}
    found = {}
    for key, payload in described(WORLD).items():
        if key in gone or any(owner in gone for owner in owners(key)):
            continue
        name, value = CHANGES[key.word]
        found[key] = {**payload, name: value} if key in changes else dict(payload)
        if found[key].get(name) == []:
            del found[key][name]
    return found


@settings(max_examples=60, deadline=None)
@holds_for(SIDES, SIDES)
def test_whatever_moved_on_the_two_sides(theirs: dict[Key, str], ours: dict[Key, str]) -> None:
    """Nothing raises; what moved on one side is taken from there, what did on both is kept and said."""
    base, upstream_side, local = described(WORLD), side(theirs), side(ours)
    bases = {base_name(key): payload for key, payload in base.items()}
    texts = files_of(local)
    found = fold(published(base, upstream_side))
    plan = plan_import(found, bases, parsed(texts))
    result = elements_of(parsed(after(plan, texts)))
    said = set(plan.conflicts)
    assert {finding.code for finding in plan.findings} <= {"MOM848"}
    for key in {*base, *upstream_side, *local, *result}:
        old, new, here = base.get(key), upstream_side.get(key), local.get(key)
        if key.identity in said:
            assert result.get(key) == here
        else:
            assert result.get(key) == (new if here == old else here), key
    again = plan_import(found, {**bases, **plan.bases}, parsed(after(plan, texts)))
    assert (dict(again.texts), again.steps) == ({}, ())
    assert set(again.conflicts) == said
    chosen = plan_import(found, bases, parsed(texts), prefer="upstream")
    assert chosen.findings == ()
