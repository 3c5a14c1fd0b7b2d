"""The fast road to nbgrader's gradebook: many submissions at a time, one writer."""
