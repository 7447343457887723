"""Who may come in: accounts, what was granted to them, their sessions; and what they are about to file,
drafts and uploads. Nothing here is a fact of an item: all of it may change and be erased.
"""
