"""Numbers as Chinese writes them."""

LAST_NUMERAL = 1260  # the last article of the Civil Code, the longest law there is


def numeral(n: int) -> str:
    """Write an article number in Chinese, 1 to 1260; ValueError outside."""
    if not 1 <= n <= LAST_NUMERAL:
        raise ValueError(f"条号超出范围：{n}")
    text, gap = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, size)
        if digit:
            text += ("零" if gap else "") + "零一二三四五六七八九"[digit] + unit
        gap = bool(text) and not digit
    return text.removeprefix("一") if text.startswith("一十") else text
