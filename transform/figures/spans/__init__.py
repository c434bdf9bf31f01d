"""The span that a figure covers, and the one that it is compared with."""
