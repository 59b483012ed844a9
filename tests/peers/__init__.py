"""Other programs answer the same questions on the same logs; where they differ from ours, a test says why."""
