"""What is on file: ledger, acts, documents, and the one door by which records come in.

Append only; knows no page and no engine.
"""
