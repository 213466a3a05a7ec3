"""Signing in and out, one's own password and PIN, the workplace."""

from django.urls import URLPattern, path

from tram.web.workplace.accounts.own import change_password, choose_place, set_pin, workplace
from tram.web.workplace.accounts.sign_in import demo_sign_in, sign_in, sign_in_again, sign_out

urls: list[URLPattern] = [
    path("", workplace, name="workplace"),
    path("noi-lam-viec/", choose_place, name="choose_place"),
    path("dang-nhap/", sign_in, name="sign_in"),
    path("dang-nhap/trinh-dien/", demo_sign_in, name="demo_sign_in"),
    path("dang-nhap-lai/", sign_in_again, name="sign_in_again"),
    path("dang-xuat/", sign_out, name="sign_out"),
    path("doi-mat-khau/", change_password, name="change_password"),
    path("ma-pin/", set_pin, name="set_pin"),
]
