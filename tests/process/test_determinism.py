"""The same specification gives the same bytes: in any process, folder, locale and layout, from files in any order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from moment.generate import TARGETS
from moment.language.formatter import format_text
from moment.language.parser import parse
from moment.project.discover import discover
from moment.project.files import Disk, Entry
from moment.project.production import produce_artifacts
from moment.project.session import Session, load
from moment.text.source import Source
from tests.conformance.judged import SPECIFICATIONS
from tests.process.commands import run

NAMES = ("every", "library", "hospital", "hostile")
LOWERED = "[rules]\n" + "".join(f'MOM{area} = "warning"\n' for area in range(1, 7))
"""Some of the specifications have errors, which is what they are for; here everything is made of them."""


class Backwards(Disk):
    """A disk that lists every folder from its end."""

    def entries(self, path: Path) -> list[Entry]:
        return super().entries(path)[::-1]


def project(folder: Path, texts: Mapping[str, str]) -> Path:
    folder.mkdir(parents=True)
    (folder / "moment.toml").write_text(f'name = "shop"\n{LOWERED}', encoding="utf-8")
    for path, text in texts.items():
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
    return folder


def written(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "cache" not in path.relative_to(folder).parts
    }


@pytest.mark.parametrize("name", NAMES)
def test_two_processes_write_the_same(name: str, tmp_path: Path) -> None:
    texts = SPECIFICATIONS[name]
    one, other = project(tmp_path / "one", texts), project(tmp_path / "zwei/deux é", dict(reversed(texts.items())))
    first = run(one, "generate", "--all", PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC", PYTHONUTF8="1")
    second = run(other, "generate", "--all", PYTHONHASHSEED="4711", LC_ALL="C.UTF-8", TZ="Asia/Tokyo")
    assert (first.exit, second.exit) == (0, 0), first.err + first.out + second.err + second.out
    assert first.out == second.out
    assert written(one) == written(other)
    assert {path.split("/")[1] for path in written(one) if path.startswith("generated/")} == set(TARGETS)


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_files_does_not_matter(name: str, tmp_path: Path) -> None:
    folder = project(tmp_path / "shop", SPECIFICATIONS[name])
    forwards = load(folder)
    backwards = Session(discover([], cwd=folder, files=Backwards()), files=Backwards())
    assert (
        produce_artifacts(forwards, tuple(TARGETS)).artifacts == produce_artifacts(backwards, tuple(TARGETS)).artifacts
    )


def test_a_file_read_again_keeps_its_place(tmp_path: Path) -> None:
    folder = project(tmp_path / "shop", {"a.moment": 'context "A"\n', "b.moment": 'context "B"\n'})
    session = load(folder)
    session.overlay("a.moment", 'context "Again"\n')
    assert [context.name for context in session.domain().contexts] == ["Again", "B"]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "hostile"])
def test_the_layout_does_not_matter(name: str, tmp_path: Path) -> None:
    """Only facet.json says where things stand."""
    texts = SPECIFICATIONS[name]
    laid_out = {path: format_text(parse(Source(path, text))) or "" for path, text in texts.items()}
    spread = {path: "\n\n// a remark\n" + text.replace("\n", "\n\n") for path, text in laid_out.items()}
    assert spread != texts
    targets = tuple(target for target in TARGETS if target != "facet")
    one, other = (
        produce_artifacts(load(project(tmp_path / folder, each)), targets).artifacts
        for folder, each in (("one", texts), ("other", spread))
    )
    assert one == other
    assert len(one) >= 20
