"""Addresses of the desk; the public site has none here, it is files.

Of allauth's screens only those are open that an office uses: accounts are given by the office, so there is no sign-up,
and nobody resets a password by mail.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import RedirectView

from chauphe.desk.accounts import mine, oidc, passkey


def closed(request: HttpRequest) -> HttpResponse:
    """Stand for a screen that allauth names and this product does not have."""
    raise Http404


urlpatterns = [
    path("tai-khoan/dang-nhap/", account.login, name="account_login"),
    path("tai-khoan/dang-xuat/", account.logout, name="account_logout"),
    path("tai-khoan/xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    path("tai-khoan/mat-khau/", account.password_change, name="account_change_password"),
    path("tai-khoan/da-khoa/", account.account_inactive, name="account_inactive"),
    path("tai-khoan/lau-khong-dung/", mine.unused, name="account_unused"),
    path("tai-khoan/", mine.account, name="mfa_index"),
    path("tai-khoan/phien/", mine.end, name="account_end_session"),
    path("tai-khoan/dang-nhap/buoc-hai/", mfa.authenticate, name="mfa_authenticate"),
    path("tai-khoan/dang-nhap/khoa/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("tai-khoan/dang-nhap/co-quan/", oidc.begin, name="oidc-begin"),
    path("tai-khoan/dang-nhap/co-quan/ve/", oidc.back, name="oidc-back"),
    path("tai-khoan/co-quan/", oidc.connect, name="oidc-link"),
    path("tai-khoan/co-quan/bo/", oidc.disconnect, name="oidc-unlink"),
    path("tai-khoan/xac-nhan/ma/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("tai-khoan/xac-nhan/khoa/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("tai-khoan/khoa/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("tai-khoan/khoa/them/", passkey.Add.as_view(), name="mfa_add_webauthn"),
    path("tai-khoan/khoa/<int:pk>/xoa/", passkey.Remove.as_view(), name="mfa_remove_webauthn"),
    path("tai-khoan/ma/", totp.activate_totp, name="mfa_activate_totp"),
    path("tai-khoan/ma/xoa/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("tai-khoan/ma-du-phong/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("tai-khoan/ma-du-phong/tao/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("tai-khoan/moi/", include("chauphe.desk.accounts.urls")),
    path("tai-khoan/mo/", closed, name="account_signup"),
    path("tai-khoan/mat-khau/dat/", closed, name="account_set_password"),
    path("tai-khoan/mat-khau/dat-lai/", closed, name="account_reset_password"),
    path("", include("chauphe.desk.urls")),
]

handler403 = "chauphe.desk.errors.forbidden"
handler404 = "chauphe.desk.errors.not_found"
handler500 = "chauphe.desk.errors.server_error"
