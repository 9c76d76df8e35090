"""What a changed file means for its types, as a comparison tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from moment.sync import LocalGitArtifactStore
from tests.repositories import GIT
from tests.unit.sync.git.places import plain, write

pytestmark = pytest.mark.skipif(GIT is None, reason="git makes the repositories")
Files = dict[str, str | bytes | None]
ORDER = """\
context "Sales"
  aggregate "Order"
    identity orderId: UUID
    command PlaceOrder
      input total: Money
      emits OrderPlaced
    event OrderPlaced
      orderId: UUID
      total: Money
"""
TYPES = "import { Money } from './money';\nexport interface Line { sku: string; price: Money; count?: number }\n"
MONEY = "export type Money = number;\n"


def labels(root: Path, before: Files, after: Files) -> dict[str, list[str]]:
    """What is said of each changed file: edits in words, or why there are none."""
    store = LocalGitArtifactStore(root)
    write(root, before)
    first = store.snapshot(list(before))
    write(root, after)
    found = store.compare(first, store.snapshot([*before, *after]))
    return {
        each.path: [edit.label for edit in each.edits] + [f"unread: {each.unread}"] * bool(each.unread)
        for each in found.changes
    }


def test_a_type_in_typescript(tmp_path: Path) -> None:
    files: Files = {"src/line.ts": TYPES, "src/money.ts": MONEY, "src/note.md": "a\n"}
    after: Files = {
        "src/line.ts": TYPES.replace("sku: string", "sku: number").replace("; count?: number", "") + "export type More = 'a';\n",
        "src/note.md": "b\n",
    }  # fmt: skip
    assert labels(plain(tmp_path), files, after) == {
        "src/line.ts": ["Update type of Line.sku (other)", "Remove Line.count", "Insert More"], "src/note.md": [],
    }  # fmt: skip


def test_layout_means_nothing(tmp_path: Path) -> None:
    after: Files = {"src/line.ts": "// a line\n" + TYPES.replace("; ", ";\n  ")}
    assert labels(plain(tmp_path), {"src/line.ts": TYPES, "src/money.ts": MONEY}, after) == {"src/line.ts": []}


def test_a_file_that_moved_takes_its_types_along(tmp_path: Path) -> None:
    long = TYPES + "".join(f"export interface T{number} {{ a: string }}\n" for number in range(9))
    after: Files = {
        "src/line.ts": None,
        "src/deep/line.ts": long.replace("'./", "'../").replace("T3 { a", "T3 { b?: number; a"),
    }
    assert labels(plain(tmp_path), {"src/line.ts": long, "src/money.ts": MONEY}, after) == {
        "src/deep/line.ts": ["Insert T3.b"]
    }


def test_a_class_in_python(tmp_path: Path) -> None:
    text = "from dataclasses import dataclass\n\n\n@dataclass\nclass Line:\n    sku: str\n    count: int\n"
    after: Files = {"src/line.py": text.replace("count: int", "count: str")}
    assert labels(plain(tmp_path), {"src/line.py": text}, after) == {
        "src/line.py": ["Update type of Line.count (other)"]
    }


def test_a_specification(tmp_path: Path) -> None:
    after: Files = {
        "specs/shop.moment": ORDER.replace("      total: Money\n", "      totalAmount: Money\n      note: string?\n")
    }
    found = labels(plain(tmp_path), {"specs/shop.moment": ORDER}, after)
    assert found == {"specs/shop.moment": ["Update name of OrderPlaced.total", "Insert OrderPlaced.note"]}


def test_what_a_specification_promises(tmp_path: Path) -> None:
    promise = '      precondition known: "The customer is known"\n'
    after: Files = {"specs/shop.moment": ORDER.replace("      emits", promise + "      emits")}
    assert labels(plain(tmp_path), {"specs/shop.moment": ORDER}, after) == {
        "specs/shop.moment": [
            "Update returns of OrderAggregate.placeOrder (wider)",
            "Update obligation of PlaceOrder.precondition known (tightened)",
        ]
    }


def test_what_cannot_be_read_is_said_to_be_unread(tmp_path: Path) -> None:
    files: Files = {"src/line.ts": TYPES, "src/money.ts": MONEY, "specs/shop.moment": ORDER}
    after: Files = {
        "src/line.ts": TYPES.replace(" }\n", "\n"),
        "specs/shop.moment": ORDER.replace("emits", "emist"),
    }
    found = labels(plain(tmp_path), files, after)
    assert found["specs/shop.moment"] == ["unread: the specification is not free of errors"]
    [said] = found["src/line.ts"]
    assert said.startswith("unread: ")
