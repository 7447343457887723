"""The tables of the register of opinions, beside the ledger's: what goes in, and whether it still is as it was.

What is done with them is in `opinions/`. Every table is a chain of its own, guarded by triggers like the
ledger's; contacts alone are erased in time, and nothing here knows them.
"""
