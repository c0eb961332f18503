"""The demo: an invented Finnish company, its customers and three years of their common history, told up to today."""

from portal.demo.history import fill

__all__ = ["fill"]
