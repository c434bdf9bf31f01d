"""What a figure measures and how: metric, level or change, direction, basis."""
