// Leaves at once, and leaves nothing to come back to: the page's own entry in the history is replaced, and entries made
// by forms become plain visits, so that nobody can send a form again by going back.
const link = document.querySelector("[data-quick-exit]");

function leave() {
  document.documentElement.hidden = true;
  document.title = "";
  location.replace(link.href);
}

if (link) {
  history.replaceState(null, "", location.href);
  document.querySelectorAll("[data-quick-exit]").forEach((each) =>
    each.addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    }),
  );
  let pressed = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault(); // else it stops the very page that we are going to
    pressed = [...pressed.filter((at) => event.timeStamp - at < 3000), event.timeStamp];
    if (pressed.length >= 3) leave();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.replace(location.pathname);
  });
}
