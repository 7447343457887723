"""What keeps a page from going out: the page standard and the privacy scanners. Reads finished bytes.

Writes nothing and knows no ledger; the office hands in what it keeps inside.
"""
