"""Sets of written questions, with headings or without, with answers or without."""
