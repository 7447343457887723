"""The desk (工作台) of officers and leaders: what is to be done, an item, a step's form, filed through the
one door in this very process as whoever is signed in.
"""
