
// Shows the explanation of an entry, and draws its way through the diagram: who waited for whom. An entry is chosen by opening it in the list,
// which a click on its bar does.
function entryList(svg, list, panel, picture, data, choose) {
  const introduction = panel.textContent;
  const way = create(svg, "g", { class: "way" });
  const all = new Map([...list.querySelectorAll("details")].map(entry => [entry.dataset.entry, entry]));
  let shown = null;

  function show(key) {
    shown = key;
    choose(key);
    picture.remove([...way.children]);
    svg.classList.toggle("explaining", key !== null);
    for (const element of svg.querySelectorAll("[data-entry]"))
      element.classList.toggle("explained", element.dataset.entry === key);
    if (key === null) {
      panel.textContent = introduction;
      return;
    }
    for (const part of data.entries[key].way)
      picture.add(way, { class: "critical", "data-from": part.from, "data-to": part.to, "data-y1": part.y1, "data-y2": part.y2 });
    const title = document.createElement("b"), sentences = all.get(key).querySelector(".sentences").cloneNode(true);
    title.textContent = all.get(key).querySelector("summary").textContent;
    sentences.querySelector("button").addEventListener("click", () => picture.showFrom(data.entries[key].from, data.entries[key].to));
    panel.replaceChildren(title, sentences);
    panel.scrollIntoView({ block: "nearest" });
  }

  for (const [key, entry] of all) {
    entry.addEventListener("toggle", () => {
      if (entry.open)
        show(key);
      else if (shown === key)
        show(null);
    });
  }

  for (const bar of svg.querySelectorAll("[data-entry]")) {
    bar.addEventListener("click", () => { all.get(bar.dataset.entry).open = true; });
    bar.addEventListener("keydown", pressed => {
      if (pressed.key === "Enter" || pressed.key === " ") {
        pressed.preventDefault();
        all.get(bar.dataset.entry).open = true;
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
