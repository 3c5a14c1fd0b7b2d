"""Which submissions of a lab have code in common: `autograde similar LAB`. Nothing is run."""
