"""The words of a page: sections, facts, states, charts, worked out from public data alone.

No HTML here, and nothing that was not disclosed.
"""
