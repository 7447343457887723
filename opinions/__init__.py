"""FROM A CITIZEN'S SENTENCE TO THE CLAUSE IT CHANGED: the sealed spool, the register, grouping, clauses,
answers, and the statement that goes through the one door.

Writes the tables of the register and nothing of the ledger; what publishes never sees a contact.
"""
