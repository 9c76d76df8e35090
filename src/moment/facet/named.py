"""What the paths of a command line are: specifications, bundles and runs that were written before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from moment.facet.bundle import read_bundle
from moment.facet.errors import FacetError
from moment.facet.runs import MOST_BYTES, Run, read_run


class Named(NamedTuple):
    """``specifications`` are for a session: files, folders, nothing for the project that stands here."""

    specifications: tuple[str, ...]
    documents: tuple[str, ...]
    runs: tuple[str, ...]

    @property
    def needs_session(self) -> bool:
        return bool(self.specifications) or not (self.documents or self.runs)


def named(paths: Sequence[str]) -> Named:
    """Sorts paths by what their names end with; two bundles, or one beside a specification, are a ``FacetError``."""
    documents = tuple(path for path in paths if path.endswith(".json"))
    runs = tuple(path for path in paths if path.endswith(".run"))
    others = tuple(path for path in paths if path not in documents and path not in runs)
    if len(documents) > 1 or (documents and others):
        first, second = (*documents, *others)[:2]
        raise FacetError(
            "usage", f"a page shows one bundle, not `{first}` and `{second}` together",
            "name one; the page opens the other beside it for Compare",
        )  # fmt: skip
    return Named(others, documents, runs)


def document_at(path: str) -> str:
    return read_bundle(path, _read(path))


def run_at(path: str, *, with_payloads: bool) -> Run:
    return read_run(Path(path).name, _read(path), with_payloads=with_payloads)


def _read(path: str) -> bytes:
    try:
        file = Path(path)
        if file.stat().st_size > MOST_BYTES:
            raise FacetError("facet-file", f"`{path}` has more than 1 GB", "write fewer runs into one file")
        return file.read_bytes()
    except OSError as error:
        reason = str(error.strerror or error).lower()
        raise FacetError("unreadable", f"`{path}` cannot be read: {reason}", "check the path") from error
