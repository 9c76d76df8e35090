"""Which files make up a project, over trees in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from moment.project.discover import Project, SearchLimitError, discover
from moment.project.files import Memory

TREE = {
    "/repo/.git/HEAD": "",
    "/repo/moment.toml": 'name = "outer"\nexclude = ["drafts/**"]\n',
    "/repo/specs/a.moment": "",
    "/repo/specs/deep/b.moment": "",
    "/repo/drafts/c.moment": "",
    "/repo/node_modules/x/d.moment": "",
    "/repo/.cache/e.moment": "",
    "/repo/inner/moment.toml": 'name = "inner"\n',
    "/repo/inner/f.moment": "",
    "/loose/.git/HEAD": "",
    "/loose/g.moment": "",
    "/loose/sub/h.moment": "",
    "/moment.toml": 'name = "above git"\n',
    "/empty/.git/HEAD": "",
}


def found(cwd: str, *paths: str, project: str | None = None, isolated: bool = False) -> Project:
    given = [Path(path) for path in paths]
    chosen = Path(project) if project else None
    return discover(given, cwd=Path(cwd), project=chosen, isolated=isolated, files=Memory(TREE))


@pytest.mark.parametrize(
    ("cwd", "paths", "name", "sources"),
    [
        ("/repo", (), "outer", ("specs/a.moment", "specs/deep/b.moment")),
        ("/repo/specs/deep", (), "outer", ("specs/a.moment", "specs/deep/b.moment")),
        ("/repo/inner", (), "inner", ("f.moment",)),
        ("/repo", ("inner/f.moment",), "inner", ("f.moment",)),
        ("/loose", (), "loose", ("g.moment", "sub/h.moment")),
        ("/loose", ("sub",), "loose", ("sub/h.moment",)),
        ("/loose", ("g.moment", "missing.moment"), "loose", ("g.moment", "missing.moment")),
        ("/repo", ("drafts/c.moment",), "outer", ("drafts/c.moment",)),
    ],
)
def test_nearest_project(cwd: str, paths: Sequence[str], name: str, sources: tuple[str, ...]) -> None:
    project = found(cwd, *paths)
    assert (project.name, project.sources) == (name, sources)


def test_a_project_can_be_named() -> None:
    assert found("/loose", project="/repo/inner").name == "inner"
    assert found("/loose", project="/repo/inner/moment.toml").sources == ("f.moment",)


def test_isolated_reads_the_given_files_only() -> None:
    project = found("/repo", "specs/a.moment", isolated=True)
    assert (project.sources, project.config_source) == (("specs/a.moment",), None)


def test_findings_are_shown_for_the_given_paths() -> None:
    assert found("/repo", "specs/deep").shown == frozenset({"specs/deep/b.moment"})
    assert found("/repo").shown == frozenset()


@pytest.mark.parametrize(
    ("cwd", "paths", "codes"),
    [("/empty", (), ["MOM901"]), ("/repo", ("drafts/c.moment",), ["MOM911"]), ("/repo", (), [])],
)
def test_what_is_wrong_with_the_search(cwd: str, paths: Sequence[str], codes: list[str]) -> None:
    assert [finding.code for finding in found(cwd, *paths).diagnostics] == codes


def test_a_search_ends_at_its_limit_and_names_the_largest_folder() -> None:
    many = {f"/big/data/{number}.txt": "" for number in range(50_001)}
    with pytest.raises(SearchLimitError) as raised:
        discover((), cwd=Path("/big"), files=Memory({**many, "/big/.git/HEAD": ""}))
    assert raised.value.folder == "data"
