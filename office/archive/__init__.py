"""The archive package of an item, and the program with which an archivist checks it.

`check_bag.py` travels in every package and imports nothing of ours.
"""
