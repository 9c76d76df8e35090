"""Where the parser stands in the tokens, and how it reads words, strings and signs.

Verbs mean one thing each, here and in every module of the parser: ``at_x`` only looks; ``take_x`` advances if it
matches; ``parse_x`` gives a node or ``None``; ``expect_x`` always gives a node, with a placeholder and a diagnostic
where it is missing.
"""

from __future__ import annotations

import re
from typing import Any

from moment.diagnostics.model import Diagnostic, Edit, Fix, Label, Rule
from moment.language import rules
from moment.language.lexer import Tokens
from moment.language.syntax import Name
from moment.language.tokens import KEYWORDS, is_name
from moment.text.source import Source
from moment.text.span import Place

_ESCAPE = re.compile(r'\\(["\\nt])')
_ESCAPED = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}


class Cursor:
    """A position in the tokens of one source, and the findings so far."""

    def __init__(self, source: Source, tokens: Tokens) -> None:
        self.source = source
        self.tokens = tokens
        self.texts = tokens.texts
        self.starts = tokens.starts
        self.index = 0
        self.last = len(tokens.texts) - 8
        self.diagnostics: list[Diagnostic] = []
        self.reported: set[int] = set()
        self.is_flat = re.search(r"^[ \t]+[^\s/*]", source.text, re.MULTILINE) is None

    # -- looking ---------------------------------------------------------------------------------

    @property
    def previous_end(self) -> int:
        """Where the last token that was read ends; 0 at the start."""
        index = self.index
        if index == 0:
            return 0
        end = self.starts[index - 1] + len(self.texts[index - 1])
        start = self.starts[index]
        return end if end < start else start

    def starts_line(self, index: int) -> bool:
        """Whether the token is the first on its line."""
        if index == 0:
            return True
        before = self.starts[index - 1] + len(self.texts[index - 1])
        return "\n" in self.source.text[before : self.starts[index]]

    def at_name(self) -> bool:
        """Whether a name stands here; a keyword or field at the head of a line starts something else."""
        text = self.texts[self.index]
        if not is_name(text):
            return False
        begins_something = text in KEYWORDS or self.texts[self.index + 1] == ":"
        return not (begins_something and self.starts_line(self.index))

    def at_field(self) -> bool:
        return self.texts[self.index + 1] == ":" and is_name(self.texts[self.index])

    def indentation(self, offset: int) -> int:
        return self.source.indentation(offset)

    def same_line(self, start: int, end: int) -> bool:
        return "\n" not in self.source.text[start:end]

    # -- taking ----------------------------------------------------------------------------------

    def take(self, text: str) -> bool:
        if self.texts[self.index] == text:
            self.index += 1
            return True
        return False

    def expect(self, text: str, purpose: str) -> bool:
        """Takes a sign or a small word; reports it when it is missing."""
        if self.take(text):
            return True
        self.unexpected(f"write `{text}` {purpose}")
        return False

    def take_word(self) -> Name:
        """The current token as a name, whatever it is."""
        text, start = self.texts[self.index], self.starts[self.index]
        self.index += 1
        return Name(text, start, start + len(text))

    def missing(self) -> Name:
        return Name("", self.previous_end, self.previous_end)

    def expect_name(self, what: str) -> Name:
        """A name; a string in its place is read as one and reported."""
        text = self.texts[self.index]
        if text.isidentifier() and text not in KEYWORDS and self.texts[self.index + 1] != ":":
            start = self.starts[self.index]
            self.index += 1
            return tuple.__new__(Name, (text, start, start + len(text), False))
        if self.at_name():
            return self.take_word()
        if text.startswith('"') and not self.starts_line(self.index):
            name = self.take_string()
            if is_name(name.text):
                fix = Fix(
                    f"write `{name.text}` without quotes", (self.replace(name.start, name.end, name.text),), "safe"
                )
                self.report(rules.UNEXPECTED_TOKEN, name.start, name.end, hint=f"Write {what} without quotes.",
                            fixes=(fix,), found="a string")  # fmt: skip
            else:
                self.report(rules.UNEXPECTED_TOKEN, name.start, name.end,
                            hint=f"Write {what} as one word without quotes.", found="a string")  # fmt: skip
            return name._replace(quoted=False)
        self.unexpected(f"write {what} here")
        return self.missing()

    def expect_string(self, what: str) -> Name:
        """A string; a bare word in its place is read as one and reported."""
        text = self.texts[self.index]
        if text[:1] == '"':
            return self.take_string()
        if text in ("“", "”"):
            return self.take_smart_string()
        if self.at_name():
            name = self.take_word()
            fix = Fix(f'write `"{name.text}"`', (self.replace(name.start, name.end, f'"{name.text}"'),), "safe")
            self.report(rules.UNEXPECTED_TOKEN, name.start, name.end, hint=f"Write {what} in double quotes.",
                        fixes=(fix,), found=f"`{name.text}`")  # fmt: skip
            return name._replace(quoted=True)
        self.unexpected(f"write {what} in double quotes here")
        return self.missing()

    def take_string(self) -> Name:
        text, start = self.texts[self.index], self.starts[self.index]
        self.index += 1
        if text.startswith('"""'):
            return self._block_string(text, start)
        if len(text) > 1 and text[-1] == '"' and (text[-2] != "\\" or _is_closed(text)):
            value = text[1:-1]
            return Name(_unescape(value) if "\\" in value else value, start, start + len(text), True)
        return self._unterminated(text, start)

    def _block_string(self, text: str, start: int) -> Name:
        if len(text) >= 6:
            return Name(_dedent(text[3:-3]), start, start + len(text), True)
        self.report(rules.UNTERMINATED_STRING, start, start + 3, hint='Close the text with `"""`.')
        while self.texts[self.index] and not (self.texts[self.index] in KEYWORDS and self.starts_line(self.index)):
            self.index += 1
        return Name(_dedent(self.source.text[start + 3 : self.previous_end]), start, self.previous_end, True)

    def _unterminated(self, text: str, start: int) -> Name:
        """Reads on to a closing quote on a later line, if there is one before the next clause."""
        end = start + len(text)
        index = self.index
        while self.texts[index] and not (self.texts[index] in KEYWORDS and self.starts_line(index)):
            word = self.texts[index]
            index += 1
            if word[0] == '"' and not (len(word) > 1 and word[-1] == '"'):
                close = self.starts[index - 1]
                block = f'"""{self.source.text[start + 1 : close]}"""'
                fix = Fix('turn it into a `"""` text', (self.replace(start, close + 1, block),), "safe")
                self.report(rules.UNTERMINATED_STRING, start, end, hint='Use `"""` around text of several lines.',
                            fixes=(fix,))  # fmt: skip
                self.index = index
                return Name(_dedent(self.source.text[start + 1 : close]), start, close + 1, True)
        fix = Fix('close the string with `"`', (self.replace(end, end, '"'),), "safe")
        self.report(rules.UNTERMINATED_STRING, start, end, hint="Close the string on its line.", fixes=(fix,))
        return Name(text[1:], start, end, True)

    def take_smart_string(self) -> Name:
        """A string in typographic quotes, up to the closing one on the same line."""
        start = self.starts[self.index]
        line_end = self.source.text.find("\n", start)
        line_end = len(self.source.text) if line_end < 0 else line_end
        found = re.compile('[“”"]').search(self.source.text, start + 1, line_end)
        end = found.end() if found else line_end
        value = self.source.text[start + 1 : end - 1 if found else end]
        fix = Fix("use straight quotes", (self.replace(start, end, '"' + value.replace('"', '\\"') + '"'),), "safe")
        self.foreign(start, end, self.source.text[start], "Write the text in straight double quotes.", fix)
        while self.texts[self.index] and self.starts[self.index] < end:
            self.index += 1
        return Name(value, start, end, True)

    # -- reporting -------------------------------------------------------------------------------

    def place(self, start: int, end: int) -> Place:
        return Place(self.source.path, start, end)

    def replace(self, start: int, end: int, text: str) -> Edit:
        return Edit(self.place(start, end), text)

    def report(
        self,
        rule: Rule,
        start: int,
        end: int,
        labels: tuple[Label, ...] = (),
        *,
        hint: str | None = None,
        fixes: tuple[Fix, ...] = (),
        **facts: Any,
    ) -> None:
        self.diagnostics.append(rule.at(self.place(start, end), *labels, hint=hint, fixes=fixes, **facts))

    def foreign(self, start: int, end: int, notation: str, hint: str, *fixes: Fix) -> None:
        if start not in self.reported:
            self.reported.add(start)
            self.report(rules.FOREIGN_NOTATION, start, end, hint=hint, fixes=fixes, notation=notation)

    def unexpected(self, advice: str, *, stray: bool = False) -> None:
        """Reports the current token once; at the head of a line, unless ``stray``, what is missing before it."""
        index = self.index
        text, start = self.texts[index], self.starts[index]
        if start in self.reported:
            return
        self.reported.add(start)
        hint = advice[:1].upper() + advice[1:] + "."
        if not text or (self.starts_line(index) and not stray):
            end = self.previous_end
            if end != start and end in self.reported:  # the end of a file without a last line end is both
                return
            self.reported.add(end)
            what = "the end of the file" if not text else "the end of the line"
            self.report(rules.UNEXPECTED_TOKEN, end, end, hint=hint, found=what)
        else:
            shown = "a string" if text[0] == '"' else f"`{text[:40]}`"
            self.report(rules.UNEXPECTED_TOKEN, start, start + len(text), hint=hint, found=shown)

    def missing_clause(self, declaration: str, clause: str, at: int) -> Name:
        """Reports a clause that a declaration needs, at the place where it should stand."""
        if at not in self.reported:
            self.report(
                rules.MISSING_CLAUSE, at, at, hint=f"Add `{clause}` to it.", declaration=declaration, clause=clause
            )
        return Name("", at, at)


def _is_closed(text: str) -> bool:
    """Whether the last quote of a string token is no escaped one."""
    body = text[1:-1]
    return (len(body) - len(body.rstrip("\\"))) % 2 == 0


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda match: _ESCAPED[match[1]], text)


def _dedent(text: str) -> str:
    """The text of a block string: common indentation, first and last line break removed."""
    lines = text.split("\n")
    depths = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    depth = min(depths, default=0)
    lines = [lines[0].strip(), *(line[depth:].rstrip() for line in lines[1:])]
    return "\n".join(lines).strip("\n")
