"""Pages of privacy officers: requests of citizens, what is held about them, decisions, and the letter."""
