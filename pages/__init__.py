"""The page as a function: public data -> page -> HTML, data formats, paper -> a folder.

Judges nothing: what a page prints of the law was worked out before and travels in the public dossier.
"""
