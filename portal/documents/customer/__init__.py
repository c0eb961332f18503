"""Documents that the customer gets, made of shared content alone."""
