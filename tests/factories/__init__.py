"""Rows for tests, made as simply as they can be; one module per wing of the domain."""
