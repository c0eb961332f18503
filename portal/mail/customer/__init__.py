"""What contacts are written: from the customer side's own read models, which hold shared material only."""
