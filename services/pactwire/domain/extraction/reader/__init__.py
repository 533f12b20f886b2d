"""The second reader: a small trained network that reads the pairs the grammar reads, by itself.

    candidates    Document -> pairs of a body and a member, each with the text to read
    marking       pair -> that text with both marked, and what is known of them
    network       marked text -> probabilities, rounded

It knows nothing of the grammar's result, and drops nothing: `extraction.verdict` joins the two.
"""
