from __future__ import annotations

from pathlib import Path

from tools.sizes import Size, report, sizes

MODULE = '''"""Doc."""


class A:
    def b(self) -> int:
        return 1


async def c() -> None: ...
'''


def test_modules_classes_and_functions_are_measured(tmp_path: Path) -> None:
    path = tmp_path / "src" / "a.py"
    path.parent.mkdir()
    path.write_text(MODULE, encoding="utf-8")
    assert sorted(sizes(path, tmp_path)) == [
        Size("class", "src/a.py:4 A", 3),
        Size("function", "src/a.py:5 b", 2),
        Size("function", "src/a.py:9 c", 1),
        Size("module", "src/a.py", 9),
    ]


def test_the_report_names_what_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "src" / "long.py"
    path.parent.mkdir()
    path.write_text("def long() -> None:\n" + "    print()\n" * 60, encoding="utf-8")
    assert report(tmp_path).splitlines() == [
        "module        1  median   61  longest   61  over 400: 0",
        "class         0  median    0  longest    0  over 300: 0",
        "function      1  median   61  longest   61  over 60: 1",
        "     61  function  src/long.py:1 long",
    ]
