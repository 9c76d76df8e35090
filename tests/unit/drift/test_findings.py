"""What drift says to a person, rule by rule, as it is printed."""

from __future__ import annotations

from collections.abc import Iterator

from moment.diagnostics.full import findings
from moment.diagnostics.model import Diagnostic
from moment.drift import findings as found
from moment.drift.category import Party, classify
from moment.drift.compare import compare
from moment.drift.resolve import Resolver
from moment.drift.verdict import judge
from moment.text.source import Source
from moment.text.span import Place
from tests.conftest import Golden
from tests.unit.drift.sides import scope, shape, shapes

SPECIFICATION = """
export interface OrderPlaced {
  readonly orderId: string;
  readonly items: readonly string[];
  readonly total: number;
  readonly note?: string;
}
"""
BASE = SPECIFICATION.replace("total: number", "total: string").replace("orderItems", "items")
CODE = """
import { Money, Missing } from './money';
import { z } from 'zod';

const schema = z.object({});
export type Inferred = z.infer<typeof schema>;
export interface OrderPlaced {
  readonly orderId: string;
  readonly items: readonly number[];
  readonly total: string | number;
  readonly note: string | null;
}
export interface Broken { a: ; }
export interface Extra { readonly a: string }
"""
CUT = "export interface Cut {\n  readonly a: string;\n"
FILES = {"src/order.ts": CODE, "src/cut.ts": CUT, "src/money.ts": "export type Money = number;\n"}
SOURCES = {path: Source(path, text) for path, text in {**FILES, "order.moment": SPECIFICATION}.items()}
ELEMENT = "Ordering/Order/OrderPlaced"
READER = Party("reader", "Billing", "crossing x Ordering → Billing requires it", Place("order.moment", 1, 7))


def all_findings() -> Iterator[Diagnostic]:
    read = scope(FILES)
    implemented = Resolver(read).shapes()
    code = next(each for each in implemented if each.name == "OrderPlaced")
    expected = shape(SPECIFICATION, "OrderPlaced", "order.moment")
    agreed = shape(BASE, "OrderPlaced", "order.moment")
    for point in judge(agreed, expected, code).points:
        parties = (READER,) if point.member == "items" else ()
        kind = classify(point.edit, context="Ordering", positions=("output",), parties=parties)
        yield found.of_point(point, kind, element=ELEMENT)
    (added,) = judge(agreed, agreed, shape(BASE.replace("note?", "remark?: string;\n  note?"), "OrderPlaced")).points
    yield found.of_point(added, classify(added.edit, context="Ordering", positions=(), parties=()), element=ELEMENT)
    (behind,) = judge(agreed, expected, agreed).points
    yield found.of_point(behind, classify(behind.edit, context="Ordering", positions=(), parties=()), element=ELEMENT)
    yield found.of_base(ELEMENT, expected.place)
    yield found.not_implemented("Ordering/Order/Sent", expected.place, ("Sent",))
    yield from (found.unmodelled(each) for each in implemented if each.name in ("Money", "Extra"))
    copies = [code, *(each for each in shapes({"src/copy.ts": CODE}) if each.name == "OrderPlaced")]
    yield found.ambiguous(ELEMENT, expected.place, copies)
    yield from (found.of_damage(path, reading.damage) for path, reading in read.damaged.items() if reading.damage)
    broken = [each for each in implemented if each.opaque]
    yield from found.of_unread(unread for each in broken for unread in compare(each, each).unread)
    yield from (found.unresolved(path, each) for path, each in read.unresolved())


def test_what_a_person_reads(golden: Golden) -> None:
    sources = {**SOURCES, "src/copy.ts": Source("src/copy.ts", CODE), "a.ts": Source("a.ts", BASE)}
    golden.file("cli/drift-findings.txt", findings(all_findings(), sources))
