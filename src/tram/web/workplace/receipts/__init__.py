"""After the intake: the receipt of the point that made it, its papers, and what may still be changed of it."""

from tram.web.workplace.receipts import changing, page, papers

urls = [*page.urls, *papers.urls, *changing.urls]
