"""Many pages into one folder: which files, written only where they changed, listed in a manifest.

The same input gives the same bytes, in any process and on any day.
"""
