"""PDFs from plain data: nothing here reads the database, the network or any file but packaged assets."""
