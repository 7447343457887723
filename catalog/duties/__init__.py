"""Who may do what, and when, as pure functions that give a reason and its article: the posts of an
office (roles), what each may do (who), what the state of an item permits (when), the table (matrix).
"""
