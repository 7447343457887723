"""The law and the things it governs: ids, records, stages, rules, clock, lifecycle, forms. Pure.

Nothing here reads a file of an office, a clock, a database or a template; but drill.py, which says what
time it is to those who may import nothing else.
"""
