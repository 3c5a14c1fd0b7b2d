"""What stops an export."""


class HandoverError(ValueError):
    """Grades cannot be handed over as asked; the message says what to do. Nothing is written."""
