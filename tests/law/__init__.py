"""Proofs about the whole law rather than one rule."""
