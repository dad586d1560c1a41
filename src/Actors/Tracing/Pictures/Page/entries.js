
// Opens the explanation of an entry, and draws its way through the diagram: who waited for whom.
function entryList(view, svg, list, picture, data) {
  const path = create(svg, "g", { class: "way" });
  const all = new Map([...list.querySelectorAll("details")].map(entry => [entry.dataset.entry, entry]));

  function draw(key) {
    picture.remove([...path.children]);
    svg.classList.toggle("explaining", key !== null);
    for (const part of key === null ? [] : data.entries[key].way)
      picture.add(path, { class: "critical", "data-from": part.from, "data-to": part.to, "data-y1": part.y1, "data-y2": part.y2 });
  }

  for (const [key, entry] of all) {
    entry.addEventListener("toggle", () => {
      if (entry.open)
        draw(key);
      else if (![...all.values()].some(other => other.open))
        draw(null);
    });
    entry.querySelector("button").addEventListener("click", () => {
      const { from, to } = data.entries[key];
      picture.showFrom(from, to);
      view.scrollIntoView({ block: "nearest" });
    });
  }

  function open(key) {
    const entry = all.get(key);
    entry.open = true;
    entry.scrollIntoView({ block: "nearest" });
  }

  for (const bar of svg.querySelectorAll("[data-entry]")) {
    bar.addEventListener("click", () => open(bar.dataset.entry));
    bar.addEventListener("keydown", pressed => {
      if (pressed.key === "Enter" || pressed.key === " ") {
        pressed.preventDefault();
        open(bar.dataset.entry);
      }
    });
  }

  return {
    close() {
      for (const entry of all.values())
        entry.open = false;
    },
  };
}
