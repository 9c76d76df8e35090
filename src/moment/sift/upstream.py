"""The upstream of a project on the disk: read and folded, or added to."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from moment.diagnostics.model import Diagnostic
from moment.project.elements import Elements
from moment.project.files import DISK, Files
from moment.project.store import Store
from moment.project.stream import DOMAIN_FOLDER, EVENTS_FOLDER, SiftEventEnvelope, event_files, read_events
from moment.project.stream_rules import STREAM_MISSING
from moment.project.transaction import content
from moment.sift.fold import Fold, fold
from moment.sift.publish import FILE, closing, lines
from moment.text.span import Place


class Published(NamedTuple):
    """The events that were said, or would be, and the file that holds them."""

    events: tuple[SiftEventEnvelope, ...]
    path: str


def fold_of(root: Path, files: Files = DISK) -> Fold:
    """What the event files below ``root`` come to."""
    reading = read_events(root, files=files)
    return fold(reading.events, reading.findings)


def missing(root: Path, shown: str = ".", files: Files = DISK) -> Diagnostic | None:
    """MOM847 when ``root`` holds no event file."""
    if event_files(root, files):
        return None
    hint = f"Events are read from `{DOMAIN_FOLDER}/*.jsonl` and `{EVENTS_FOLDER}/*/*.jsonl`."
    return STREAM_MISSING.at(Place(shown, 0, 0), hint=hint, path=shown)


def is_read(folder: str) -> bool:
    """Whether events in ``folder``, relative to the project, are read again: a second run would not see others."""
    below = folder.removeprefix(f"{EVENTS_FOLDER}/")
    return folder == DOMAIN_FOLDER or (below != folder and "/" not in below and below != "")


def publish(
    store: Store, wanted: Elements, *, to: str = DOMAIN_FOLDER, dry_run: bool = False
) -> Published | Diagnostic:
    """Appends what makes the stream say ``wanted``; nothing when it does. Raises ``OSError``."""
    path = f"{to}/{FILE}"
    if dry_run:
        return Published(closing(fold_of(store.root, store.storage), wanted, now=store.now()), path)
    with store.writing() as writer:
        if isinstance(writer, Diagnostic):
            return writer
        events = closing(fold_of(store.root, store.storage), wanted, now=store.now())
        if events:
            file = store.root / path
            before = content(store, file)
            if before is None:
                store.storage.make_folder(file.parent)
            joint = b"\n" if before and not before.endswith(b"\n") else b""
            store.storage.append(file, joint + lines(events))
            if before is None:
                for folder in (file.parent, *file.parent.parents):
                    if folder.is_relative_to(store.root):
                        store.storage.settle(folder)
        return Published(events, path)
