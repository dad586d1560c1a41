
// The part of the run that is in view, and where everything stands in it. The room behind the picture is as wide as the whole run is on the current scale,
// so that the browser's own scrolling moves through it; the picture stays in view and is drawn again.
function pictureWindow(view, room, svg, whole) {
  const left = +svg.querySelector(".axis").dataset.left, right = 20, most = 1e7, dense = 1000, length = whole.to - whole.from;
  const top = +svg.querySelector(".axis").dataset.top, bottom = +svg.querySelector(".axis").dataset.bottom;
  const labels = [...new Set([...svg.querySelectorAll(".tick text")].map(label => label.getAttribute("y")))];
  const items = [...svg.querySelectorAll("[data-from], [data-at]")].map(item);
  const free = new Map(); // where the next label on each height may begin
  let zoom = 1, width = 1, from = whole.from, to = whole.to, frame = null;

  function item(element) {
    const { from, to, at, y1, y2, y } = element.dataset;
    const place = { element, from: +(from ?? at), to: +(to ?? at), y1: +y1, y2: +y2, y: +y, isHidden: false };
    place.draw = { rect: drawBar, text: drawText, circle: drawCircle }[element.tagName] ?? (y1 === undefined ? drawMoved : drawLine);
    return place;
  }

  // Pixels of the window for a pixel of the picture: more than 1 on a full screen.
  const scale = () => view.getBoundingClientRect().width / view.offsetWidth;

  const x = time => left + width * (time - from) / (to - from);

  function drawBar(place, x1, x2) {
    const start = Math.max(x1, left), end = Math.min(x2, left + width);
    place.element.setAttribute("x", start);
    place.element.setAttribute("width", Math.max(1, end - start));
  }

  function drawText(place, x1, x2) {
    const start = Math.max(x1, left), end = Math.min(x2, left + width);
    place.element.setAttribute("x", start + 5);
    if (place.element.classList.contains("entry"))
      place.element.style.visibility = end - start < 8 + 7 * place.element.textContent.length ? "hidden" : "";
    else if (place.element.matches(".did, .asked"))
      drawLabel(place.element, start + 5);
  }

  // A label ends at the right end of the picture at the latest. Of two labels that would overlap, the second is hidden.
  function drawLabel(label, x) {
    const start = Math.min(x, left + width + right - 6 * label.textContent.length);
    label.setAttribute("x", start);
    const y = label.getAttribute("y"), isHidden = start < (free.get(y) ?? 0);
    label.style.visibility = isHidden ? "hidden" : "";
    if (!isHidden)
      free.set(y, start + 6 * label.textContent.length + 4);
  }

  function drawCircle(place, x1) {
    place.element.setAttribute("cx", x1);
  }

  function drawMoved(place, x1) {
    place.element.setAttribute("transform", `translate(${x1},${place.y})`);
  }

  // Only what is in view of a line is drawn; an arrow that ends outside loses its head.
  function drawLine(place, x1, x2) {
    const slope = x2 > x1 ? (place.y2 - place.y1) / (x2 - x1) : 0, start = Math.max(x1, left), end = Math.min(x2, left + width);
    const y1 = place.y1 + slope * (start - x1), y2 = end < x2 ? place.y1 + slope * (end - x1) : place.y2;
    place.element.setAttribute("d", `M${start},${y1}L${end},${y2}`);
    place.element.classList.toggle("cut", end < x2);
  }

  function drawAxis() {
    const step = tickStep((to - from) / Math.max(1, Math.min(11, Math.floor(width / 90)))), axis = svg.querySelector(".axis");
    axis.replaceChildren();
    for (let i = Math.ceil(from / step); i * step <= to; i++) {
      const tick = create(axis, "g", { class: "tick" }), at = x(i * step);
      create(tick, "line", { x1: at, x2: at, y1: top, y2: bottom });
      for (const y of labels)
        create(tick, "text", { x: at, y, "text-anchor": "middle" }).textContent = tickLabel(i * step, step);
    }
  }

  // What is in view by now; drawn once in a frame, however often it changes.
  function look() {
    from = whole.from + length * view.scrollLeft / (width * zoom);
    to = from + length / zoom;
    frame ??= requestAnimationFrame(draw);
  }

  function draw() {
    frame = null;
    svg.setAttribute("width", view.clientWidth);
    for (const line of svg.querySelectorAll(".row line"))
      line.setAttribute("x2", left + width + 8);
    let lines = 0;
    free.clear();
    for (const place of items) {
      const isHidden = place.to < from || place.from > to;
      if (isHidden !== place.isHidden)
        place.element.style.display = isHidden ? "none" : "";
      place.isHidden = isHidden;
      if (isHidden || place.element.classList.contains("off"))
        continue;
      place.draw(place, x(place.from), x(place.to));
      lines += place.draw === drawLine;
    }
    svg.classList.toggle("dense", lines > dense);
    drawAxis();
  }

  // Shows a part of the run, so long, in which a time stands a share of the width from the left.
  function show(part, time, share) {
    width = Math.max(100, view.clientWidth - left - right);
    zoom = Math.min(most / width, Math.max(1, length / part));
    room.style.width = `${left + right + width * zoom}px`;
    view.scrollLeft = width * zoom * (time - whole.from) / length - share * width;
    look();
  }

  svg.removeAttribute("viewBox");
  view.addEventListener("scroll", look);
  new ResizeObserver(() => show(to - from, from, 0)).observe(view);

  return {
    // Zooms around a place of the picture, or its middle.
    zoomBy(factor, clientX) {
      const share = clientX === undefined ? 0.5 : Math.min(1, Math.max(0, ((clientX - view.getBoundingClientRect().left) / scale() - left) / width));
      show((to - from) / factor, from + share * (to - from), share);
    },
    showAll: () => show(length, whole.from, 0),
    showFrom: (start, end) => show(Math.max(1e-4, 1.2 * (end - start)), start, 1 / 12),
    // Scrolls until the time is in view.
    reveal(time) {
      if (time < from || time > to)
        show(to - from, time, 0.5);
    },
    add(parent, attributes) {
      items.push(item(create(parent, "path", attributes)));
      look();
    },
    // Moves what is drawn to other times.
    place(element, from, to) {
      Object.assign(items.find(place => place.element === element), { from, to });
      look();
    },
    // Draws again what may have been off.
    refresh: look,
    // On paper the whole run is as wide as the page, whatever was in view before.
    print() {
      const before = [from, to];
      [from, to, width] = [whole.from, whole.to, 1200 - left - right];
      draw();
      const height = svg.getAttribute("height");
      svg.setAttribute("viewBox", `0 0 1200 ${height}`);
      for (const size of ["width", "height"])
        svg.removeAttribute(size);
      return () => {
        svg.removeAttribute("viewBox");
        svg.setAttribute("height", height);
        show(before[1] - before[0], before[0], 0);
      };
    },
    remove(elements) {
      for (const element of elements) {
        items.splice(items.findIndex(place => place.element === element), 1);
        element.remove();
      }
    },
    scale,
  };
}

function create(parent, name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes))
    element.setAttribute(attribute, value);
  return parent.appendChild(element);
}

// The next larger one of 1, 2 and 5 times a power of ten.
function tickStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map(factor => factor * power).find(step => step >= least * 0.999999);
}

// Times are in milliseconds. As long a fraction as the step needs, and seconds where it is long.
function tickLabel(time, step) {
  const [unit, name] = step >= 100 ? [1000, "s"] : [1, "ms"];
  return `${(time / unit).toFixed(Math.max(0, -Math.floor(Math.log10(step / unit) + 1e-9)))} ${name}`;
}
