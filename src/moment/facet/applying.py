"""One offered edit on its way into the specification: it must be offered now, for the text that is there now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from moment.diagnostics.edits import apply, resolve
from moment.diagnostics.json import TextEdit
from moment.diagnostics.model import Edit
from moment.facet.messages import ApplyRequest
from moment.facet.rebuild import Rebuilder
from moment.project.saving import save
from moment.text.span import Place

Change = tuple[tuple[str, int, int, str], ...]
CHANGED = "The text of {path} has changed since this edit was offered. Look at the finding again."


class RefusedEdit(Exception):  # noqa: N818
    """Why nothing was written, as a sentence."""


def apply_edit(rebuilder: Rebuilder, request: ApplyRequest) -> list[str]:
    """Writes the edit and returns the paths that changed; ``RefusedEdit`` when it is not to be done."""
    texts = rebuilder.texts
    edited = sorted({edit.path for edit in request.edits})
    for path in edited:
        if path not in texts.sources or request.sha256.get(path) != texts.digests[path]:
            raise RefusedEdit(CHANGED.format(path=path))
    if not request.edits or _change(request.edits) not in set(_offered(rebuilder)):
        raise RefusedEdit("This edit is not offered for the specification as it is now. Look at the finding again.")
    grouped: defaultdict[str, list[Edit]] = defaultdict(list)
    for edit in request.edits:
        place = Place(edit.path, edit.range.start.offset, edit.range.end.offset)
        grouped[edit.path].append(Edit(place, edit.text))
    changes = {path: (texts.sources[path].text, apply(texts.sources[path].text, grouped[path])) for path in edited}
    problems = save(texts.session.project.root, changes)
    if problems:
        raise RefusedEdit(f"{problems[0].place.path}: {problems[0].message}.")
    return edited


def _offered(rebuilder: Rebuilder) -> Iterator[Change]:
    """Repairs of flows that were run with these texts, and fixes of the check."""
    texts = rebuilder.texts
    for shown in list(rebuilder.current.flows.values()):
        if all(texts.digests.get(path) == digest for path, digest in shown.texts.items()):
            for finding in shown.part.flow.findings:
                for repair in finding.repairs:
                    yield _change(repair.edits)
    for diagnostic in texts.session.diagnostics(behaviour=False):
        for fix in diagnostic.fixes:
            if all(edit.place.path in texts.sources for edit in fix.edits):
                resolved = [resolve(edit, texts.sources[edit.place.path]) for edit in fix.edits]
                yield tuple((edit.place.path, edit.place.start, edit.place.end, edit.text) for edit in resolved)


def _change(edits: Sequence[TextEdit]) -> Change:
    return tuple((edit.path, edit.range.start.offset, edit.range.end.offset, edit.text) for edit in edits)
