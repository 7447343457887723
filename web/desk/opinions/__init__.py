"""意见办理: the letters of a consultation in groups, answered, agreed to, and made into the statement."""
