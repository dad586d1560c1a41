
// Shows an event's details, and of everything else what is in its causal past: event n of process p is, where the event's clock counts at least n for p.
function causalPast(svg, details, events) {
  const introduction = details.textContent;
  const marked = [...svg.querySelectorAll("[data-event], [data-ended]")];
  const dots = new Map([...svg.querySelectorAll("circle.event")].map(dot => [dot.dataset.event, dot]));
  let chosen = null, isPinned = false;

  const isKnown = (clock, key) => {
    const [process, number] = key.split(".");
    return clock.get(+process) >= number;
  };

  function show(key) {
    if (key === chosen)
      return;
    dots.get(chosen)?.classList.remove("chosen");
    chosen = key;
    svg.classList.toggle("tracing", key !== null);
    if (key === null) {
      details.textContent = introduction;
      return;
    }
    const happened = events.get(key);
    dots.get(key).classList.add("chosen");
    for (const element of marked)
      element.classList.toggle("past", isKnown(happened.clock, element.dataset.ended ?? element.dataset.event));
    const known = [...happened.clock.values()].reduce((sum, count) => sum + count, 0) - 1;
    details.replaceChildren(
      line("b", `${happened.at} ms: ${happened.text}`),
      line("div", `In its causal past: ${known} ${known === 1 ? "event" : "events"} of all processes.`),
      line("div", `Vector clock: ${[...happened.clock].sort(([a], [b]) => a - b).map(([process, count]) => `P${process} ${count}`).join(", ")}`));
  }

  function line(name, text) {
    const element = document.createElement(name);
    element.textContent = text;
    return element;
  }

  return {
    get chosen() { return chosen; },
    dots,
    // What the pointer is near to; a chosen event stays where it was clicked on.
    hover(key) {
      if (!isPinned)
        show(key);
    },
    pin(key) {
      isPinned = key !== null;
      show(key);
    },
  };
}
