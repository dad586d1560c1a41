
const data = JSON.parse(document.getElementById("data").textContent);
const view = document.getElementById("view"), svg = view.querySelector("svg");
document.documentElement.classList.add("ready");
const picture = pictureWindow(view, document.getElementById("room"), svg, data);
const past = causalPast(svg, document.getElementById("details"), data);
const entries = entryList(svg, document.querySelector(".entries"), document.getElementById("explanation"), picture, data);

// The event nearest to a place, if one is in view and not too far.
function nearest({ clientX, clientY }, far = 14) {
  const box = svg.getBoundingClientRect();
  let [found, least] = [null, far ** 2];
  for (const [key, dot] of past.dots) {
    const distance = (+dot.getAttribute("cx") + box.left - clientX) ** 2 + (+dot.getAttribute("cy") + box.top - clientY) ** 2;
    if (distance < least && dot.style.display !== "none")
      [found, least] = [key, distance];
  }
  return found;
}

// Along the events of a process, or to the event of the next process that is closest in time.
function neighbour(key, { key: arrow }) {
  const keys = Object.keys(data.events), [process, number] = (key ?? keys[0]).split(".").map(Number);
  const others = (of, sign) => keys.filter(other => sign * (of(other) - of(key)) > 0);
  const processOf = other => +other.split(".")[0], numberOf = other => +other.split(".")[1];
  if (key === null)
    return keys[0];
  if (arrow === "ArrowRight" || arrow === "ArrowLeft") {
    const sign = arrow === "ArrowRight" ? 1 : -1;
    return others(numberOf, sign).filter(other => processOf(other) === process).sort((a, b) => sign * (numberOf(a) - numberOf(b)))[0] ?? key;
  }
  const beyond = others(processOf, arrow === "ArrowDown" ? 1 : -1);
  const next = arrow === "ArrowDown" ? Math.min(...beyond.map(processOf)) : Math.max(...beyond.map(processOf));
  const distance = other => Math.abs(data.events[other].at - data.events[key].at);
  return beyond.filter(other => processOf(other) === next).sort((a, b) => distance(a) - distance(b))[0] ?? key;
}

view.addEventListener("pointermove", moved => past.hover(nearest(moved)));
view.addEventListener("pointerleave", () => past.hover(null));
view.addEventListener("click", clicked => {
  if (!hasDragged)
    past.pin(nearest(clicked, clicked.target.closest("[data-entry]") ? 5 : 14));
});

view.addEventListener("wheel", turned => {
  if (!turned.ctrlKey && !turned.metaKey)
    return;
  turned.preventDefault();
  picture.zoomBy(2 ** (-turned.deltaY / 200), turned.clientX);
}, { passive: false });

// Two fingers.
let apart = 0;
const distance = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
view.addEventListener("touchstart", touched => { apart = touched.touches.length === 2 ? distance(touched.touches) : 0; });
view.addEventListener("touchmove", touched => {
  if (touched.touches.length !== 2 || apart === 0)
    return;
  touched.preventDefault();
  const now = distance(touched.touches);
  picture.zoomBy(now / apart, (touched.touches[0].clientX + touched.touches[1].clientX) / 2);
  apart = now;
}, { passive: false });

// Dragging with the mouse, which is no click; fingers scroll by themselves.
let hasDragged = false;
view.addEventListener("pointerdown", pressed => {
  if (pressed.pointerType !== "mouse" || pressed.button !== 0 || pressed.offsetY > view.clientHeight)
    return;
  const start = view.scrollLeft + pressed.clientX;
  const move = moved => {
    view.scrollLeft = start - moved.clientX;
    hasDragged ||= Math.abs(moved.clientX - pressed.clientX) > 4;
  };
  hasDragged = false;
  view.classList.add("moving");
  addEventListener("pointermove", move);
  addEventListener("pointerup", () => {
    view.classList.remove("moving");
    removeEventListener("pointermove", move);
  }, { once: true });
});

const keys = {
  "+": () => picture.zoomBy(2),
  "=": () => picture.zoomBy(2),
  "-": () => picture.zoomBy(0.5),
  "0": picture.showAll,
};
view.addEventListener("keydown", pressed => {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey)
    return;
  if (pressed.key.startsWith("Arrow")) {
    past.pin(neighbour(past.chosen, pressed));
    picture.reveal(data.events[past.chosen].at);
  } else if (keys[pressed.key]) {
    keys[pressed.key]();
  } else {
    return;
  }
  pressed.preventDefault();
});
addEventListener("keydown", pressed => {
  if (pressed.key === "Escape") {
    past.pin(null);
    entries.close();
  }
});

document.getElementById("zoom-in").addEventListener("click", keys["+"]);
document.getElementById("zoom-out").addEventListener("click", keys["-"]);
document.getElementById("zoom-all").addEventListener("click", keys["0"]);

// The dark style sheet applies when the system asks for it, until the button says otherwise.
const dark = document.getElementById("dark"), theme = document.getElementById("theme"), system = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => dark.media === "all" || (dark.media !== "not all" && system.matches);
const label = () => { theme.textContent = isDark() ? "Light" : "Dark"; };
theme.addEventListener("click", () => {
  dark.media = isDark() ? "not all" : "all";
  label();
});
system.addEventListener("change", label);
label();
