"""Names in a site's folder that others than its builder know: what seals an edition stands beside the pages."""

EDITION, HISTORY, SUMS = "edition.json", "editions.html", "sm3sums.txt"
SIGNATURE, STAMP = f"{EDITION}.sig", f"{EDITION}.tsr"
STAMP_SIGNATURE = f"{STAMP}.sig"
"""The office's own signature of the time stamp: in a time stamp stand some bytes (versions, names of
algorithms) that the authority's signature does not cover."""
EARLIER = "editions"
"""The folder of the edition.json of every earlier edition, with its signature and time stamp."""
