"""One aspect of a Python field changed: only the tokens that say it."""

from __future__ import annotations

import ast

from moment.drift.patch.code import deprecation
from moment.drift.patch.lines import Lines, Splice
from moment.drift.patch.python.habits import Habits, tag
from moment.drift.patch.python.members import Members
from moment.drift.patch.python.records import has_default
from moment.drift.patch.python.rows import Item, Module, Row, bare
from moment.drift.patch.result import Refusal
from moment.drift.readers.text import deprecation as said
from moment.drift.types import Deprecation

_WRAPPERS = frozenset(("Annotated", "Final", "Required", "NotRequired", "ReadOnly"))


class Updates:
    """Writes into the items of one file."""

    def __init__(self, file: Module, lines: Lines, habits: Habits, members: Members) -> None:
        self.file = file
        self.lines = lines
        self.habits = habits
        self.members = members

    def update(self, row: Row, item: Item, aspect: str, value: str) -> list[Splice]:
        match aspect:
            case "type":
                place = self.file.source.place(self._core(self._annotation(row, item)))
                return [Splice(place.start, place.end, value)]
            case "optional":
                return self._optional(row, item, on=_truth(value))
            case "readonly":
                raise Refusal("in Python a whole class is frozen, not one field")
            case "deprecated":
                return self._deprecated(row, item, deprecation(value))
            case "value":
                return self._value(row, item, value)
        raise Refusal(f"a member has no {aspect}")

    def _annotation(self, row: Row, item: Item) -> ast.expr:
        if row.kind in ("enum", "literal"):
            raise Refusal("a value has no type of its own")
        if isinstance(item.node, tuple):
            found: ast.expr = item.node[1]
            return found
        annotation: ast.expr = item.node.annotation
        return annotation

    def _core(self, node: ast.expr) -> ast.expr:
        """The type inside ``NotRequired[…]``, ``Annotated[…]``, ``Optional[…]`` and ``… | None``."""
        match node:
            case ast.Subscript(value=head, slice=inner) if bare(head) in _WRAPPERS | {"Optional"}:
                return self._core(inner.elts[0] if isinstance(inner, ast.Tuple) else inner)
            case ast.BinOp(op=ast.BitOr(), left=left, right=ast.Constant(value=None)):
                return left
            case ast.BinOp(op=ast.BitOr(), left=ast.Constant(value=None), right=right):
                return right
        return node

    def _optional(self, row: Row, item: Item, *, on: bool) -> list[Splice]:
        annotation = self._annotation(row, item)
        if row.kind == "dictionary":
            return self._marked(annotation, "NotRequired" if row.total else "Required", on=on == row.total)
        core = self.file.source.place(self._core(annotation))
        whole = self.file.source.place(annotation)
        text = self.file.text[core.start : core.end]
        has_none = core != whole and bare(annotation) not in _WRAPPERS
        if row.kind == "pairs":
            return [Splice(whole.start, whole.end, self.habits.maybe(text) if on else text)]
        splices = []
        if on and not has_none:
            splices.append(Splice(core.start, core.end, self.habits.maybe(text)))
        elif not on and has_none:
            splices.append(Splice(whole.start, whole.end, text))
        splices += self._default(item, on=on)
        return self._moved(row, item, splices, on=on)

    def _marked(self, annotation: ast.expr, word: str, *, on: bool) -> list[Splice]:
        place = self.file.source.place(annotation)
        if on and bare(annotation) != word:
            return [Splice(place.start, place.start, f"{word}["), Splice(place.end, place.end, "]")]
        if not on and isinstance(annotation, ast.Subscript) and bare(annotation) == word:
            inner = self.file.source.place(annotation.slice)
            return [Splice(place.start, inner.start, ""), Splice(inner.end, place.end, "")]
        return []

    def _default(self, item: Item, *, on: bool) -> list[Splice]:
        """``= None``, or ``default=None`` among the arguments of ``field(…)``."""
        value = item.node.value
        if isinstance(value, ast.Call):
            return self._argument(value, on=on)
        if on and value is None:
            return [Splice(item.end, item.end, " = None")]
        if not on and isinstance(value, ast.Constant) and value.value is None:
            return [Splice(self.file.source.place(item.node.annotation).end, item.end, "")]
        return []

    def _argument(self, call: ast.Call, *, on: bool) -> list[Splice]:
        place = self.file.source.place
        given = [word for word in call.keywords if word.arg in ("default", "factory", "default_factory")]
        if on:
            at = place(call.func).end + 1
            more = ", " if call.args or call.keywords else ""
            return [] if given or call.args else [Splice(at, at, f"default=None{more}")]
        if not given:
            return []
        word = given[0]
        if not (isinstance(word.value, ast.Constant) and word.value.value is None):
            raise Refusal("it has a default of its own")
        start = self.file.source.offset(word.lineno, word.col_offset)
        end = place(word.value).end
        rest = self.file.text[end:]
        if rest.lstrip().startswith(","):
            after = rest.lstrip()[1:]
            return [Splice(start, len(self.file.text) - len(after.lstrip(" ")), "")]
        before = self.file.text[:start].rstrip()
        return [Splice(len(before) - 1 if before.endswith(",") else start, end, "")]

    def _moved(self, row: Row, item: Item, splices: list[Splice], *, on: bool) -> list[Splice]:
        """A field without a default may not follow one with one: it changes place with its neighbours."""
        others = [each for each in row.items if each is not item]
        given = [each for each in others if has_default(each)]
        needed = [each for each in others if not has_default(each)]
        if row.in_any_order or not splices:
            return splices
        target = needed[-1] if on and needed else given[0] if not on and given else None
        if target is None or (target.start < item.start) == on:
            return splices
        if not all(self.lines.begins(each.start) and self.lines.closes(each.stop) for each in (item, target)):
            raise Refusal("a field without a default cannot follow one that has one")
        first, last = self.members.own_start(item.start), self.lines.following(item.stop)
        text = self.file.text[first:last]
        for splice in sorted(splices, reverse=True):
            text = text[: splice.start - first] + splice.text + text[splice.end - first :]
        text = text if text.endswith("\n") else text + self.lines.newline
        at = self.lines.following(target.stop) if on else self.members.own_start(target.start)
        lead = self.lines.newline if at and self.file.text[at - 1 : at] != "\n" else ""
        return [Splice(first, last, ""), Splice(at, at, lead + text)]

    def _value(self, row: Row, item: Item, value: str) -> list[Splice]:
        if row.kind not in ("enum", "literal"):
            raise Refusal("only the cases of an enum have a value")
        place = self.file.source.place(item.node.value if row.kind == "enum" else item.node)
        return [Splice(place.start, place.end, self.habits.string(value))]

    def _deprecated(self, row: Row, item: Item, wanted: Deprecation | None) -> list[Splice]:
        """The text below the field, or the argument ``deprecated`` where it has one."""
        if not isinstance(row.node, ast.ClassDef):
            raise Refusal("it stands in a list, where no text can stand below it")
        call = item.node.value
        word = next((each for each in getattr(call, "keywords", ()) if each.arg == "deprecated"), None)
        if word is not None and wanted is not None:
            place = self.file.source.place(word.value)
            return [Splice(place.start, place.end, self.habits.string(tag(wanted).removeprefix("@deprecated ")))]
        indent, newline = self.lines.indentation(item.start), self.lines.newline
        start = self.lines.end(item.end) if item.stop > item.end else item.stop
        old = self.file.text[start : item.stop].strip()
        if wanted is None:
            return [Splice(start, item.stop, "")] if said(old) is not None else []
        note = f"{newline}{indent}{self.habits.note(wanted)}"
        if not old:
            at = self.lines.end(item.end)
            return [Splice(at, at, note)]
        if said(old) is not None:
            return [Splice(start, item.stop, note)]
        inside = old[3:-3].rstrip() if old.startswith(('"""', "'''")) else old[1:-1]
        text = f'"""{inside}{newline}{newline}{indent}{tag(wanted)}{newline}{indent}"""'
        return [Splice(item.stop - len(old), item.stop, text)]


def _truth(value: str) -> bool:
    if value not in ("true", "false"):
        raise Refusal(f"it is `true` or `false`, not `{value}`")
    return value == "true"
