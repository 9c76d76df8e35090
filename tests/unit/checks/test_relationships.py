"""An unknown kind of relationship is one finding, wherever it stands."""

from __future__ import annotations

import pytest

from tests.process.test_cli import GOOD
from tests.spec.checking import findings

DECLARED = GOOD.replace(
    'context "Dispatch"',
    '  relationship Sales -> Dispatch type CustomerSupplier contract "placed orders"\n\ncontext "Dispatch"',
    1,
)


@pytest.mark.parametrize(
    ("old", "new"), [("type CustomerSupplier", "type CustomerSuplier"), ("via CustomerSupplier", "via CustomerSuplier")]
)
def test_a_misspelled_kind_is_said_once(old: str, new: str) -> None:
    assert [finding.code for finding in findings({"a.moment": DECLARED})] == []
    assert [finding.code for finding in findings({"a.moment": DECLARED.replace(old, new)})] == ["MOM605"]
