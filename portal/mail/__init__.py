"""Mails from plain data: words in the reader's language, made into messages, handed to the mail server."""
