"""From inside out: what the desk asks of other systems."""
