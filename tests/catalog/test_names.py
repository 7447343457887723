"""Names that the eye does not tell apart."""

import pytest

from catalog.names import alike


@pytest.mark.parametrize(
    "other",
    [
        "老年助餐方案（试行）\u3000",
        "老年 助餐方案（试行）",
        "老年\u200b助餐方案（试行）",
        "老年助餐方案(试行)",
        "\u2f7c年助餐\u2f45案（试行）",
        "\ufeff老年助餐方案（试\u00ad行）",
    ],
)
def test_names_that_look_alike_are_one(other: str) -> None:
    assert alike(other) == alike("老年助餐方案（试行）")


@pytest.mark.parametrize("other", ["𠮷祥站", "\ue000祥站", "吉祥站点", "㙓祥站", "𰻝祥站"])
def test_characters_of_the_extensions_and_of_private_use_are_what_they_are(other: str) -> None:
    assert alike(other) != alike("吉祥站")
    assert alike(other) == other
