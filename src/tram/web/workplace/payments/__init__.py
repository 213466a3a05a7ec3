"""Money of dossiers at the post: receipts and refunds of one, and what its manager looks over."""

from tram.web.workplace.payments import lists, one, tariffs

urls = [*one.urls, *lists.urls, *tariffs.urls]
