// @ts-check
// The provider's player. The server sends this module, and the address, only after a recorded yes;
// the frame itself is made here, and never before the patient asks to see the video.

function play(poster) {
  const frame = document.createElement("iframe");
  frame.src = poster.dataset.video;
  frame.title = poster.dataset.title;
  frame.allow = "fullscreen; picture-in-picture";
  frame.allowFullscreen = true;
  // The provider refuses to play without knowing the site; it is told the site and no page.
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  const box = document.createElement("div");
  box.className = "video";
  box.append(frame);
  poster.querySelector("[data-play]").closest("p").replaceWith(box);
  frame.focus();
}

for (const poster of document.querySelectorAll("[data-video]")) {
  poster.addEventListener("click", (event) => {
    if (!(event.target instanceof Element && event.target.closest("[data-play]"))) return;
    event.preventDefault();
    play(poster);
  });
}
