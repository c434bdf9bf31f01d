"""What speaks for each reading of a figure, as signs to be weighed."""
