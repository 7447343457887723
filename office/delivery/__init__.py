"""What is sent to subscribers, by mail or to their own address, and the log of it.

Only what is public already goes out from here.
"""
