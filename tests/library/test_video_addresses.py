"""An address names one YouTube video, or it is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.library.video_addresses import NotAVideoError, video_id

ID = "dQw4w9WgXcQ"


@pytest.mark.parametrize(
    "said",
    [
        ID,
        f"  {ID}\n",
        f"https://www.youtube.com/watch?v={ID}",
        f"http://youtube.com/watch?v={ID}",
        f"https://m.youtube.com/watch?v={ID}&t=42s",
        f"https://www.youtube.com/watch?list=PL123&v={ID}&index=2",
        f"https://www.youtube.com/watch?v={ID}#t=10",
        f"www.youtube.com/watch?v={ID}",
        f"youtube.com/watch?v={ID}",
        f"https://youtu.be/{ID}",
        f"https://youtu.be/{ID}?si=abcdef&t=3",
        f"youtu.be/{ID}",
        f"https://www.youtube.com/shorts/{ID}",
        f"https://www.youtube.com/shorts/{ID}?feature=share",
        f"https://www.youtube.com/embed/{ID}",
        f"https://www.youtube-nocookie.com/embed/{ID}?rel=0",
        f"https://www.youtube.com/live/{ID}",
        f"HTTPS://WWW.YOUTUBE.COM/watch?v={ID}",
        f"//youtu.be/{ID}",
    ],
)
def test_every_usual_spelling_names_the_video(said: str) -> None:
    assert video_id(said) == ID


@pytest.mark.parametrize(
    "said",
    [
        "",
        "   ",
        "clam",
        "dQw4w9WgXc",
        "dQw4w9WgXcQQ",
        "dQw4w9WgXc!",
        "dQw4w9WgXcﬀ",
        "https://www.youtube.com/",
        "https://www.youtube.com/watch",
        "https://www.youtube.com/watch?v=",
        "https://www.youtube.com/watch?v=short",
        f"https://www.youtube.com/watch?v={ID}&v=AAAAAAAAAAA",
        f"https://www.youtube.com/watch?v={ID}%22onload",
        "https://www.youtube.com/playlist?list=PL1234567890",
        "https://www.youtube.com/@someclinic",
        f"https://www.youtube.com/shorts/{ID}/extra",
        f"https://youtu.be/{ID}/extra",
        f"https://vimeo.com/{ID}",
        f"https://youtube.com.evil.example.org/watch?v={ID}",
        f"https://evil.example.org/watch?v={ID}",
        f"https://evil.example.org/youtube.com/watch?v={ID}",
        f"https://youtube.com@evil.example.org/watch?v={ID}",
        f"https://user@www.youtube.com/watch?v={ID}",
        f"https://www.youtube.com:8443/watch?v={ID}",
        f"ftp://www.youtube.com/watch?v={ID}",
        f"javascript:alert(1)//youtube.com/watch?v={ID}",
        f"data:text/html,//youtu.be/{ID}",
        "<script>alert(1)</script>",
        f'<iframe src="https://www.youtube.com/embed/{ID}"></iframe>',
        f"https://youtu.be/{ID} and more",
        "https://[::1",
        "https://youtu.be:99999/" + ID,
        "https://youtu.be/" + "a" * 10_000,
        "\0" + ID,
    ],
)
def test_anything_else_is_refused(said: str) -> None:
    with pytest.raises(NotAVideoError):
        video_id(said)


@given(st.text(max_size=400))
def test_whatever_is_typed_the_answer_is_an_id_or_a_refusal(said: str) -> None:
    try:
        found = video_id(said)
    except NotAVideoError:
        return
    assert len(found) == 11
    assert all(sign.isascii() and (sign.isalnum() or sign in "-_") for sign in found)
    assert video_id(found) == found
