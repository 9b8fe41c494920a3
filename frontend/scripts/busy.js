// Tells people and screen readers that something is on its way, and what to do when it does not come.
document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.elt.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterRequest", (event) => {
  event.detail.elt.removeAttribute("aria-busy");
});
for (const failure of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failure, () => {
    const note = document.getElementById("connection-note");
    if (note) note.hidden = false;
  });
}
window.addEventListener("online", () => {
  const note = document.getElementById("connection-note");
  if (note) note.hidden = true;
});
for (const element of document.querySelectorAll("[data-print]")) {
  element.hidden = false;
  element.addEventListener("click", () => window.print());
}
