"""Cash at the post: one's own drawer or bag, counts, hand-overs by two signatures, what a manager looks over."""

from django.urls import URLPattern, path

from tram.web.workplace.cash.books import cash_book
from tram.web.workplace.cash.counting import count_drawer
from tram.web.workplace.cash.funds import funds
from tram.web.workplace.cash.giving import give_cash
from tram.web.workplace.cash.own import my_cash
from tram.web.workplace.cash.signing import cash_handover

urls: list[URLPattern] = [
    path("quy/", my_cash, name="my_cash"),
    path("quy/kiem-quy/<str:step>/", count_drawer, name="count_drawer"),
    path("quy/giao-tien/", give_cash, name="give_cash"),
    path("quy/giao-tien/<uuid:handover_id>/", cash_handover, name="cash_handover"),
    path("quy/cac-diem/", funds, name="funds"),
    path("quy/so-quy/<int:account_id>/", cash_book, name="cash_book"),
]
