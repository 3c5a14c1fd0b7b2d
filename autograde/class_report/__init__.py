"""What a whole class did in a lab, on one page: `autograde report LAB`."""
