"""Made-up looks with their documentation, and which of them are misuse: to try the ranking on, and to measure it."""
