"""One case over all partners, for case handlers of a partner that has an object in it."""
