"""Addresses of an invitation: the link as it was handed over, and the page that it leads to."""

from django.urls import path

from chauphe.desk.accounts import invitation

urlpatterns = [
    path("dat/", invitation.choose, name="invitation-password"),
    path("<str:token>/", invitation.enter, name="invitation"),
]
