"""Alerts: who wants what, what a message says, and how it gets there."""
