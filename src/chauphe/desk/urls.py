"""Addresses of the desk, in words that the people who read them use."""

from django.urls import include, path, register_converter

from chauphe.desk import assets, board, decide, demo_link, item, ledger, listing, today


class Digest:
    """A SHA-256 in hex."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Digest, "sha256")

app_name = "desk"
urlpatterns = [
    path("", today.today, name="today"),
    path("hang-cho/", today.queue, name="queue"),
    path("tin-bai/", listing.items, name="items"),
    path("tin-bai/<int:number>/", item.item, name="item"),
    path("tin-bai/<int:number>/quyet-dinh/", decide.decide, name="decide"),
    path("tin-bai/<int:number>/dang/", decide.publish, name="publish"),
    path("tin-bai/<int:number>/<int:revision>/<str:name>", item.beside, name="beside"),
    path("so/", ledger.ledger, name="ledger"),
    path("ban/", board.switch, name="switch"),
    path("tep/<sha256:sha256>", assets.asset, name="asset"),
    path("thu/<str:token>/", demo_link.enter, name="demo"),
    path("", include("chauphe.desk.writing.urls")),
]
