"""drafter: legal papers against abusive debt collection, from one interview."""

__version__ = "26.1.0"
