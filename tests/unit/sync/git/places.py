"""Repositories in every shape a project may stand in, and all that a snapshot must leave alone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.repositories import GIT, commit, git

SPECIFICATION = 'context "Shop"\n  aggregate "Order"\n    identity orderId: UUID\n'
PROJECT: Mapping[str, str | bytes | None] = {
    "moment.toml": 'name = "shop"\n',
    "specs/shop.moment": SPECIFICATION,
    "README.md": "not an artifact\n",
}


def write(root: Path, files: Mapping[str, str | bytes | None]) -> None:
    """The files as they are named; ``None`` removes one."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_bytes(text.encode() if isinstance(text, str) else text)


def ledger(*paths: str) -> str:
    """A ledger that lists ``paths``."""
    records = ", ".join(
        f'"{path}": {{"target": "t", "kind": "generated", "sha256": "", "sources": []}}' for path in paths
    )
    return f'{{"format": "moment.ledger/1", "files": {{{records}}}, "pending": {{}}}}\n'


def repository(folder: Path) -> Path:
    """A repository with one commit, on branch ``main``, whose hooks would all fail."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, {**PROJECT, ".gitattributes": "*.moment text eol=crlf\n"}, "first")
    hooks = folder / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("pre-commit", "commit-msg", "post-commit", "reference-transaction", "post-index-change"):
        (hooks / name).write_text("#!/bin/sh\necho ran >> hook-ran\nexit 1\n", encoding="utf-8")
        (hooks / name).chmod(0o755)
    return folder


def plain(folder: Path) -> Path:
    return repository(folder / "shop")


def detached(folder: Path) -> Path:
    root = repository(folder / "shop")
    git(root, "-c", "core.hooksPath=", "checkout", "-q", "--detach")
    return root


def unborn(folder: Path) -> Path:
    root = folder / "shop"
    root.mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    write(root, PROJECT)
    return root


def dirty(folder: Path) -> Path:
    """Staged, changed again, removed, untracked and in conflict with what is staged."""
    root = repository(folder / "shop")
    write(root, {"staged.txt": "one\n", "specs/shop.moment": SPECIFICATION + "// staged\n"})
    git(root, "-c", "core.hooksPath=", "add", "staged.txt", "specs/shop.moment")
    write(root, {"staged.txt": "two\n", "specs/new.moment": "", "README.md": None})
    return root


def worktree(folder: Path) -> Path:
    main = repository(folder / "main")
    git(main, "-c", "core.hooksPath=", "worktree", "add", "-q", str(folder / "shop"), "-b", "side")
    return folder / "shop"


def submodule(folder: Path) -> Path:
    repository(folder / "inner")
    outer = folder / "outer"
    outer.mkdir()
    git(outer, "init", "-q", "-b", "main")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(folder / "inner"), "shop")
    git(outer, "commit", "-q", "-m", "outer")
    return outer / "shop"


def nested(folder: Path) -> Path:
    """A project in a folder of its repository."""
    root = folder / "repository"
    root.mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    commit(root, {f"packages/shop/{name}": text for name, text in PROJECT.items()}, "first")
    return root / "packages" / "shop"


PLACES: Mapping[str, Callable[[Path], Path]] = {
    "plain": plain, "detached": detached, "unborn": unborn, "dirty": dirty,
    "worktree": worktree, "submodule": submodule, "nested": nested,
}  # fmt: skip


OURS = (".git", ".moment/lock", ".moment/.gitignore", ".moment/.gitattributes")


class Untouched(NamedTuple):
    """What belongs to the user."""

    status: str
    staged: bytes | None
    head: bytes
    references: str
    logs: Mapping[str, bytes]
    settings: bytes
    files: Mapping[str, bytes]


def untouched(root: Path) -> Untouched:
    """Everything of the repository and the project that no snapshot changes, as git and the disk say."""
    own = Path(root, git(root, "rev-parse", "--git-dir"))
    shared = Path(root, git(root, "rev-parse", "--git-common-dir"))
    index = own / "index"
    status = _unlocked(root, "status", "--porcelain=v2", "--branch", "--ignored")
    listed = git(root, "for-each-ref", "--format=%(refname) %(objectname)").splitlines()
    return Untouched(
        status="\n".join(line for line in status.splitlines() if ".moment/" not in line),
        staged=index.read_bytes() if index.exists() else None,
        head=(own / "HEAD").read_bytes(),
        references="\n".join(line for line in listed if not line.startswith("refs/moment/")),
        logs={str(path): path.read_bytes() for each in {own, shared} for path in (each / "logs").rglob("*") if path.is_file()},
        settings=(shared / "config").read_bytes(),
        files=files_of(root),
    )  # fmt: skip


def files_of(root: Path) -> dict[str, bytes]:
    """Every file of the project but those of Git and of our lock."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not name.startswith((".git/", ".moment/local/")) and name not in OURS:
            found[name] = path.read_bytes()
    return found


def sound(root: Path) -> str:
    """What ``git fsck`` complains about."""
    done = subprocess.run(
        [str(GIT), "fsck", "--full", "--strict", "--no-dangling"], cwd=root, check=False, capture_output=True, text=True
    )
    return "\n".join(line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("notice:"))


def _unlocked(root: Path, *arguments: str) -> str:
    """git without the refresh of the index that `git status` makes on its way."""
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
    done = subprocess.run([str(GIT), *arguments], cwd=root, check=True, capture_output=True, text=True, env=environment)
    return done.stdout
