"""Pushing to real servers on loopback, with everything that can go wrong on the way."""
