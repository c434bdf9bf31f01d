"""Figures: quantities of economic substance with what they measure, of what, when, where and by whom."""
