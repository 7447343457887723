"""A copy of all that an office has, and the way back from it.

Whole or not at all: nothing half written is left under its name.
"""
