// @ts-check
// The phone's camera: opened by a tap, and each picture handed over only when it is waited for.

const WANTED = { width: { ideal: 640 }, height: { ideal: 480 }, facingMode: "user" };

/**
 * The camera in a video element; throws what `getUserMedia` throws. `next(take)` gives the next
 * picture to `take(bitmap, at)`; `ended(then)` is called when the camera is taken away.
 * @param {HTMLVideoElement} video
 */
export async function cameraIn(video) {
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("", "NotFoundError");
  const stream = await navigator.mediaDevices.getUserMedia({ video: WANTED, audio: false });
  video.srcObject = stream;
  await video.play();
  return {
    next(take) {
      video.requestVideoFrameCallback(async () => {
        const at = performance.now();
        if (stream.active) take(await createImageBitmap(video), at);
      });
    },
    ended(then) {
      for (const track of stream.getTracks()) track.addEventListener("ended", then);
    },
    close() {
      for (const track of stream.getTracks()) track.stop();
      video.srcObject = null;
    },
  };
}
