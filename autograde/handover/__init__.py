"""Grades and feedback in the layout that a learning platform reads: `autograde export LAB`."""
