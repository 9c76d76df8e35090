"""The soft step of a rename in every kind of Python record: who makes or reads one today goes on, mypy and Python say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from moment.drift.patch.code import InsertMember, UpdateMember, Written
from moment.drift.patch.python import patched
from moment.drift.patch.result import Patched, Refused

HEAD = "from __future__ import annotations\n\n"
KINDS = {
    "a dataclass": (
        "from dataclasses import dataclass\n\n\n@dataclass\nclass I:\n    old: int\n    note: str\n\n\nI(1, 'a').note.upper()\n"
    ),
    "a dataclass with defaults": (
        "from dataclasses import dataclass\n\n\n@dataclass\nclass I:\n    old: int\n    note: str = 'a'\n\n\nI(1, 'a').note.upper()\n"
    ),
    "a dataclass by keyword": (
        "from dataclasses import dataclass\n\n\n@dataclass(kw_only=True)\nclass I:\n    old: int\n    note: str\n\n\nI(old=1, note='a')\n"
    ),
    "a dataclass with an heir": (
        "from dataclasses import dataclass\n\n\n@dataclass\nclass I:\n    old: int\n\n\n@dataclass\nclass J(I):\n    note: str\n\n\n"
        "J(1, 'a').note.upper()\n"
    ),
    "a dataclass with an heir by keyword": (
        "import dataclasses\n\n\n@dataclasses.dataclass\nclass I:\n    old: int\n\n\n@dataclasses.dataclass(kw_only=True)\n"
        "class J(I):\n    note: str\n\n\nJ(1, note='a').note.upper()\n"
    ),
    "a dataclass with a sentinel": (
        "from dataclasses import KW_ONLY, dataclass\n\n\n@dataclass\nclass I:\n    old: int\n    _: KW_ONLY\n    note: str\n\n\n"
        "I(1, note='a').note.upper()\n"
    ),
    "attrs": "import attrs\n\n\n@attrs.define\nclass I:\n    old: int\n    note: str\n\n\nI(1, 'a').note.upper()\n",
    "attrs with an heir": (
        "from attrs import frozen\n\n\n@frozen\nclass I:\n    old: int\n\n\n@frozen\nclass J(I):\n    note: str\n\n\n"
        "J(1, 'a').note.upper()\n"
    ),
    "msgspec": "import msgspec\n\n\nclass I(msgspec.Struct):\n    old: int\n    note: str\n\n\nI(1, 'a').note.upper()\n",
    "msgspec by keyword": (
        "from msgspec import Struct\n\n\nclass I(Struct, kw_only=True):\n    old: int\n    note: str\n\n\nI(old=1, note='a')\n"
    ),
    "a named tuple": (
        "from typing import NamedTuple\n\n\nclass I(NamedTuple):\n    old: int\n    note: str\n\n\nI(1, 'a').note.upper()\n"
    ),
    "a dictionary": (
        "from typing import TypedDict\n\n\nclass I(TypedDict):\n    old: int\n    note: str\n\n\nx: I = {'old': 1, 'note': 'a'}\n"
    ),
    "a dictionary in which nothing must be": (
        "from typing import TypedDict\n\n\nclass I(TypedDict, total=False):\n    old: int\n    note: str\n\n\nx: I = {'old': 1}\n"
    ),
    "a protocol": (
        "from typing import Protocol\n\n\nclass I(Protocol):\n    old: int\n    note: str\n\n\nclass J(I):\n"
        "    old = 1\n    note = 'a'\n\n\nx: I = J()\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_whoever_makes_one_goes_on(name: str, tmp_path: Path) -> None:
    before = HEAD + KINDS[name]
    result = patched(
        {"a.py": before},
        [
            InsertMember("a.py", "I", Written("new", "int", optional=True), "old"),
            UpdateMember("a.py", "I", "old", "deprecated", "renamed -> new"),
        ],
    )
    assert isinstance(result, Patched), result
    for text in (before, result.texts["a.py"]):
        (tmp_path / "a.py").write_text(text, encoding="utf-8")
        (tmp_path / "mypy.ini").write_text("[mypy]\nstrict = True\n", encoding="utf-8")
        checked = subprocess.run(
            [sys.executable, "-m", "mypy", "--cache-dir", tmp_path / "cache", "a.py"],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (checked.returncode, checked.stdout) == (0, "Success: no issues found in 1 source file\n"), text
        ran = subprocess.run([sys.executable, "a.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stderr) == (0, ""), text


REFUSED = {
    "a list of pairs": ('from typing import NamedTuple\n\nI = NamedTuple("I", [("old", int)])\n',
                        "a field in a list has no default, so nobody could leave it out"),
    "msgspec with an heir": ("from msgspec import Struct\n\n\nclass I(Struct):\n    old: int\n\n\nclass J(I):\n    note: str\n",
                             "a field without a default cannot follow one that has one"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_record_can_say_is_refused(name: str) -> None:
    text, reason = REFUSED[name]
    result = patched({"a.py": text}, [InsertMember("a.py", "I", Written("new", "int", optional=True), "old")])
    assert isinstance(result, Refused)
    assert result.reason == reason


def test_a_required_field_behind_those_of_a_base_is_given_by_keyword(tmp_path: Path) -> None:
    text = "from dataclasses import dataclass\n\n\n@dataclass\nclass I:\n    old: int = 1\n\n\n@dataclass\nclass J(I):\n    note: str = 'a'\n"
    result = patched({"a.py": text}, [InsertMember("a.py", "J", Written("new", "int"), "note")])
    assert isinstance(result, Patched), result
    after = f"{text}    new: int = field(kw_only=True)\n".replace("import dataclass\n", "import dataclass, field\n")
    assert result.texts["a.py"] == after
    (tmp_path / "a.py").write_text(after, encoding="utf-8")
    ran = subprocess.run([sys.executable, "a.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
