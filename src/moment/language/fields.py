"""Reads fields: of events, inputs, value objects, projections, identities and contracts."""

from __future__ import annotations

from moment.diagnostics.model import Fix
from moment.language import rules
from moment.language.cursor import Cursor
from moment.language.recovery import FOREIGN_SIGNS, skip_foreign
from moment.language.syntax import Annotation, Deprecation, Field
from moment.language.tokens import KEYWORDS, is_name

_SUFFIXES = frozenset(("[]", "?", "[", ".", ",", "“", "”")) | FOREIGN_SIGNS
"""Tokens behind a plain type that need a closer look."""
_FURTHER = frozenset(("[]", "?", "[", ".", ":")) | FOREIGN_SIGNS
"""Tokens behind a type with its suffixes that need a closer look."""


def parse_fields(cursor: Cursor) -> tuple[Field, ...]:
    """``name: type`` as often as it stands here. The loop is the hottest of the parser: most lines are fields."""
    fields: list[Field] = []
    texts, starts = cursor.texts, cursor.starts
    index = cursor.index
    new = tuple.__new__  # half the price of calling the class
    while True:
        if texts[index + 1] == ":":
            name, type_name = texts[index], texts[index + 2]
            if (
                name.isidentifier()
                and type_name.isidentifier()
                and texts[index + 3] not in _SUFFIXES
                and texts[index + 3] != ":"
            ):
                start, type_start = starts[index], starts[index + 2]
                end = type_start + len(type_name)
                values = (
                    name, type_name, False, False, False, start, start + len(name), type_start, end, end, None, ()
                )  # fmt: skip
                fields.append(new(Field, values))
                index += 3
                continue
            if not is_name(name):
                break
        elif texts[index] != "@" or texts[index + 6] != ":":
            break
        cursor.index = index
        fields.append(parse_field(cursor, parse_annotations(cursor)))
        _skip_separator(cursor)
        index = cursor.index
    cursor.index = index
    return tuple(fields)


def _skip_separator(cursor: Cursor) -> None:
    """A comma between fields that stand on lines of their own, a habit from other notations."""
    if cursor.texts[cursor.index] == ",":
        start = cursor.starts[cursor.index]
        fix = Fix("remove the comma", (cursor.replace(start, start + 1, ""),), "safe")
        cursor.foreign(
            start, start + 1, ",", "Leave it out: only the inputs of a command are separated by commas.", fix
        )
        cursor.index += 1


def parse_inputs(cursor: Cursor) -> tuple[Field, ...]:
    """The comma-separated fields behind ``input``; a trailing comma is allowed."""
    fields: list[Field] = []
    while cursor.at_field() or (cursor.texts[cursor.index] == "@" and cursor.texts[cursor.index + 6] == ":"):
        fields.append(parse_field(cursor, parse_annotations(cursor)))
        if not cursor.take(",") and cursor.at_field():
            end = cursor.previous_end
            fix = Fix("add a comma", (cursor.replace(end, end, ","),), "safe")
            start = cursor.starts[cursor.index]
            cursor.report(rules.UNEXPECTED_TOKEN, start, start + len(cursor.texts[cursor.index]),
                          hint="Separate inputs by commas.", fixes=(fix,), found=f"`{cursor.texts[cursor.index]}`")  # fmt: skip
    if not fields:
        cursor.unexpected("write an input as `name: type`")
        while cursor.texts[cursor.index] and not cursor.starts_line(cursor.index):
            cursor.index += 1
    return tuple(fields)


def parse_annotations(cursor: Cursor) -> tuple[Annotation, ...]:
    """Annotations directly before a field."""
    found: list[Annotation] = []
    while cursor.texts[cursor.index] == "@":
        found.append(expect_annotation(cursor))
    return tuple(found)


def expect_annotation(cursor: Cursor) -> Annotation:
    """``@name(value)``."""
    start = cursor.starts[cursor.index]
    cursor.index += 1
    name = cursor.expect_name("the name of the annotation")
    if cursor.take("("):
        text = cursor.texts[cursor.index]
        value = cursor.take_string() if text[:1] == '"' else cursor.expect_name("the value of the annotation")
        cursor.expect(")", "behind the value")
    else:
        cursor.unexpected("write the value in parentheses, as in `@classification(PII)`")
        value = cursor.missing()
    return Annotation(name, value, start, cursor.previous_end)


def expect_field(cursor: Cursor, what: str) -> Field | None:
    """One field; reported and ``None`` when there is none."""
    if cursor.at_field():
        return parse_field(cursor, ())
    cursor.unexpected(f"write {what} as `name: type`")
    return None


def parse_field(cursor: Cursor, annotations: tuple[Annotation, ...]) -> Field:
    """One field with everything a field can have; the cursor stands on ``name :``."""
    texts, starts = cursor.texts, cursor.starts
    index = cursor.index
    type_name = texts[index + 2]
    behind = index + 3
    array = texts[behind] == "[]"
    behind += array
    optional = texts[behind] == "?"
    behind += optional
    if type_name.isidentifier() and type_name not in KEYWORDS and texts[behind] not in _FURTHER:
        name, start, type_start = texts[index], starts[index], starts[index + 2]
        end = starts[behind - 1] + len(texts[behind - 1])
        cursor.index = behind
        return Field(
            name, type_name, array, optional, False, start, start + len(name), type_start, end, end, None, annotations
        )
    return _parse_long_field(cursor, annotations)


def _parse_long_field(cursor: Cursor, annotations: tuple[Annotation, ...]) -> Field:
    """A field with brackets, a qualified type or something that is no type."""
    name = cursor.take_word()
    cursor.index += 1
    type_start = cursor.starts[cursor.index]
    type_name = _parse_type_name(cursor)
    if not type_name:
        end = cursor.previous_end
        return Field(name.text, "", False, False, False, name.start, name.end, end, end, end, None, annotations)
    array = cursor.take("[]")
    optional = cursor.take("?")
    array = array or (optional and cursor.take("[]"))
    type_end = cursor.previous_end
    optional = _parse_foreign_type(cursor, type_end) or optional
    deprecation, required = _parse_brackets(cursor)
    end = max(cursor.previous_end, type_end)
    while cursor.texts[cursor.index] in FOREIGN_SIGNS and not cursor.starts_line(cursor.index):
        skip_foreign(cursor)
    return Field(
        name.text, type_name, array, optional, required,
        name.start, name.end, type_start, type_end, end, deprecation, annotations,
    )  # fmt: skip


def _parse_type_name(cursor: Cursor) -> str:
    """``Name`` or ``Context.Name``; empty and reported when there is none."""
    text = cursor.texts[cursor.index]
    if (
        not is_name(text)
        or cursor.texts[cursor.index + 1] == ":"
        or (text in KEYWORDS and cursor.starts_line(cursor.index))
    ):
        cursor.unexpected("write the type of the field")
        return ""
    cursor.index += 1
    if text in ("List", "Array", "Set", "Optional", "Map") and cursor.texts[cursor.index] == "<":
        return _parse_generic(cursor, text)
    if cursor.texts[cursor.index] == "." and is_name(cursor.texts[cursor.index + 1]):
        text = f"{text}.{cursor.texts[cursor.index + 1]}"
        cursor.index += 2
    return text


def _parse_generic(cursor: Cursor, container: str) -> str:
    """``List<X>`` from other languages: reported, and read as what it means here."""
    start = cursor.starts[cursor.index - 1]
    cursor.index += 1
    inner = cursor.texts[cursor.index] if is_name(cursor.texts[cursor.index]) else ""
    while cursor.texts[cursor.index] and not cursor.starts_line(cursor.index):
        cursor.index += 1
        if cursor.texts[cursor.index - 1] == ">":
            break
    end = cursor.previous_end
    suffix = "?" if container == "Optional" else "[]"
    notation = cursor.source.text[start:end]
    if not inner or "," in notation:  # a list of the first part would drop the rest
        cursor.foreign(
            start, end, notation, "Declare a value object with the parts, and write `Type[]` for a list of it."
        )
        return inner
    fix = Fix(f"write `{inner}{suffix}`", (cursor.replace(start, end, inner + suffix),), "safe")
    cursor.foreign(start, end, notation, f"Write `{inner}{suffix}`.", fix)
    return inner


def _parse_foreign_type(cursor: Cursor, type_end: int) -> bool:
    """``X | null`` behind a type: reported, and read as ``X?``."""
    if cursor.texts[cursor.index] != "|" or cursor.starts_line(cursor.index):
        return False
    is_null = cursor.texts[cursor.index + 1] in ("null", "undefined", "None", "nil")
    start = cursor.starts[cursor.index]
    while cursor.texts[cursor.index] == "|" and is_name(cursor.texts[cursor.index + 1]):
        cursor.index += 2
    end = max(cursor.previous_end, start + 1)
    notation = cursor.source.text[start:end]
    if is_null:
        fix = Fix("write `?`", (cursor.replace(type_end, end, "?"),), "safe")
        cursor.foreign(start, end, notation, "Write `?` behind the type.", fix)
    else:
        cursor.foreign(start, end, notation, "Declare an `enum` for alternatives.")
    if cursor.texts[cursor.index] == "|":
        cursor.index += 1
    return is_null


def _parse_brackets(cursor: Cursor) -> tuple[Deprecation | None, bool]:
    """``[deprecated "reason" -> "field"]`` or ``[required]``."""
    deprecation: Deprecation | None = None
    required = False
    while cursor.texts[cursor.index] == "[":
        word = cursor.texts[cursor.index + 1]
        start = cursor.starts[cursor.index]
        if word == "required":
            cursor.index += 2
            required = True
        elif word == "deprecated":
            cursor.index += 2
            reason = cursor.expect_string("the reason")
            cursor.expect("->", "before the replacement")
            replacement = cursor.expect_string("the field that replaces it")
            cursor.expect("]", "to close the bracket")
            deprecation = Deprecation(reason, replacement, start, cursor.previous_end)
            continue
        else:
            cursor.index += 1
            cursor.unexpected('write `[required]` or `[deprecated "reason" -> "field"]`')
            while cursor.texts[cursor.index] not in ("]", "") and not cursor.starts_line(cursor.index):
                cursor.index += 1
            cursor.take("]")
            continue
        cursor.expect("]", "to close the bracket")
    return deprecation, required
