"""Who ships, pays, lends or travels to whom."""
