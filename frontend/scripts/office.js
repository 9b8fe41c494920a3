// The upload page shows how much of the file has left, and where a dropped file will land. Works without it too.

function send(form) {
  const request = new XMLHttpRequest();
  const holder = form.querySelector(".upload-progress");
  const bar = holder.querySelector("progress");
  const button = form.querySelector("button[type=submit]");
  const failed = () => {
    holder.hidden = true;
    button.disabled = false;
    const note = document.getElementById("connection-note");
    if (note) note.hidden = false;
  };
  holder.hidden = false;
  button.disabled = true;
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = Math.round((100 * event.loaded) / event.total);
  });
  request.addEventListener("load", () => {
    if (request.status < 400 && request.responseURL) {
      window.location.assign(request.responseURL);
      return;
    }
    if (request.status === 422) {
      form.submit(); // nothing was kept; the page with the errors comes the plain way
      return;
    }
    failed();
  });
  request.addEventListener("error", failed);
  request.open("POST", form.action || window.location.href);
  request.send(new FormData(form));
}

for (const form of document.querySelectorAll("[data-upload]")) {
  form.addEventListener("submit", (event) => {
    const file = form.querySelector("input[type=file]").files[0];
    if (!file || file.size < 1024 * 1024) return; // small files are gone before a bar could show
    event.preventDefault();
    send(form);
  });
  const area = form.querySelector("input[type=file]");
  for (const name of ["dragover", "dragleave", "drop"]) {
    area.addEventListener(name, () => area.classList.toggle("is-over", name === "dragover"));
  }
}

// On a phone the places of the office are one line: begin where this page stands in it.
const line = document.querySelector(".site-nav--line ul");
const here = line?.querySelector("[aria-current]");
if (here && line.scrollWidth > line.clientWidth) {
  line.scrollLeft = here.offsetLeft - line.offsetLeft - (line.clientWidth - here.offsetWidth) / 2;
}
