"""What an office does with ledger and pages: builds, reviews, seals, sends, archives, backs up.

No engine and no browser: flows, the command line and the desk call what stands here.
"""
