"""Errors that several modules of the course raise."""


class DataError(ValueError):
    """A data file breaks a rule; the message names file, line or byte, rule, value and way out."""
