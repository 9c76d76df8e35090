"""Upstream, what was imported last and the files of a project, made what can be compared. Reads nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from moment.drift.category import Party
from moment.drift.patch.result import Refused
from moment.language.parser import Parsed, parse
from moment.model.build import build
from moment.project.elements import KINDS, Bases, Elements, Key
from moment.sift.adopting import adopted, domain_of, homes
from moment.sift.describe import elements_of
from moment.sift.fold import Fold
from moment.sift.renamed import renamed_bases, renames
from moment.sync.agreeing import Texts
from moment.sync.reconcile import Given, Renames
from moment.sync.upstream_category import CodeParties
from moment.sync.upstream_changes import Sides, UpstreamChange, applied
from moment.text.source import Source


def no_code(element: str, member: str | None, context: str) -> Sequence[Party]:
    """Of a project whose code nobody looks at."""
    return ()


def given_by(
    upstream: Fold,
    bases: Bases,
    files: Iterable[Parsed],
    place: Callable[[str], str] = lambda path: path,
    code: CodeParties = no_code,
) -> Given:
    """``place`` says where a new file of import layout goes, ``code`` who in code needs an element."""
    parsed = tuple(files)
    texts = {each.source.path: each.source.text for each in parsed}
    elements = elements_of(parsed)
    taken = renames(bases, upstream.renamed, upstream.elements, elements)
    writer = Writer(texts, upstream.elements, place)
    local = writer.renamed(taken)
    if isinstance(local, Refused):
        local, taken = elements, ()

    def rebased(made: Renames) -> Bases:
        now = writer.renamed(made)
        return bases if isinstance(now, Refused) else renamed_bases(bases, now, made)

    origins = {**upstream.graves, **upstream.origins}
    places = {key: (str(event.place[0]), int(event.place[1])) for key, event in origins.items()}
    sides = Sides(rebased(taken), upstream.elements, local, taken, places, upstream.is_sound)
    return Given(
        sides, elements, build(parsed), texts, upstream.fingerprint, writer, domain_of, _elements, rebased, code
    )  # fmt: skip


class Writer:
    """Makes changes in the texts of a project; one that needs no other file looks at no other."""

    def __init__(self, texts: Texts, upstream: Elements, place: Callable[[str], str]) -> None:
        self._texts, self._upstream, self._place = texts, upstream, place
        self._homes = homes(texts)

    def renamed(self, taken: Renames) -> Elements | Refused:
        """The elements after renames of elements."""
        found = self([UpstreamChange(">", "upstream-ahead", key, new_name=name) for key, name in taken])
        return found if isinstance(found, Refused) else _elements(found)

    def __call__(self, changes: Sequence[UpstreamChange]) -> Texts | Refused:
        new_names = [_rename(each) for each in changes if each.sign == ">"]
        paths = {self._homes.get(_top(each.key)) for each in changes}
        texts = {path: self._texts[path] for path in paths if path is not None}
        if new_names or None in paths:
            texts = dict(self._texts)
        found = adopted(
            texts, new_names, lambda local: applied(local, changes, self._upstream), self._upstream, self._place
        )  # fmt: skip
        return found if isinstance(found, Refused) else {**self._texts, **found}


def _top(key: Key) -> Key:
    return Key("Flow" if key.word in ("Flow", "Moment") else "BoundedContext", key.names[:1])


def _rename(change: UpstreamChange) -> tuple[str, str, str]:
    if change.spot.member:
        return f"{change.key.identity}.{change.spot.member}", change.new_name, "field"
    return change.key.identity, change.new_name, KINDS[change.key.word]


def _elements(texts: Texts) -> Elements:
    return elements_of(parse(Source(path, text)) for path, text in texts.items())
