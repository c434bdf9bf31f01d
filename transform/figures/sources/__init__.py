"""Whom an article credits for a figure."""
