"""What a project remembers about the files it wrote: ``.moment/ledger.json``, format ``moment.ledger/1``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, cast

from moment.generate.header import digest, header_of

FORMAT = "moment.ledger/1"
PATH = ".moment/ledger.json"


class Record(NamedTuple):
    """One file: whose it is, what it held when it was written (hash of the text with LF), what it was made from."""

    target: str
    kind: Literal["generated", "scaffold"]
    sha256: str
    sources: tuple[str, ...]


class Ledger(NamedTuple):
    """``pending`` are hashes of texts that a run was about to write; empty when it ended well."""

    files: Mapping[str, Record]
    pending: Mapping[str, str]


EMPTY = Ledger({}, {})


def write_ledger(ledger: Ledger) -> str:
    """The ledger as text: keys sorted, two blanks of indentation, one final line end."""
    files = {path: {**record._asdict(), "sources": list(record.sources)} for path, record in ledger.files.items()}
    content = {"format": FORMAT, "files": files, "pending": dict(ledger.pending)}
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def read_ledger(text: str) -> Ledger | str:
    """The ledger that ``text`` holds, or why it holds none."""
    if text.lstrip().startswith("<<<<<<<") or "\n<<<<<<< " in text:
        return "it has merge conflict markers"
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return "it is not JSON"
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        return f"its format is not {FORMAT}"
    files, pending = content.get("files"), content.get("pending", {})
    if not isinstance(files, dict) or not isinstance(pending, dict):
        return "its members are not objects"
    records = {path: _record(value) for path, value in files.items()}
    if None in records.values() or not all(isinstance(value, str) for value in pending.values()):
        return "one of its records is incomplete"
    return Ledger(cast("dict[str, Record]", records), pending)


def rebuild(texts: Mapping[str, str]) -> Ledger:
    """A ledger of those of ``texts`` (by path) whose headers say that we wrote them, edited or not.

    What an edited file held is unknown; it keeps a hash that no text has.
    """
    files: dict[str, Record] = {}
    for path in sorted(texts):
        header = header_of(texts[path])
        if header is not None:
            held = digest(texts[path]) if header.verifies else ""
            files[path] = Record(header.target, "generated", held, header.sources)
    return Ledger(files, {})


def _record(value: Any) -> Record | None:
    match value:
        case {
            "target": str(target),
            "kind": ("generated" | "scaffold") as kind,
            "sha256": str(sha256),
            "sources": list(sources),
        } if all(isinstance(source, str) for source in sources):
            return Record(target, kind, sha256, tuple(sources))
        case _:
            return None
