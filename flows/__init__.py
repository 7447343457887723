"""Prefect, and nothing that works without it: runs, states, schedules, the engine's server and worker.

What an office does lives in office/; a flow only says in what order and when.
"""
