"""Measurements of speed and quality; not part of what users install."""
