"""The fields of a record and of an annual catalog, described once for every form that asks for them.

What writes a form (YAML here, spreadsheets in storage, the engine's in flows) asks here; no rule lives here.
"""
