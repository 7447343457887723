"""Page objects -> HTML: the only user of Jinja in pages/, the frame round a page, its theme and assets.

Templates print; whatever is computed is computed in `pages.model`.
"""
