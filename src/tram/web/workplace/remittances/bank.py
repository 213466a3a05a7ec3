"""The bank's list of transfers beside the batches that were paid: brought as a file, matched, what differs kept."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.cash.commands.bank import import_bank
from tram.cash.imports.bank import read_bank
from tram.cash.queries.differences import bank_files
from tram.core.errors import Refused
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.uploads import sent_too_much, takes_files
from tram.web.workplace.remittances.reconciling import told_in_words
from tram.web.workplace.spreadsheets import sent_sheet


class BankForm(RequestForm):
    """The file."""

    sheet = forms.FileField(label=gettext_lazy("Tệp sao kê (CSV UTF-8 hoặc XLSX)"))


@access.allowed(Right.MANAGE_CASH)
@takes_files
@require_http_methods(["GET", "POST"])
def bank_list(request: HttpRequest) -> HttpResponse:
    """The files brought so far; POST brings another."""
    sending = request.method == "POST"
    form = BankForm(request.POST, request.FILES) if sending else BankForm()
    wrong: list[str] = []
    if refused := sent_too_much(request):
        form, wrong = BankForm(), [refused.message]
    elif form.is_valid():
        try:
            bank, wrong = read_bank(*sent_sheet(form.cleaned_data["sheet"]))
            if not wrong:
                told = import_bank(access.act(request, form.cleaned_data["request_id"]), bank=bank)
                messages.success(request, told_in_words(told))
                return see_other("bank_list")
        except Refused as reason:
            form.refuse(reason, "sheet")
    words = {"form": form, "wrong": wrong, "files": bank_files()}
    status = 422 if sending else 200
    return render(request, "workplace/remittances/bank.html", words, status=status)
