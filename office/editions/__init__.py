"""From a draft to an edition: what changed, who reviewed it, how it is sealed and put out.

Nothing goes out that was not reviewed as it is; `proof/` is what strangers verify.
"""
