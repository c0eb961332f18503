"""Reading spreadsheets of customers, contacts and sales into the portal: all of a file, or nothing of it."""
