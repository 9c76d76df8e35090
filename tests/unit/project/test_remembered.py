"""The file of findings: what was kept comes back, and nothing that may happen to it does harm."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from moment.diagnostics.model import Diagnostic, Edit, Fix, Label, Rule, Severity
from moment.project import remembered
from moment.project.cache import FOLDER
from moment.project.remembered import NAME, Remembered
from moment.text.span import Place

STALL = Rule("MOM322", "stall", Severity.ERROR, "a run stops before `{node}`")
KEYS = tuple(f"{number:064x}" for number in range(4))
PLAIN = STALL.at(Place("a.moment", 3, 8), node="CleanRoom")
FULL = STALL.at(
    Place("größe.moment", 3, 8),
    Label(Place("b.moment", 1, 2), "wartet\ton\n„this“"),
    caption="waits",
    hint="Do \u202e something 🙂",
    fixes=(Fix("mend it", (Edit(Place("a.moment", 0, 0), "text\n", "line-after"),), "safe"),),
    elements=("f/m/1", "A"),
    node="x",
).with_severity(Severity.WARNING)


def file(root: Path) -> Path:
    return root / FOLDER / NAME


def kept(root: Path, *findings: Diagnostic, key: str = KEYS[0]) -> Remembered:
    memory = Remembered(root)
    memory.keep({key: findings})
    return memory


@pytest.mark.parametrize("findings", [(), (PLAIN,), (FULL, PLAIN)])
def test_what_was_kept_comes_back(tmp_path: Path, findings: tuple[Diagnostic, ...]) -> None:
    kept(tmp_path, *findings)
    assert Remembered(tmp_path).recall(KEYS) == {KEYS[0]: findings}


def test_an_unknown_hash_is_not_there(tmp_path: Path) -> None:
    assert kept(tmp_path, PLAIN).recall([KEYS[1]]) == {}
    assert Remembered(tmp_path / "elsewhere").recall(KEYS) == {}


def test_what_others_kept_stays(tmp_path: Path) -> None:
    kept(tmp_path, PLAIN)
    kept(tmp_path, FULL, key=KEYS[1])
    assert Remembered(tmp_path).recall(KEYS) == {KEYS[0]: (PLAIN,), KEYS[1]: (FULL,)}


def test_git_does_not_see_the_folder(tmp_path: Path) -> None:
    kept(tmp_path)
    assert (tmp_path / FOLDER / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert sorted(path.name for path in (tmp_path / FOLDER).iterdir()) == [".gitignore", NAME]


GOOD_LINE = json.dumps([["M", "m", 1, "t", 1, ["a", 0, 1], "t", [], "", None, [], [], []]])


@pytest.mark.parametrize(
    "line",
    [
        "", "[", "{}", "null", "3", "[3]", '["x"]', "[[]]", "[" * 5000, GOOD_LINE[:-3],
        GOOD_LINE.replace('"M"', "7"), GOOD_LINE.replace('["a", 0, 1]', '["a", 0]'), GOOD_LINE.replace(", 1, [", ", 9, ["),
        GOOD_LINE.replace('["a", 0, 1]', '["a", "0", 1]'), GOOD_LINE.replace("null", "[]"),
        GOOD_LINE.replace("[], [], []", '[["t", [], "maybe"]], [], []'), GOOD_LINE.replace("[], [], []", "[], [1], []"),
        GOOD_LINE.replace('"t", []', '"t", [["x", "y"]]'),
    ],
)  # fmt: skip
def test_a_line_that_is_none_of_ours_is_not_known(tmp_path: Path, line: str) -> None:
    kept(tmp_path, PLAIN, key=KEYS[1])
    with file(tmp_path).open("a", encoding="utf-8") as stream:
        stream.write(f"{KEYS[0]}\t{line}\n")
    assert Remembered(tmp_path).recall(KEYS) == {KEYS[1]: (PLAIN,)}


def test_the_line_that_those_are_made_from_is_known(tmp_path: Path) -> None:
    kept(tmp_path)
    file(tmp_path).write_text(f"{KEYS[0]}\t{GOOD_LINE}\n", encoding="utf-8")
    assert [found.code for found in Remembered(tmp_path).recall(KEYS)[KEYS[0]]] == ["M"]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"no tab at all\n", bytes(range(256))])
def test_a_corrupt_file_is_written_anew(tmp_path: Path, data: bytes) -> None:
    kept(tmp_path)
    file(tmp_path).write_bytes(data)
    assert Remembered(tmp_path).recall(KEYS) == {}
    kept(tmp_path, PLAIN)
    assert Remembered(tmp_path).recall(KEYS) == {KEYS[0]: (PLAIN,)}


def test_what_is_no_file_is_left_alone(tmp_path: Path) -> None:
    file(tmp_path).mkdir(parents=True)
    assert kept(tmp_path, PLAIN).recall(KEYS) == {}
    (tmp_path / "pipe").mkdir()
    (tmp_path / "pipe" / FOLDER).mkdir(parents=True)
    os.mkfifo(file(tmp_path / "pipe"))
    assert Remembered(tmp_path / "pipe").recall(KEYS) == {}


def test_a_folder_in_the_way_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / ".moment").write_text("not a folder", encoding="utf-8")
    assert kept(tmp_path, PLAIN).recall(KEYS) == {}


def test_a_tree_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    """Its owner may be root, whom no mode stops: so a file stands where the folder would."""
    tmp_path.chmod(0o555)
    try:
        kept(tmp_path, PLAIN)
    finally:
        tmp_path.chmod(0o755)
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert kept(tmp_path / "file", PLAIN).recall(KEYS) == {}


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    outside, project = tmp_path / "outside", tmp_path / "project"
    outside.mkdir()
    project.mkdir()
    (project / ".moment").symlink_to(outside)
    kept(project, PLAIN)
    assert list(outside.iterdir()) == []


def test_a_link_inside_the_project_is_followed(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / ".moment").symlink_to(tmp_path / "state")
    assert kept(tmp_path, PLAIN).recall(KEYS) == {KEYS[0]: (PLAIN,)}


def test_old_lines_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MOST_LINES", 2)
    for key in KEYS[:3]:
        kept(tmp_path, PLAIN, key=key)
    assert list(Remembered(tmp_path).recall(KEYS)) == list(KEYS[1:3])
    kept(tmp_path, PLAIN, key=KEYS[1])
    kept(tmp_path, PLAIN, key=KEYS[3])
    assert list(Remembered(tmp_path).recall(KEYS)) == [KEYS[1], KEYS[3]]


def test_the_file_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, PLAIN)
    monkeypatch.setattr(remembered, "MOST_BYTES", 2 * file(tmp_path).stat().st_size)
    for key in KEYS:
        kept(tmp_path, PLAIN, key=key)
    assert list(Remembered(tmp_path).recall(KEYS)) == list(KEYS[2:])


WRITER = """
import sys
from pathlib import Path
from moment.diagnostics.model import Rule, Severity
from moment.project.remembered import Remembered
from moment.text.span import Place
rule = Rule("M", "m", Severity.INFO, "t")
for number in range(60):
    finding = rule.at(Place("a.moment", number, number + 1), hint="x" * 2000)
    Remembered(Path(sys.argv[1])).keep({sys.argv[2] + f"{number:060}": (finding,)})
"""


def test_writers_at_one_time_never_leave_half_a_file(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name]) for name in ("aaaa", "bbbb", "cccc")
    ]
    while any(writer.poll() is None for writer in writers):
        if file(tmp_path).exists():
            lines = file(tmp_path).read_text(encoding="utf-8").splitlines()
            assert all(len(json.loads(line.partition("\t")[2])) == 1 for line in lines)
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    keys = [name + f"{59:060}" for name in ("aaaa", "bbbb", "cccc")]
    assert len(Remembered(tmp_path).recall(keys)) >= 1
    assert sorted(path.name for path in (tmp_path / FOLDER).iterdir()) == [".gitignore", NAME]
