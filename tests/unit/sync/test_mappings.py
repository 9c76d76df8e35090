"""What every tsconfig.json of a project says of imports: of its folder, of what it extends and of what it refers to."""

from __future__ import annotations

from pathlib import Path

import pytest

from moment.drift.modules import candidates
from moment.project.files import Memory
from moment.sync.mappings import mappings
from moment.sync.plans import plan
from tests.unit.sync.projects import CODE, SHOP, analysed, told

PATHS = '{"compilerOptions": {"paths": {"@app/*": ["./src/*"]}}}'


@pytest.mark.parametrize(
    ("configurations", "expected"),
    [
        ({"tsconfig.json": PATHS}, "src/b.ts"),
        ({"tsconfig.json": '{"extends": "./more"}', "more.json": PATHS}, "src/b.ts"),
        ({"tsconfig.json": '{"extends": "./c/more.json"}', "c/more.json": PATHS.replace("./src", "../src")}, "src/b.ts"),
        ({"tsconfig.json": '{"extends": ["./more.json", "./none.json", "package"]}', "more.json": PATHS}, "src/b.ts"),
        ({"tsconfig.json": '{"extends": ["./one.json", "./two.json"]}', "one.json": PATHS, "two.json": PATHS.replace("./src", "./lib")}, "lib/b.ts"),
        ({"tsconfig.json": '{"extends": "./more.json", "compilerOptions": {"paths": {"@app/*": ["x/*"]}}}', "more.json": PATHS}, "x/b.ts"),
        ({"tsconfig.json": '{"extends": "./tsconfig.json", "compilerOptions": {"baseUrl": "lib"}}'}, "lib/@app/b.ts"),
        ({"tsconfig.json": '{"files": [], "references": [{"path": "./tsconfig.app.json"}]}', "tsconfig.app.json": PATHS}, "src/b.ts"),
        ({"tsconfig.json": '{"references": [{"path": "."}, {"path": "src"}]}', "src/tsconfig.json": PATHS.replace("./src", ".")}, "src/b.ts"),
        ({"src/tsconfig.json": PATHS.replace("./src", ".")}, "src/b.ts"),
        ({"tsconfig.json": PATHS.replace("./src", "lib"), "src/tsconfig.json": '{"extends": "../tsconfig.json"}'}, "lib/b.ts"),
    ],
)  # fmt: skip
def test_an_import_by_paths_names_a_file(configurations: dict[str, str], expected: str) -> None:
    files = Memory({f"/p/{path}": text for path, text in configurations.items()})
    found = mappings(Path("/p"), files, ("src/a.ts",))
    assert candidates("src/a.ts", "@app/b", found)[0] == expected


@pytest.mark.parametrize(
    "text",
    ["{", "[1]", "null", '{"references": [1]}', '{"compilerOptions": {"paths": {"@a": null}}}', '{"extends": 3}'],
)
def test_a_configuration_that_makes_no_sense_says_nothing(text: str) -> None:
    files = Memory({"/p/tsconfig.json": text})
    assert candidates("src/a.ts", "@app/b", mappings(Path("/p"), files, ("src/a.ts",))) == ()


def test_a_rename_reaches_those_who_import_by_paths() -> None:
    pay = "import { OrderPlaced } from '@app/order';\nexport const due = (x: OrderPlaced) => x.totalSum;\n"
    code = {"src/order.ts": CODE.replace("total:", "totalSum:"), "src/pay/pay.ts": pay, "tsconfig.json": PATHS}
    found = analysed(SHOP, code)
    (renamed,) = [each for each in found.differences if each.point.aspect == "name"]
    texts = plan(found, renamed, side="spec").texts
    assert texts["src/pay/pay.ts"] == pay.replace("x.totalSum", "x.total")


LINES = SHOP.replace('  aggregate "Order"', "  value-object Line\n    sku: string\n    count: number\n\n  aggregate \"Order\"").replace(
    "      total: Money\n", "      total: Money\n      lines: Line[]\n"
)  # fmt: skip
LINE = "export interface Line { sku: string; count: number }\n"
WITH = CODE.replace("total: number", "total: number; lines: Line[]")


@pytest.mark.parametrize(
    "code",
    [
        {"lib/line.ts": LINE, "src/order.ts": f"import {{ Line }} from '../lib/line';\n{WITH}"},
        {"lib/line.ts": LINE, "src/order.ts": f"import {{ Line }} from '../lib/line';\n{WITH}", "src/index.ts": "export * from '../lib/line';"},
        {"lib/line.ts": f"{LINE}export interface Other {{ a: string }}\n", "src/order.ts": f"import {{ Line, Other }} from '../lib/line';\n{WITH}"},
        {"lib/line.ts": LINE.replace("sku", "no"), "src/order.ts": f"import {{ Line as Row }} from '../lib/line';\n{WITH}{LINE}"},
    ],
)  # fmt: skip
def test_a_type_that_searched_files_import_implements_too(code: dict[str, str]) -> None:
    """One of the searched files comes first; what else the other file has is nobody's business."""
    found = analysed(LINES, code)
    assert told(found) == []
    assert found.implemented.association.unmodelled == ()


def test_who_names_one_of_two_candidates_means_the_element() -> None:
    found = analysed(LINES, {"src/a.ts": LINE + WITH, "src/b.ts": LINE})
    assert told(found) == []
    assert [each.element for each in found.untold] == ["Ordering/Line"]


def test_a_symbol_of_two_elements_is_unread_wherever_it_is_named() -> None:
    other = 'context "Shipping"\n  value-object Line\n    code: string\n'
    found = analysed(f"{LINES}\n{other}", {"src/a.ts": LINE + WITH})
    assert told(found) == []
    assert [(each.element, each.member) for each in found.untold] == [
        ("Ordering/Line", None),
        ("Ordering/Order/OrderPlaced", "lines"),
        ("Shipping/Line", None),
    ]


def test_a_doubtful_symbol_does_not_hide_what_another_file_says_for_certain() -> None:
    """The folders of one file read as two contexts, those of the other as one."""
    other = 'context "Shipping"\n  value-object Line\n    code: string\n  value-object Box\n    line: Line\n'
    box = "export interface Line { code: string }\nexport interface Box { line: Line }\n"
    found = analysed(f"{LINES}\n{other}", {"src/ordering/shipping/order.ts": LINE + WITH, "src/shipping/box.ts": box})
    assert told(found) == []
