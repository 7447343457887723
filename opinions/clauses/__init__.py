"""A draft by its clauses: read from the file, aligned with the next version, compared word by word."""
