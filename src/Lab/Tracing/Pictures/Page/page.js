
const data = JSON.parse(document.getElementById("data").textContent);
const view = document.getElementById("view"), svg = view.querySelector("svg");
document.documentElement.classList.add("ready");
const trace = readTrace(data, document.getElementById("steps"), document.getElementById("rules").children);
(data.isCrowded ? drawOnDemand : findDrawn)(svg, trace, svg.classList.contains("small"));
const { future, cursor } = drawCursor(svg, data);
const picture = pictureWindow(view, document.getElementById("room"), svg, data);
const marks = [...svg.querySelectorAll("[data-event], text.entry, text.asked, .withdrawn, .guilt, .guilty-step")]
  .map(element => ({ element, from: +(element.dataset.from ?? element.dataset.at) }));
const past = causalPast(svg, document.getElementById("details"), trace.events);
const messages = messageChoice(svg, trace, data, picture, document.getElementById("messages"), document.getElementById("kinds"));
const states = processStates(document.getElementById("states"), trace, data, +svg.getAttribute("height"));
const entries = entryList(svg, document.querySelector(".entries"), document.getElementById("explanation"), picture, data, messages.pickEntry);
const player = stepPlayer(trace, data, showStep);

// What comes after the current step is pale, and a line marks its time.
function drawCursor(svg, { from, to }) {
  const { top, bottom } = svg.querySelector(".axis").dataset, before = svg.querySelector(".messages, path.message, circle.event");
  const future = create(svg, "rect", { class: "future off", y: top, height: bottom - top, "data-from": from, "data-to": to });
  const cursor = create(svg, "path", { class: "cursor off", d: `M0,${top}V${bottom}`, "data-at": from, "data-y": 0 });
  svg.insertBefore(future, before);
  return { future, cursor };
}

function showStep(now) {
  const step = trace.steps[now], steps = document.getElementById("steps");
  for (const element of [future, cursor])
    element.classList.toggle("off", now < 0);
  if (step) {
    picture.place(future, step.at, data.to);
    picture.place(cursor, step.at, step.at);
    picture.reveal(step.at);
  }
  for (const { element, from } of marks)
    element.classList.toggle("later", now >= 0 && from > step.at);
  for (const dot of svg.querySelectorAll(".event.now"))
    dot.classList.remove("now");
  past.dots.get(step?.key)?.classList.add("now");
  for (const item of steps.querySelectorAll("[aria-current]"))
    item.removeAttribute("aria-current");
  step?.item.setAttribute("aria-current", "step");
  steps.scrollTop = step ? step.item.offsetTop - steps.clientHeight / 2 : 0;
  states.show(now);
  messages.at(now);
}

// The event nearest to a place, if one is in view and not too far.
function nearest({ clientX, clientY }, far = 14) {
  const box = svg.getBoundingClientRect(), scale = picture.scale();
  let [found, least] = [null, far ** 2];
  for (const [key, dot] of past.dots) {
    const distance = (scale * dot.getAttribute("cx") + box.left - clientX) ** 2 + (scale * dot.getAttribute("cy") + box.top - clientY) ** 2;
    if (distance < least && dot.style.display !== "none")
      [found, least] = [key, distance];
  }
  return found;
}

// The event of the next process that is closest in time.
function neighbour(key, isDown) {
  const { process, at } = trace.events.get(key), sign = isDown ? 1 : -1;
  const beyond = [...trace.events.values()].filter(other => sign * (other.process - process) > 0);
  const next = sign * Math.min(...beyond.map(other => sign * other.process)), distance = other => Math.abs(other.at - at);
  return beyond.filter(other => other.process === next).sort((a, b) => distance(a) - distance(b))[0]?.key ?? key;
}

function point(key) {
  past.hover(key);
  messages.point(past.chosen);
}

// Goes to an event, whose past stays marked; without one nothing is marked any more.
function pin(key) {
  past.pin(key);
  messages.point(key);
  if (key !== null)
    player.go(trace.events.get(key).index, true);
}

view.addEventListener("pointermove", moved => point(nearest(moved)));
view.addEventListener("pointerleave", () => point(null));
view.addEventListener("click", clicked => {
  if (!hasDragged)
    pin(clicked.target.closest(".row text") ? null : nearest(clicked, clicked.target.closest("[data-entry]") ? 5 : 14));
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
  if (pressed.key === "ArrowUp" || pressed.key === "ArrowDown")
    pin(neighbour(trace.steps[player.now]?.key ?? trace.events.keys().next().value, pressed.key === "ArrowDown"));
  else if (keys[pressed.key])
    keys[pressed.key]();
  else
    return;
  pressed.preventDefault();
});

// Keys that work everywhere, unless what has the focus uses them itself.
const stage = document.getElementById("stage"), help = document.getElementById("keys");
const showFull = () => document.fullscreenElement ? document.exitFullscreen() : stage.requestFullscreen();
const everywhere = { ...player.keys, f: showFull, "?": () => help.showModal() };
addEventListener("keydown", pressed => {
  const { key, target } = pressed;
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || help.open || !everywhere[key] || target.matches("select"))
    return;
  if (key === " " && target.closest("button, summary, input, [role=button]"))
    return;
  pressed.preventDefault();
  past.pin(null);
  everywhere[key]();
});
addEventListener("keydown", pressed => {
  if (pressed.key === "Escape" && !help.open) {
    pin(null);
    entries.close();
    messages.clear();
    player.go(-1, true);
  }
});
document.getElementById("full").addEventListener("click", showFull);
document.getElementById("help").addEventListener("click", everywhere["?"]);

// On a full screen, few lanes become larger.
document.addEventListener("fullscreenchange", () => {
  const lanes = document.getElementById("lanes"), room = stage.clientHeight - document.getElementById("player").offsetHeight - 100;
  lanes.style.zoom = document.fullscreenElement === stage ? Math.max(1, Math.min(2.5, room / +svg.getAttribute("height"))) : "";
});

let afterPrint = null;
addEventListener("beforeprint", () => { afterPrint = picture.print(); });
addEventListener("afterprint", () => afterPrint?.());

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
player.begin();
