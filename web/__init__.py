"""WHAT PEOPLE REACH WITH A BROWSER. Starlette, server-rendered, no script needed. desk/ is for officers
and leaders; forms/ writes the fields of a record (catalog.forms.fields) as HTML and reads them back.
"""
