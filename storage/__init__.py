"""What is on file: the append-only ledger, the document store, and the one door to both."""
