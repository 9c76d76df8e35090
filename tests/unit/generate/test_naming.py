"""Names come out the same in every target, and nothing unusable reaches a file or an identifier."""

from __future__ import annotations

import pytest

from moment.generate import naming


@pytest.mark.parametrize(
    ("name", "pascal", "camel", "snake", "stem"),
    [
        ("OrderPlaced", "OrderPlaced", "orderPlaced", "order_placed", "order-placed"),
        ("SKUList", "SKUList", "skuList", "sku_list", "sku-list"),
        ("HTTPServer", "HTTPServer", "httpServer", "http_server", "http-server"),
        ("line-item", "LineItem", "lineItem", "line_item", "line-item"),
        ("order_id", "OrderId", "orderId", "order_id", "order-id"),
        ("Order Desk", "OrderDesk", "orderDesk", "order_desk", "order-desk"),
        ("ORD-01", "ORD01", "ord01", "ord_01", "ord-01"),
        ("3d model", "_3dModel", "_3dModel", "_3d_model", "3d-model"),
        ("Café Ordre", "CaféOrdre", "caféOrdre", "café_ordre", "café-ordre"),
        ("注文", "注文", "注文", "注文", "注文"),
        ("ｏｒｄｅｒ", "Order", "order", "order", "order"),
        ("Order ৴ 5", "Order5", "order5", "order_5", "order-৴-5"),
        ("!!!", "", "", "", ""),
    ],
)
def test_each_convention(name: str, pascal: str, camel: str, snake: str, stem: str) -> None:
    assert (naming.pascal(name), naming.camel(name), naming.snake(name), naming.stem(name)) == (
        pascal,
        camel,
        snake,
        stem,
    )


def test_reserved_words_get_an_underscore() -> None:
    assert [naming.member(name) for name in ("Delete", "constructor", "SubmitOrder")] == [
        "delete_",
        "constructor_",
        "submitOrder",
    ]
    assert [naming.attribute(name) for name in ("class", "wire", "__init__", "orderId")] == [
        "class_",
        "wire_",
        "init_",
        "order_id",
    ]
    assert [naming.stem(name) for name in ("CON", "Com1", "Index")] == ["con_", "com1_", "index"]
    assert naming.stem("Index", reserved=frozenset({"index"})) == "index_"


def test_a_long_stem_is_cut_to_eighty_bytes_and_stays_distinct() -> None:
    long, other = naming.stem("é" * 60 + "a"), naming.stem("é" * 60 + "b")
    assert len(long.encode()) <= naming.MAXIMUM_STEM_BYTES
    assert long.startswith("é" * 30)
    assert long != other
    assert naming.stem("x" * 80) == "x" * 80


def test_ascii_only_spells_out_other_letters() -> None:
    assert naming.ascii_only("Café") == "Caf_u00E9"


@pytest.mark.parametrize(
    ("name", "plain"), [("orderId", True), ("$total", True), ("low-risk", False), ("3d", False), ("größe", True)]
)
def test_property_names_that_need_no_quotes(name: str, plain: bool) -> None:
    assert naming.is_property_name(name) is plain


def test_folded_makes_paths_equal_that_a_file_system_confuses() -> None:
    assert naming.folded("contexts/Caf\u0065\u0301.ts") == naming.folded("CONTEXTS/CAF\u00c9.ts")
