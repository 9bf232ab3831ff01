// @ts-check
// The Back button may bring this page back as it was left: a hold or a change may have come since.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
