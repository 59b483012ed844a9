"""What if, in the browser: describe a measure, have it played, and see what it would do; for analysts."""
