"""Generated files are written all or none, and never in place of somebody else's."""

from __future__ import annotations

from pathlib import Path

from moment.behaviour.seal import NOTE, sealed
from moment.project.saving import Output, save_outputs

FIRST, SECOND = sealed(f"{NOTE} one\n"), sealed(f"{NOTE} two\n")


def save(folder: Path, **texts: str) -> str | None:
    outputs = [Output(folder / name, text, name, f"--{name}") for name, text in texts.items()]
    problem = save_outputs(outputs)
    return problem.message if problem else None


def there(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_files_are_made_with_their_folders_and_replaced_when_they_are_ours(tmp_path: Path) -> None:
    assert save(tmp_path, **{"a/b/c": FIRST, "d": FIRST}) is None
    assert save(tmp_path, **{"a/b/c": SECOND, "d": FIRST}) is None
    assert there(tmp_path) == {"a/b/c": SECOND, "d": FIRST}


def test_a_file_that_is_as_it_should_be_is_left_alone(tmp_path: Path) -> None:
    save(tmp_path, a=FIRST)
    (tmp_path / "a").chmod(0o444)
    before = (tmp_path / "a").stat()
    assert save(tmp_path, a=FIRST) is None
    assert (tmp_path / "a").stat() == before


def test_with_one_in_the_way_none_is_written(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("somebody's\n")
    assert save(tmp_path, a=FIRST, b=FIRST) == "`b` exists and was not generated"
    (tmp_path / "b").write_text(FIRST.replace("one", "mine"))
    assert save(tmp_path, a=FIRST, b=SECOND) == "`b` was changed since it was generated"
    assert there(tmp_path) == {"b": FIRST.replace("one", "mine")}


def test_a_place_that_cannot_be_written_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(FIRST)
    assert save(tmp_path, **{"a": FIRST, "file/b": FIRST}) == "`file/b` cannot be written: file is no folder"
    assert save(tmp_path, a=FIRST, **{".": FIRST}) == "`.` cannot be written: is a directory"
    assert there(tmp_path) == {"file": FIRST}


def test_what_is_no_regular_file_is_not_replaced(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe")
    assert save(tmp_path, pipe=FIRST) == "`pipe` cannot be written: it is no regular file"
    assert (tmp_path / "pipe").is_fifo()


def test_an_empty_file_is_nobodys(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert save(tmp_path, a=FIRST) is None
    assert there(tmp_path) == {"a": FIRST}
