"""Looking again gives what looking for the first time would give."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moment.diagnostics.model import Diagnostic
from moment.project.discover import discover
from moment.project.session import Session
from moment.sync.comparing import Look, Watch, look
from moment.sync.proposing import propose
from moment.sync.told import Drift, Told
from tests.unit.sync.projects import CODE, SHOP

SHOP_FILE = "shop.moment"
SPECIFICATIONS = (SHOP, SHOP.replace("total: Money", "sum: Money"), SHOP + "    event OrderLost\n      orderId: UUID\n")
READER = "import type { OrderPlaced } from './order';\nexport const read = (it: OrderPlaced): number => it.total;\n"
TEXTS = {
    "src/order.ts": (
        CODE,
        CODE.replace("total: number", "total: boolean"),
        CODE.replace("OrderPlaced {", "OrderPlaced extends Base {") + "export * from './base';\n",
        "import type { Base } from './base';\n" + CODE.replace("OrderPlaced {", "OrderPlaced extends Base {"),
        CODE.replace("readonly _tag", "readonly ("),
        None,
    ),
    "src/base.ts": ("export interface Base { by: string }\n", "export interface Base { by?: number }\n", None),
    "src/reader.ts": (READER, READER.replace("it.total", "1"), "// nothing\n", None),
    "src/order.py": ("from typing import TypedDict\nclass OrderPlaced(TypedDict):\n    order_id: str\n", None),
    SHOP_FILE: SPECIFICATIONS,
}
STEPS = [(path, text) for path, texts in TEXTS.items() for text in texts]


def plain(found: Look) -> Drift:
    told = tuple(Told(each.point, each.diagnostic, each.status) for each in found.drift.told)
    return replace(found.drift, told=told)


def fresh(root: Path) -> Look:
    return look(Session(discover((), cwd=root)))


def write(root: Path, path: str, text: str | None) -> None:
    (root / path).parent.mkdir(exist_ok=True)
    if text is None:
        (root / path).unlink(missing_ok=True)
    else:
        (root / path).write_text(text, encoding="utf-8")


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(("named", "all", "propose"))), max_size=7),
)
def test_looking_again_is_looking_anew(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[tuple[str, str | None], str]]
) -> None:
    root = tmp_path_factory.mktemp("watched")
    (root / "moment.toml").write_text('name = "shop"\n', encoding="utf-8")
    for path in ("src/order.ts", "src/reader.ts", SHOP_FILE):
        write(root, path, TEXTS[path][0])
    session = Session(discover((), cwd=root))
    watch = Watch(session)
    assert plain(watch.look()) == plain(fresh(root))
    for (path, text), manner in steps:
        write(root, path, text)
        if path == SHOP_FILE:
            session.refresh((path,))
        if manner == "propose":
            assert not isinstance(propose(fresh(root)), Diagnostic)
        found = watch.look(() if path == SHOP_FILE else (path,)) if manner == "named" else watch.look()
        assert plain(found) == plain(fresh(root))


def test_what_did_not_change_is_the_same_object(tmp_path: Path) -> None:
    (tmp_path / "moment.toml").write_text('name = "shop"\n', encoding="utf-8")
    for path in ("src/order.ts", "src/base.ts", SHOP_FILE):
        write(tmp_path, path, TEXTS[path][0])
    watch = Watch(Session(discover((), cwd=tmp_path)))
    before = watch.look().analysis.implemented
    write(tmp_path, "src/base.ts", TEXTS["src/base.ts"][1])
    after = watch.look(("src/base.ts",)).analysis.implemented
    assert all(after.shapes[name][0] is before.shapes[name][0] for name in before.shapes)
    assert after.scope.readings["src/order.ts"] is before.scope.readings["src/order.ts"]
    assert after.scope.readings["src/base.ts"] is not before.scope.readings["src/base.ts"]
