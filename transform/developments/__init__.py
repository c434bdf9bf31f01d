"""Developments: changes on the ground or in the rules, their kind, day and place."""
