"""The law, tested: one lawful dossier, and every rule against a single change to it."""
