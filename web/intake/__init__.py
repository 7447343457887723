"""THE PUBLIC'S DOOR: a form for each open consultation, in a process of its own that may stand alone outside.

It knows what `intake.json` says and the office's public key. It appends to the sealed spool and cannot read it:
no ledger, no register, no engine. `pages` and `api` both end in `taking.take`.
"""
