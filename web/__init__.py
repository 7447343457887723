"""WHAT PEOPLE REACH WITH A BROWSER. Starlette, server-rendered, no script needed. desk/ is for officers
and leaders; forms/ writes the fields of a record (catalog.forms.fields) as HTML and reads them back; intake/ takes the
public's letters in a process of its own. Nothing here judges: it asks the law, the office and the one door.
"""
