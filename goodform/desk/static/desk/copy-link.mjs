// Shows the Copy button where there is a script to press it for. Where the browser keeps its
// clipboard closed, the link is marked, ready to be copied by hand.

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const said = button.nextElementSibling;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = said.dataset.copied;
    } catch {
      said.textContent = said.dataset.marked;
    }
  });
}
