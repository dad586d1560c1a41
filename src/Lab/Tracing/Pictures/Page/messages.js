
// Chooses which messages are shown: all, those of what the reader points at or has picked, those on critical paths, or none; and of which kinds.
// The messages of the current step and of a violation are always shown.
function messageChoice(svg, trace, data, picture, select, kinds) {
  const paths = new Map(Object.entries(data.entries).map(([entry, { way }]) => [entry, new Set(way.map(part => part.ended).filter(Boolean))]));
  const onAnyPath = new Set([...paths.values()].flatMap(path => [...path]));
  const off = new Set();
  let entry = null, process = null, event = null, now = -1;

  const isPicked = message => process !== null && (message.from === process || message.to === process)
    || entry !== null && message.entry === +entry
    || event !== null && (message.sentKey === event || message.endedKey === event);

  const isChosen = {
    all: () => true,
    picked: isPicked,
    path: message => (entry === null ? onAnyPath : paths.get(entry)).has(message.endedKey),
    none: () => false,
  };

  function show() {
    const key = trace.steps[now]?.key, chosen = isChosen[select.value];
    svg.classList.toggle("sparse", select.value !== "all");
    for (const message of trace.messages) {
      const isNow = key !== undefined && (message.sentKey === key || message.endedKey === key);
      const isOff = !isNow && !message.isGuilty && (off.has(message.style) || !chosen(message));
      for (const part of message.parts) {
        part.classList.toggle("off", isOff);
        part.classList.toggle("now", isNow);
        part.classList.toggle("later", now >= 0 && message.index > now);
      }
    }
    for (const row of svg.querySelectorAll(".row"))
      row.classList.toggle("picked", +row.dataset.process === process);
    picture.refresh();
  }

  trace.styles.forEach((style, i) => {
    const label = document.createElement("label"), box = document.createElement("input");
    box.type = "checkbox";
    box.checked = true;
    box.addEventListener("change", () => {
      off[box.checked ? "delete" : "add"](i);
      show();
    });
    label.append(box, ` ${style.label}`);
    kinds.append(label);
  });
  select.value = data.isCrowded ? "picked" : "all";
  select.addEventListener("change", show);
  if (trace.messages.length === 0)
    select.closest("label").hidden = true;
  for (const row of svg.querySelectorAll(".row")) {
    const pick = () => {
      process = process === +row.dataset.process ? null : +row.dataset.process;
      show();
    };
    row.setAttribute("tabindex", 0);
    row.setAttribute("role", "button");
    row.setAttribute("aria-label", `Messages of ${trace.rows.find(({ process }) => process === +row.dataset.process).name}`);
    row.addEventListener("click", pick);
    row.addEventListener("keydown", pressed => {
      if (pressed.key === "Enter" || pressed.key === " ") {
        pressed.preventDefault();
        pressed.stopPropagation();
        pick();
      }
    });
  }

  return {
    show,
    pickEntry(key) {
      entry = key;
      show();
    },
    point(key) {
      if (key === event)
        return;
      event = key;
      if (select.value === "picked")
        show();
    },
    at(step) {
      now = step;
      show();
    },
    clear() {
      [entry, process, event] = [null, null, null];
      show();
    },
  };
}
