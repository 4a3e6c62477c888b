"""The few words that stand inside the sealed part of a page, by language.

They are fixed here and not in a catalogue: whoever checks a page must write it again byte for byte, years later and
with neither Django nor our catalogues at hand.
"""

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "approved": "Đã phê duyệt",
        "author": "Tác giả",
        "decimal": ",",
        "document": "Thông tin văn bản",
        "effective": "Ngày có hiệu lực",
        "ended": "Đã gỡ",
        "files": "Tệp kèm theo",
        "issued": "Ngày ban hành",
        "issuer": "Cơ quan ban hành",
        "number": "Số, ký hiệu",
        "picture": "Ảnh",
        "section": "Chuyên mục",
        "signer": "Người ký",
        "table": "Bảng",
        "type": "Loại văn bản",
    },
    "en": {
        "approved": "Approved",
        "author": "Author",
        "decimal": ".",
        "document": "About this document",
        "effective": "In force from",
        "ended": "Taken down",
        "files": "Attachments",
        "issued": "Issued on",
        "issuer": "Issued by",
        "number": "Number",
        "picture": "Picture",
        "section": "Section",
        "signer": "Signed by",
        "table": "Table",
        "type": "Type",
    },
}
