"""Errors of usage and environment, and mistakes of ours, as a person and a machine read them."""

from __future__ import annotations

import errno
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from moment.cli.options import MACHINE_FORMATS, Options
from moment.text.nearest import nearest

_USERINFO = re.compile(r"//\S*@")
"""What a report that is sent to us says of no URL."""
_BROUGHT_ALONG = {
    "validate": "check",
    "lint": "check",
    "format": "fmt",
    "new": "init",
    "create": "init",
    "viz": "simulate",
    "run": "simulate",
    "emit-ts": "generate typescript",
    "codegen": "generate",
    "gen": "generate",
    "help": "--help",
    "search": "find",
    "show": "parse",
}
"""Words that people bring from other tools. They are hints, not aliases."""


_LIBRARIES = {
    "dulwich": "dulwich",
    "tree_sitter": "tree-sitter",
    "tree_sitter_typescript": "tree-sitter-typescript",
    "urllib3": "urllib3",
}
"""Modules of libraries that single commands load, and what an installer calls them."""


class Failure(Exception):  # noqa: N818
    """The command cannot go on: ``code`` for machines, one sentence, and the way out."""

    def __init__(self, code: str, message: str, hint: str | None = None, *, exit: int = 2) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.exit = exit


class UnknownCommand(click.UsageError):
    """A word in the place of a command."""

    def __init__(self, word: str, names: Sequence[str]) -> None:
        super().__init__(f"no command `{word}`")
        self.hint = _command_hint(word, names)


def _command_hint(word: str, names: Sequence[str]) -> str:
    if word in _BROUGHT_ALONG:
        return f"`moment {_BROUGHT_ALONG[word]}` does that"
    if word.endswith(".moment"):
        return f"`moment check {word}` checks that file"
    guess = nearest(word, names)
    return f"did you mean `moment {guess}`?" if guess else "`moment --help` lists the commands"


def usage(error: click.UsageError, options: Options, arguments: Sequence[str]) -> int:
    """Says what is wrong with a command line; exit code 2."""
    command = error.ctx.command_path if error.ctx else "moment"
    if isinstance(error, UnknownCommand):
        return _say("usage", error.message, error.hint, options, arguments)
    if isinstance(error, click.NoSuchOption):
        known = [name for parameter in error.ctx.command.params for name in parameter.opts] if error.ctx else []
        guess = nearest(error.option_name, known, limit=3)
        hint = f"did you mean `{guess}`?" if guess else f"`{command} --help` lists the options"
        return _say("usage", f"`{command}` has no option `{error.option_name}`", hint, options, arguments)
    message = " ".join(error.format_message().split()).rstrip(".")
    return _say(
        "usage", message[:1].lower() + message[1:], f"`{command} --help` explains the command", options, arguments
    )


def failure(failure: Failure, options: Options, arguments: Sequence[str]) -> int:
    return _say(failure.code, failure.message, failure.hint, options, arguments, exit=failure.exit)


def missing(error: ModuleNotFoundError, options: Options, arguments: Sequence[str]) -> int:
    """A library that only some commands need and that is not there: exit code 2. Any other is a mistake of ours."""
    name = (error.name or "").partition(".")[0]
    if name not in _LIBRARIES:
        return internal(error, options, arguments)
    hint = f"`pip install {_LIBRARIES[name]}` installs it; `moment check` does without"
    return _say("missing-library", f"this needs the library {_LIBRARIES[name]}", hint, options, arguments)


_OF_THE_DISK = frozenset((
    errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.EFBIG, errno.ENOTDIR,
    errno.EISDIR, errno.EEXIST,
)) if sys.platform != "win32" else frozenset((errno.ENOSPC, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST))  # fmt: skip


def disk(error: OSError) -> Failure | None:
    """What the disk refused, as the end of a command; ``None`` when it is a mistake of ours."""
    if error.errno not in _OF_THE_DISK:
        return None
    reason = str(error.strerror or error).lower()
    what = f"`{error.filename}`" if error.filename is not None else "a file"
    path = Path(str(error.filename or ""))
    in_the_way = next((each for each in (path, *path.parents) if each.is_file()), None)
    if error.errno in (errno.ENOTDIR, errno.EEXIST) and in_the_way is not None:
        hint = f"`{in_the_way.name}` is a file where a folder has to be: move it away"
        return Failure("MOM905", f"{what} cannot be used: {reason}", hint)
    return Failure("MOM905", f"{what} cannot be written: {reason}", "make room or give permission, then run again")


def internal(error: Exception, options: Options, arguments: Sequence[str]) -> int:
    """A mistake of ours: one line, a report file, exit code 70."""
    import traceback
    from pathlib import Path

    text = "".join(traceback.format_exception(error))
    if options.verbose:
        sys.stderr.write(text)
    where = ""
    try:
        folder = Path(".moment", "cache")
        folder.mkdir(parents=True, exist_ok=True)
        report = folder / "report.txt"
        told = _USERINFO.sub("//***@", f"moment {' '.join(arguments)}\n\n{text}")
        report.write_text(told, encoding="utf-8")
        where = f"please send us {report.as_posix()}"
    except OSError:
        where = "run it again with --verbose and send us what it prints"
    message = f"moment made a mistake: {type(error).__name__}"
    return _say("internal", message, where, options, arguments, exit=70)


def _say(
    code: str, message: str, hint: str | None, options: Options, arguments: Sequence[str], *, exit: int = 2
) -> int:
    if options.format in MACHINE_FORMATS or "--json" in arguments or _asks_for_machine(arguments):
        from moment.diagnostics.json import render_error

        sys.stdout.write(render_error(code, message, hint))
        return exit
    sys.stderr.write(f"error: {message}\n")
    if hint:
        sys.stderr.write(f"  hint: {hint}\n")
    return exit


def _asks_for_machine(arguments: Sequence[str]) -> bool:
    """Whether a command line that could not be read to its end asked for a machine format."""
    pairs = zip(arguments, [*arguments, ""][1:], strict=True)
    return any(
        (word == "--format" and value in MACHINE_FORMATS)
        or (word.startswith("--format=") and word.partition("=")[2] in MACHINE_FORMATS)
        for word, value in pairs
    )
