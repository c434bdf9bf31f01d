"""Agreements: who announces what with whom, at which stage, when, where and for how much."""
