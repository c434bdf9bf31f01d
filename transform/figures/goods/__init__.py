"""The goods that a figure is of."""
