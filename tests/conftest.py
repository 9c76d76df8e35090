"""The ``golden`` fixture: whole outputs compared with real files below ``tests/golden``.

``pytest --update`` writes them instead. A file that is missing, differs, or that no test asked for is a failure. And what
holds for all properties: none fails because the machine is busy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
GOLDEN = Path(__file__).parent / "golden"
_USED = pytest.StashKey[set[Path]]()


class Golden:
    """Compares with, or rewrites, the files below ``tests/golden``."""

    def __init__(self, used: set[Path], *, update: bool) -> None:
        self._used = used
        self._update = update

    def file(self, path: str, text: str) -> None:
        """The file at ``path`` holds exactly ``text``."""
        file = GOLDEN / path
        self._used.add(file)
        if self._update:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        assert file.is_file(), f"{path} is missing; run `pytest --update` and read what it wrote"
        assert file.read_text(encoding="utf-8") == text

    def picture(self, path: str, png: bytes, *, differing: Callable[[bytes, bytes], float], tolerance: float) -> None:
        """The file at ``path`` is a picture of which at most the share ``tolerance`` of the pixels is ``differing``."""
        file = GOLDEN / path
        self._used.add(file)
        if self._update and not (file.is_file() and differing(file.read_bytes(), png) <= tolerance):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(png)
        assert file.is_file(), f"{path} is missing; run `pytest --update` and look at what it wrote"
        assert differing(file.read_bytes(), png) <= tolerance

    def tree(self, folder: str, texts: Mapping[str, str]) -> None:
        """The folder holds exactly ``texts``, by path."""
        there = {file.relative_to(GOLDEN / folder).as_posix() for file in _files(GOLDEN / folder)}
        if self._update:
            for path in there - texts.keys():
                (GOLDEN / folder / path).unlink()
        else:
            assert there == texts.keys()
        for path, text in texts.items():
            self.file(f"{folder}/{path}", text)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(request.config.stash[_USED], update=bool(request.config.getoption("--update")))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the golden files instead of comparing with them")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_USED] = set()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Gathers what the workers of pytest-xdist asked for."""
    used = getattr(node, "workeroutput", {}).get("golden", ())
    node.config.stash[_USED].update(Path(name) for name in used)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A whole run that passed has asked for every golden file."""
    config = session.config
    if hasattr(config, "workeroutput"):  # a worker of pytest-xdist: the process that started it judges
        config.workeroutput["golden"] = [file.as_posix() for file in config.stash[_USED]]
        return
    is_whole = config.args == config.getini("testpaths") and not (config.option.keyword or config.option.markexpr)
    if exitstatus != pytest.ExitCode.OK or not is_whole or config.option.collectonly:
        return
    unused = sorted(file.relative_to(GOLDEN).as_posix() for file in _files(GOLDEN) if file not in config.stash[_USED])
    if unused:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        session.shouldfail = f"golden files that no test asked for: {', '.join(unused)}"
        reporter = config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None:
            reporter.write_line(str(session.shouldfail), red=True)


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())
