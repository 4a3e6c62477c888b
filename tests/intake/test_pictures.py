import io
import time

import pytest
from PIL import Image, ImageCms, ImageOps

from chauphe.intake.findings import Refused
from chauphe.intake.pictures import WIDTHS, inspect_picture, renditions
from tests.intake.building import png

ALL = ["AVIF", "BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP"]


def saved(image, kind="PNG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def photograph(width, height):
    """A picture with as much detail as a photograph has."""
    grey = Image.effect_noise((width // 8, height // 8), 60).resize((width, height), Image.Resampling.BICUBIC)
    fine = Image.effect_noise((width, height), 20)
    return Image.merge("RGB", (grey, Image.blend(grey, fine, 0.3), fine))


def opened(rendition):
    return Image.open(io.BytesIO(rendition.data))


def code_of(data, look=inspect_picture):
    with pytest.raises(Refused) as refused:
        look(data)
    return refused.value.code


@pytest.mark.parametrize("kind", ALL)
def test_a_picture_is_known_by_its_content(kind):
    facts = inspect_picture(saved(Image.new("RGB", (30, 20), "red"), kind))
    assert (facts.content_type, facts.width, facts.height) == (f"image/{kind.lower()}", 30, 20)
    assert not facts.transparent
    assert not facts.animated


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "picture_drawing"),
        (b"\xef\xbb\xbf<svg onload='alert(1)'/>", "picture_drawing"),
        (b"<?xml version='1.0'?>\n<!-- x --><svg/>", "picture_drawing"),
        (b"<!DOCTYPE html><html><script>alert(1)</script>", "picture_type"),
        (b"<?php system($_GET['x']);", "picture_type"),
        (b"#!/usr/bin/env python\nimport os", "picture_type"),
        (b"%PDF-1.7", "picture_type"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "picture_type"),
        (b"PK\x03\x04", "picture_type"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "picture_phone"),
        (png(40_000, 40_000), "picture_large"),
        (png(9_000, 9_000), "picture_large"),
        (b"x" * 20_000_001, "too_large"),
    ],
)
def test_what_is_no_picture_is_refused_by_name(data, code):
    assert code_of(data) == code
    assert code_of(data, renditions) == code


@pytest.mark.parametrize("kind", ALL)
def test_a_picture_cut_short_is_refused(kind):
    data = saved(photograph(200, 160), kind)
    for share in (0.1, 0.5, 0.9):
        assert code_of(data[: int(len(data) * share)]) in ("picture_broken", "picture_type")


def test_a_huge_picture_is_refused_before_it_is_unpacked():
    started = time.process_time()
    assert code_of(png(40_000, 40_000)) == "picture_large"
    assert time.process_time() - started < 0.5


def test_markup_behind_a_picture_does_not_go_out():
    polyglot = saved(Image.new("RGB", (600, 400)), "JPEG") + b"<script>alert(1)</script><?php x ?>"
    assert inspect_picture(polyglot).content_type == "image/jpeg"
    assert all(b"<script" not in form.data and b"<?php" not in form.data for form in renditions(polyglot))


def test_transparent_and_moving_pictures_are_told_apart():
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    opaque = Image.new("RGBA", (20, 20), (0, 0, 0, 255))
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    moving = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert [inspect_picture(saved(image)).transparent for image in (clear, opaque)] == [True, False]
    assert inspect_picture(moving).animated


@pytest.mark.parametrize(
    ("width", "widths"),
    [(300, [300]), (480, [480]), (700, [480, 700]), (1600, [480, 960, 1600]), (2400, [480, 960, 1600])],
)
def test_renditions_are_never_wider_than_the_picture(width, widths):
    forms = renditions(saved(Image.new("RGB", (width, width // 2), "red")))
    assert [form.width for form in forms] == [wide for wide in widths for _ in range(3)]
    assert [form.height for form in forms if form.width == 480] == [240] * (3 if 480 in widths else 0)


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (100, 20_000), (20_000, 100)])
def test_pictures_of_odd_proportions_go_out_too(size):
    forms = renditions(saved(Image.new("RGB", size, "red")))
    assert len(forms) in (3, 9)
    for form in forms:
        assert opened(form).size == (form.width, form.height)
        assert form.height <= 16_000
        assert form.width <= 1600


def test_each_size_goes_out_in_three_forms():
    forms = renditions(saved(Image.new("RGB", (500, 300), "red")))
    assert [form.type for form in forms[:3]] == ["image/avif", "image/webp", "image/jpeg"]
    for form in forms:
        shown = opened(form)
        assert (f"image/{shown.format.lower()}", shown.size) == (form.type, (form.width, form.height))


def test_a_name_is_that_of_the_content():
    form = renditions(saved(Image.new("RGB", (100, 100))))[2]
    assert form.name == f"{form.sha256[:16]}.jpg"


def test_a_transparent_picture_keeps_its_transparency():
    clear = Image.new("RGBA", (500, 300), (255, 0, 0, 0))
    clear.paste((0, 0, 255, 255), (0, 0, 250, 300))
    forms = renditions(saved(clear))
    assert forms[2].type == "image/png"
    assert all(opened(form).convert("RGBA").getpixel((490, 5))[3] == 0 for form in forms if form.width == 500)


def test_place_camera_and_thumbnail_stay_behind():
    image = photograph(600, 400)
    exif = image.getexif()
    exif[0x010F] = "Máy ảnh"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (20.0, 57.0, 0.0)
    data = saved(image, "JPEG", exif=exif, comment=b"secret", dpi=(300, 300))
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)
    for form in renditions(data):
        shown = opened(form)
        assert dict(shown.getexif()) == {}
        assert {"exif", "icc_profile", "xmp", "comment"} & set(shown.info) == set()


@pytest.mark.parametrize("turn", [2, 3, 4, 5, 6, 7, 8])
def test_a_picture_goes_out_the_right_way_up(turn):
    image = Image.new("RGB", (600, 400), "red")
    image.paste("blue", (0, 0, 300, 200))
    exif = image.getexif()
    exif[0x0112] = turn
    data = saved(image, "JPEG", exif=exif, quality=95)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    facts = inspect_picture(data)
    form = renditions(data)[-1]
    assert (facts.width, facts.height) == upright.size == (form.width, form.height)
    corners = [(5, 5), (upright.width - 5, 5), (5, upright.height - 5)]
    shown = opened(form)
    assert [shown.getpixel(at)[2] > 128 for at in corners] == [upright.getpixel(at)[2] > 128 for at in corners]


def test_colours_are_turned_into_srgb():
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    lab = ImageCms.profileToProfile(
        Image.new("RGB", (64, 64), (200, 60, 40)), ImageCms.createProfile("sRGB"), wide, outputMode="LAB"
    )
    form = renditions(saved(lab, "TIFF", icc_profile=wide.tobytes()))[-1]
    assert opened(form).getpixel((30, 30)) == pytest.approx((200, 60, 40), abs=12)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16", "YCbCr"])
def test_every_mode_of_colour_goes_out(mode):
    image = Image.new("RGB", (50, 40), "white").convert("L" if mode == "I;16" else mode)
    if mode == "I;16":
        image = Image.new("I;16", (50, 40), 65_535)
    kind = "TIFF" if mode in ("CMYK", "YCbCr", "I;16") else "PNG"
    shown = opened(renditions(saved(image, kind))[-1]).convert("RGB")
    assert shown.getpixel((20, 20)) == pytest.approx((255, 255, 255), abs=4)


def test_a_damaged_profile_does_not_lose_the_picture():
    data = saved(Image.new("RGB", (50, 40), "red"), "JPEG", icc_profile=b"not a profile", quality=95)
    assert opened(renditions(data)[-1]).getpixel((20, 20)) == pytest.approx((254, 0, 0), abs=6)


def test_the_same_picture_gives_the_same_bytes():
    data = saved(photograph(1000, 700), "JPEG")
    assert renditions(data) == renditions(data)


def test_a_large_photograph_is_done_in_seconds():
    data = saved(photograph(4000, 3000), "JPEG", quality=90)
    started = time.process_time()
    forms = renditions(data)
    # A second or so on one core; the bound leaves room for a slow machine.
    assert time.process_time() - started < 8
    assert [form.width for form in forms] == [width for width in WIDTHS for _ in range(3)]
