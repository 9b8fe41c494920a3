// Copies a code without the spaces it is shown with.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const before = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => {
    button.textContent = before;
  }, 2000);
});

// Selecting a grouped code by hand copies it without spaces too.
document.addEventListener("copy", (event) => {
  const selection = document.getSelection();
  const node = selection.anchorNode?.parentElement?.closest?.(".uscc code");
  if (!node || !node.contains(selection.focusNode)) return;
  event.clipboardData.setData("text/plain", selection.toString().replace(/\s/g, ""));
  event.preventDefault();
});
