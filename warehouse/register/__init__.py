"""The register of agreements: which mention belongs to which, why, and what people corrected."""
