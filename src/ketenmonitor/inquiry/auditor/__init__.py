"""At an auditor: what was asked, proved from the log of a holder, and what does not fit in it."""
