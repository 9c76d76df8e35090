"""The specifications that every target is judged on, and the files that a target makes of one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from moment.generate.artifact import Artifact
from moment.project.production import produce_artifacts
from moment.project.session import Session, load
from tests.conformance.typescript.models import specification
from tests.hostile import hostile

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TOOLS = HERE / "node/node_modules"


def _texts(paths: list[Path]) -> dict[str, str]:
    assert paths
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


# From a name to the texts of a specification, by path. The corpus is judged where it is there.
SPECIFICATIONS: dict[str, dict[str, str]] = {
    "every": _texts([HERE / "every.moment"]),
    "library": _texts(sorted((ROOT / "examples/library").rglob("?*.moment"))),
    "hospital": _texts(sorted((ROOT / "examples/hospital").rglob("?*.moment"))),
    "hostile": {"hostile.moment": hostile()},
    **{path.stem: _texts([path]) for path in sorted((HERE / "vitest/specs").glob("*.moment"))},
    **{f"corpus-{path.stem}": _texts([path]) for path in sorted((ROOT / "../shared/corpus").glob("*.moment"))},
}


def made(seed: int) -> dict[str, str]:
    """A specification made by chance, some of whose names collide in some target."""
    return {"made.moment": specification(seed)}


def opened(texts: Mapping[str, str], folder: Path, *, settings: str = "") -> Session:
    """A project named ``shop`` in ``folder``; ``settings`` are further lines of moment.toml."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "moment.toml").write_text(f'name = "shop"\nversion = "1.2.0"\n{settings}\n', encoding="utf-8")
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return load(folder)


def generated(texts: Mapping[str, str], *targets: str, settings: str = "") -> tuple[Artifact, ...]:
    """Everything that ``moment generate TARGET…`` wants to exist, by the same way as the command."""
    with TemporaryDirectory() as folder:
        produced = produce_artifacts(opened(texts, Path(folder), settings=settings), targets)
        assert produced.findings == ()
        return produced.artifacts


def collides(texts: Mapping[str, str], *targets: str) -> bool:
    """Whether the command refuses to generate because of names."""
    with TemporaryDirectory() as folder:
        return bool(list(opened(texts, Path(folder)).collisions(targets)))


def write(artifacts: tuple[Artifact, ...], folder: Path) -> None:
    for artifact in artifacts:
        file = folder / artifact.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(artifact.text, encoding="utf-8", newline="\n")
