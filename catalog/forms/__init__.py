"""The fields of a record, described once (fields, asked); whoever writes a form writes it from that:
YAML (blank), spreadsheets (columns, cells, hints), JSON schemas (schema, step_form). No rule lives here.
"""
