"""Names that look alike are one name: what the eye does not tell apart, no comparison shall."""

import unicodedata

_WIDTHLESS = {"Cc", "Cf", "Zl", "Zp", "Zs"}


def alike(name: str) -> str:
    """A name as it is compared: 老年 助餐(试行) and 老年助餐（试行） are one.

    Blanks, signs of no width, the width of brackets and Kangxi radicals make no other name; characters
    of the extensions and of private use are what they are.
    """
    wide = unicodedata.normalize("NFKC", name)
    return "".join(sign for sign in wide if unicodedata.category(sign) not in _WIDTHLESS)
