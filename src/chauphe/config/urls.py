"""Addresses of the desk; the public site has none here, it is files.

Of allauth's screens only those are open that an office uses: accounts are given by the office, so there is no sign-up,
and nobody resets a password by mail.
"""

from allauth.account import views as account
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path


def closed(request: HttpRequest) -> HttpResponse:
    """Stand for a screen that allauth names and this product does not have."""
    raise Http404


urlpatterns = [
    path("tai-khoan/dang-nhap/", account.login, name="account_login"),
    path("tai-khoan/dang-xuat/", account.logout, name="account_logout"),
    path("tai-khoan/xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    path("tai-khoan/mat-khau/", account.password_change, name="account_change_password"),
    path("tai-khoan/da-khoa/", account.account_inactive, name="account_inactive"),
    path("tai-khoan/moi/", include("chauphe.desk.accounts.urls")),
    path("tai-khoan/mo/", closed, name="account_signup"),
    path("tai-khoan/mat-khau/dat/", closed, name="account_set_password"),
    path("tai-khoan/mat-khau/dat-lai/", closed, name="account_reset_password"),
    path("", include("chauphe.desk.urls")),
]

handler403 = "chauphe.desk.errors.forbidden"
handler404 = "chauphe.desk.errors.not_found"
handler500 = "chauphe.desk.errors.server_error"
