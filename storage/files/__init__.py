"""What people hand in: spreadsheets, YAML, tables of opinions, papers. Read without harm.

A fault is told with its place; nothing is filed from here.
"""
