import io
import re
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
from PIL import Image

from autograde.gallery import COVERS, Picture, pictures_of_lab, write_covers, write_gallery
from autograde.release import lab_names

ROOT = Path(__file__).parents[2]


def a_png():
    figure, png = plt.figure(figsize=(2, 1)), io.BytesIO()
    figure.savefig(png, dpi=50)
    plt.close(figure)
    return png.getvalue()


def test_a_page_shows_every_picture_and_says_it_in_words(tmp_path):
    pictures = [Picture(f"lab-{i}", "Part 1", f'"{i} < 3"', a_png()) for i in (1, 2)]
    page = write_gallery(tmp_path / "new" / "folder", [("lab", pictures)])
    text = page.read_text(encoding="utf-8")
    assert re.findall(r'<img src="([^"]+)" alt="([^"]+)"', text) == [
        ("lab-1.png", "&#34;1 &lt; 3&#34;"),
        ("lab-2.png", "&#34;2 &lt; 3&#34;"),
    ]
    assert all((page.parent / f"{one.name}.png").read_bytes() == one.png for one in pictures)


def test_covers_are_smaller_and_one_that_is_missing_is_named(tmp_path):
    for name in COVERS:
        (tmp_path / f"{name}.png").write_bytes(a_png())
    covers = write_covers(tmp_path, tmp_path / "covers")
    assert [path.stem for path in covers] == [name.partition("-")[0] for name in COVERS]
    for path in covers:
        with Image.open(path) as picture:
            assert (picture.mode, picture.size) == ("P", (100, 50))
    (tmp_path / f"{COVERS[-1]}.png").unlink()
    with pytest.raises(FileNotFoundError, match=COVERS[-1]):
        write_covers(tmp_path, tmp_path / "covers")


def test_the_readme_shows_one_picture_of_each_lab():
    shown = re.findall(
        r'<img src="pictures/(\w+)\.png" alt=".+?">', (ROOT / "README.md").read_text()
    )
    assert shown == lab_names() == [name.partition("-")[0] for name in COVERS]
    assert all((ROOT / "pictures" / f"{lab}.png").is_file() for lab in shown)


@pytest.mark.slow
def test_pictures_of_a_lab_are_those_of_its_reference_answers():
    picture, *others = pictures_of_lab("lab0_seeds")
    assert picture.heading.startswith("Question 3")
    assert others == []
    assert "fraction of heads" in picture.alt
    assert Image.open(io.BytesIO(picture.png)).format == "PNG"
