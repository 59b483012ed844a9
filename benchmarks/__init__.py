"""What is measured or tried for a long time, outside the tests: each with one command."""
