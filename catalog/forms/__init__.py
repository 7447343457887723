"""Forms, written from the fields of a record, whose titles and hints stand on it in catalog.stages (fields, asked):
YAML (blank), spreadsheets (columns, cells, hints); the desk's HTML in web.forms. No rule lives here.
"""
