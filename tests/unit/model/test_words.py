from __future__ import annotations

import pytest

from moment.model.words import kebab, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("--- !", ()),
        ("Order", ("Order",)),
        ("OrderPlaced", ("Order", "Placed")),
        ("orderPlaced", ("order", "Placed")),
        ("HTTPServer", ("HTTP", "Server")),
        ("SKUList", ("SKU", "List")),
        ("sendSMS", ("send", "SMS")),
        ("line-item_v2", ("line", "item", "v2")),
        ("ORD-01", ("ORD", "01")),
        ("Order2Item", ("Order2Item",)),
        ("Is the customer's card valid?", ("Is", "the", "customer", "s", "card", "valid")),
        ("ÄrgerÜber", ("Ärger", "Über")),
        ("注文 確定", ("注文", "確定")),
        ("हिन्दी शब्द", ("हिन्दी", "शब्द")),
        ("ｏｒｄｅｒ①", ("order1",)),
    ],
)
def test_words_end_where_a_reader_sees_them_end(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Order submission", "order-submission"), ("HTTPServer", "http-server"), ("Schritt Ü", "schritt-ü"), ("?", "")],
)
def test_kebab_joins_the_words_in_small_letters(text: str, expected: str) -> None:
    assert kebab(text) == expected
