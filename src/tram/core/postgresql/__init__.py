"""Django's PostgreSQL engine with a pool that asks less: see `base`."""
