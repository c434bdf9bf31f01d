"""The province or federal subject that a figure holds in."""
