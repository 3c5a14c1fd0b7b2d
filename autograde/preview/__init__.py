"""A lab before it is released, as students and as instructors see it: `autograde preview LAB`."""
