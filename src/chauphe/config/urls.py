"""Addresses of the desk; the public site has none here, it is files."""

from django.urls import include, path

urlpatterns = [
    path("tai-khoan/", include("allauth.account.urls")),
    path("", include("chauphe.desk.urls")),
]

handler403 = "chauphe.desk.errors.forbidden"
handler404 = "chauphe.desk.errors.not_found"
handler500 = "chauphe.desk.errors.server_error"
