"""Names of countries, places, firms, bodies and goods, listed or not, in three scripts."""
