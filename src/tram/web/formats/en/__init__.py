"""English pages of a Vietnamese service: English numbers, Vietnamese order of dates."""
