"""Policy letters and progress annexes."""
