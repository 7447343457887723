"""What an installation is told: its folder, its websites, targets, signing, subscribers, links.

Read and checked here; nothing here acts.
"""
