"""WHERE LETTERS ARRIVE: an append-only file of sealed letters, that the machine taking them in cannot read.

Knows no ledger and no register: `seal` closes and opens a letter, `spool` keeps it, `keys` are the office's,
`handover` carries letters between two folders. The register reads by `Spool.read` and `open_letter`.
"""
