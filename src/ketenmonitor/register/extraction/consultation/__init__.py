"""Written consultations: questions by party, with the answers below or after them."""
