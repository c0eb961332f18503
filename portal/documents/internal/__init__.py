"""Documents that stay inside the provider."""
