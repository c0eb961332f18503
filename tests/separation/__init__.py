"""The proof that two companies in one database stay apart: access matrix, canaries, cookies, mutants."""
