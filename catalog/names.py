"""Names that look alike are one name: what the eye does not tell apart, no comparison shall."""

import unicodedata

_WIDTHLESS = {"Cc", "Cf", "Zl", "Zp", "Zs"}


def alike(name: str) -> str:
    """The name of an item as it is compared: 老年 助餐(试行) and 老年助餐（试行） are one.

    Blanks, signs of no width, the width of brackets and Kangxi radicals make no other name; characters
    of the extensions and of private use are what they are.
    """
    wide = unicodedata.normalize("NFKC", name)
    return "".join(sign for sign in wide if unicodedata.category(sign) not in _WIDTHLESS)


def bare(name: str) -> str:
    """The name of a person, a unit or an account as it is compared: letters and figures alone, in one case.

    Two accounts of one person are one by it.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LN")
