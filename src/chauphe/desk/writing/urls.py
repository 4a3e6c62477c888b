"""Addresses of writing. An item is named by its id, not its number: a tab left open never writes elsewhere."""

from django.urls import path

from chauphe.desk.writing import begin, drafts, editor, moving, pictures, preview, saving, uploads

urlpatterns = [
    path("viet/", begin.begin, name="write-new"),
    path("viet/tep-word/", begin.from_word, name="write-word"),
    path("viet/the/", saving.token, name="write-token"),
    path("viet/<uuid:item_id>/", editor.write, name="write"),
    path("viet/<uuid:item_id>/luu/", saving.save, name="write-save"),
    path("viet/<uuid:item_id>/giu/", saving.hold, name="write-hold"),
    path("viet/<uuid:item_id>/buong/", saving.let_go, name="write-let-go"),
    path("viet/<uuid:item_id>/trinh/", moving.move_on, name="write-move"),
    path("viet/<uuid:item_id>/anh/", uploads.picture, name="write-picture"),
    path("viet/<uuid:item_id>/tep/", uploads.file, name="write-file"),
    path("viet/<uuid:item_id>/xem-truoc/", preview.preview, name="write-preview"),
    path("viet/<uuid:item_id>/xem-truoc/<str:name>", preview.beside, name="write-beside"),
    path("ban-thao/", drafts.drafts, name="drafts"),
    path("anh/<sha256:sha256>", pictures.picture, name="picture"),
]
