"""The project's bench: `python -m tests.bench [ONLY=name,…]`."""
