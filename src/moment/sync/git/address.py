"""Where another repository is: what a URL or a path means, and without the password that stands in it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from moment.project.git_rules import REMOTE_REJECTED
from moment.sync.credentials.answers import Credentials
from moment.sync.credentials.origin import Origin, origin_of
from moment.sync.credentials.secret import Secret
from moment.sync.git.problems import GitProblem
from moment.text.span import Place

_SCP = re.compile(r"(?:[^/@:\s]+@)?(?P<host>[^/:\s]{2,}):(?!//)(?P<path>.*)")  # one letter is a drive
_SSH = ("ssh", "git+ssh", "ssh+git")
_START = re.compile(r"(?P<start>[A-Za-z][A-Za-z0-9+.-]+:/{1,2}|//)?(?P<rest>.*)", re.DOTALL)
_PORT = re.compile(r"[^@/?#]*:\d*|\[[^]]*\](:\d*)?|[^@:/?#]*")
"""A host with its port, or none: what stands before the first ``/`` of a URL in which nobody is named."""


class Address(NamedTuple):
    """``url`` is without user and password. Of a repository on this machine ``folder`` is its path, else ``None``.

    ``given`` are credentials that stood in the URL: for its origin alone, and never written down.
    """

    url: str
    folder: Path | None
    origin: Origin | None
    given: Credentials | None = None


def address_of(text: str, base: Path, *, remote: str = "") -> Address:
    """What ``text`` means to somebody in ``base``. Raises ``GitProblem`` for ssh and for what is no address."""
    shown = remote or without_userinfo(text)
    try:
        parts = urlsplit(text)
    except ValueError:  # a bracket too many
        raise _refused(shown, "is no URL", "Mend it with `git remote set-url`.") from None
    scheme = parts.scheme.lower()
    if scheme in ("http", "https"):
        try:
            origin = origin_of(text if parts.netloc else "")
        except ValueError as error:
            hint = "Mend it with `git remote set-url`"
            hint += "; a password in it has `/` as %2F, `#` as %23, `?` as %3F." if "@" in text else "."
            raise _refused(shown, f"is no URL: {error}", hint) from None
        given = None
        if parts.password:
            given = Credentials(unquote(parts.username or ""), Secret(unquote(parts.password)), "the URL")
        return Address(without_userinfo(text), None, origin, given)
    if scheme == "file":
        if not parts.path.strip("/"):
            raise _refused(shown, "names no folder", "Write it as `file:///path/to/it.git`.")
        return _local(url2pathname(parts.path), base)
    matched = _SCP.fullmatch(text)
    if scheme in _SSH or (matched and not (base / text).exists()):
        host = parts.hostname if scheme in _SSH else matched["host"] if matched else ""
        path = parts.path if scheme in _SSH else f"/{matched['path']}" if matched else ""
        problem = "is reached by ssh, whose keys and agents moment does not handle"
        raise _refused(shown, problem, f"Use https, as `https://{host}{path}`, or push with git itself.")
    if "://" in text:
        raise _refused(shown, f"is reached by `{scheme}`, which is not supported", "Use https, or a path.")
    return _local(text, base)


def without_userinfo(text: str) -> str:
    """A URL without user and password, also where a password has signs that a URL cannot hold; else as it is."""
    matched = _START.fullmatch(text)
    assert matched is not None
    start, rest = matched["start"] or "", matched["rest"]
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if start and "@" in authority:
        return start + rest[authority.rindex("@") + 1 :]
    if 0 <= rest.find(":") < rest.find("@") and not _PORT.fullmatch(authority):
        return start + rest[rest.rindex("@") + 1 :]
    return text


def _local(text: str, base: Path) -> Address:
    folder = Path(os.path.normpath(base / Path(text).expanduser()))
    return Address(text if not Path(text).is_absolute() else folder.as_posix(), folder, None)


def _refused(shown: str, problem: str, hint: str) -> GitProblem:
    return GitProblem(REMOTE_REJECTED.at(Place(".git/config", 0, 0), hint=hint, remote=shown, problem=problem))
