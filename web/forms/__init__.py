"""The fields of a record as the controls of a page, and what a browser sends as a payload: the fifth
writer of the one description in catalog.forms.fields. A control is named by its place: ways-0-kind.
"""
