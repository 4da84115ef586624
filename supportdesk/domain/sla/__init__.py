"""Service levels: policies, and the four clocks they hold tickets to (R2)."""
