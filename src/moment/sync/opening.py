"""From a path that somebody names to the store that holds the state."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeAlias

from moment.project.log import Stream
from moment.project.storage import STATE_DISK, Storage
from moment.project.store import FOLDER, Now, Store, utc_now

Named: TypeAlias = str | os.PathLike[str]
SUMMARY = "sync-state.json"


def state_folder(path: Named) -> Path:
    """The state folder that a path means.

    That is a state folder, its ``sync-state.json`` or one of its logs, or a project with a state folder in it.
    """
    found = Path(path)
    if found.suffix == ".jsonl":
        return found.parent.parent if found.parent.name == "log" else found.parent
    if found.suffix == ".json":
        return found.parent
    if found.name != FOLDER and ((found / FOLDER).is_dir() or (found / "moment.toml").is_file()):
        return found / FOLDER
    return found


def open_store(path: Named, *, storage: Storage = STATE_DISK, now: Now = utc_now, actor: str = "") -> Store:
    """The store of the state at ``path``; nothing is read or made yet."""
    folder = Path(os.path.abspath(state_folder(path)))  # noqa: PTH100
    return Store(folder, storage=storage, now=now, actor=actor)


def named_log(path: Named, stream: Stream) -> Stream:
    """``stream``, in the file that ``path`` names when that is a log."""
    found = Path(path)
    if found.suffix != ".jsonl":
        return stream
    folder = state_folder(path)
    return stream._replace(path=found.relative_to(folder).as_posix())
