"""The sides of deals as outlets name them in three scripts, and when two names may be one."""
