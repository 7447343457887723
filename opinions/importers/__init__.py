"""Letters that come as files: spreadsheets and CSV as offices keep them, e-mail as programs save it.

A bad row is told by its line and why; the good ones are kept, and the same file again adds nothing.
"""
