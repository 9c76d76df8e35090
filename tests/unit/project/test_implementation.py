"""Which code belongs to a project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from moment.project.config import ImplementationSettings
from moment.project.files import Disk, Entry, Memory
from moment.project.implementation import Implementation, Unreadable, contexts_of

FILES = {
    "/p/src/order.ts": "export {}", "/p/src/view/page.tsx": "", "/p/src/order.d.ts": "", "/p/src/order.test.ts": "",
    "/p/src/tests/all.ts": "", "/p/src/billing.py": "", "/p/src/test_billing.py": "", "/p/src/readme.md": "",
    "/p/src/node_modules/x/index.ts": "", "/p/src/.hidden/a.ts": "", "/p/src/generated/a.ts": "made", "/p/lib/a.ts": "",
}  # fmt: skip


def implementation(*, outputs: tuple[str, ...] = ("src/generated",)) -> Implementation:
    return Implementation(Path("/p"), ImplementationSettings(), outputs=outputs, files=Memory(FILES))


def test_tests_declarations_packages_and_outputs_are_left_out() -> None:
    assert implementation().search() == ("src/billing.py", "src/order.ts", "src/view/page.tsx")


def test_what_is_not_searched_can_be_imported() -> None:
    assert implementation().read("src/generated/a.ts") == b"made"
    assert implementation().read("src/missing.ts") is None
    assert implementation().read("../outside.ts") is None


def test_links_are_followed_inside_the_project_and_once(tmp_path: Path) -> None:
    root = tmp_path / "p"
    (root / "src/one").mkdir(parents=True)
    (root / "src/one/a.ts").write_text("export {}")
    (root / "src/one/again").symlink_to(root / "src")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/b.ts").write_text("export {}")
    (root / "src/away").symlink_to(tmp_path / "outside")
    found = Implementation(root, ImplementationSettings())
    assert [Path(path).name for path in found.search()] == ["a.ts"]
    assert found.read("src/away/b.ts") is None


def test_a_file_with_two_names_counts_once(tmp_path: Path) -> None:
    """By its own name where that is searched; a link into another folder of the project is another name for it."""
    (tmp_path / "src").mkdir()
    (tmp_path / "lib/deep").mkdir(parents=True)
    (tmp_path / "src/order.ts").write_text("export {}")
    (tmp_path / "lib/deep/line.ts").write_text("export {}")
    (tmp_path / "src/again.ts").symlink_to("order.ts")
    (tmp_path / "src/back").symlink_to("..")
    (tmp_path / "src/linked").symlink_to("../lib")
    (tmp_path / "src/nowhere.ts").symlink_to("gone.ts")
    assert Implementation(tmp_path, ImplementationSettings()).search() == ("src/back/lib/deep/line.ts", "src/order.ts")
    settings = ImplementationSettings(include=("src/**/*.ts", "lib/**/*.ts"))
    assert Implementation(tmp_path, settings).search() == ("lib/deep/line.ts", "src/order.ts")


class Locked(Disk):
    """A disk one of whose folders and files nobody may read."""

    def entries(self, path: Path) -> list[Entry]:
        if path.name == "locked":
            raise PermissionError(13, os.strerror(13))
        return super().entries(path)

    def read(self, path: Path) -> bytes:
        if path.name == "secret.ts":
            raise PermissionError(13, os.strerror(13))
        return super().read(path)


def test_what_cannot_be_read_is_noted(tmp_path: Path) -> None:
    (tmp_path / "src/locked").mkdir(parents=True)
    (tmp_path / "src/secret.ts").write_text("export {}")
    found = Implementation(tmp_path, ImplementationSettings(), files=Locked())
    assert found.search() == ("src/secret.ts",)
    assert found.read("src/secret.ts") is None
    assert found.unreadable == {
        "src/locked": Unreadable("src/locked", "Permission denied"),
        "src/secret.ts": Unreadable("src/secret.ts", "Permission denied"),
    }


@pytest.mark.parametrize(
    ("path", "expected"),
    [("src/ordering/a.ts", ("Ordering",)), ("src/shared/a.ts", ("Ordering", "Billing")), ("a", ())],
)
def test_globs_give_files_to_contexts(path: str, expected: tuple[str, ...]) -> None:
    globs = {"Ordering": ["src/ordering/**", "src/shared/**"], "Billing": ["src/shared/**"]}
    assert contexts_of(path, ImplementationSettings(contexts=globs)) == expected
