"""Sovittu: a portal in which a company and its customer agree one joint care plan."""
