"""What staff are written."""
