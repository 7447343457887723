"""The page standard as code: every rule catches its fault, and a good site has none."""
