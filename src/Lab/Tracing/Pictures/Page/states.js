
// The state of each process at the current step, beside its line.
function processStates(column, trace, { spacing, keptWaiting }, height) {
  const lines = new Map(), isRoomy = spacing >= 40;
  if (spacing < 14) {
    column.remove();
    return { show: () => {} };
  }
  column.style.height = `${height}px`;
  column.classList.toggle("roomy", isRoomy);
  for (const row of trace.rows) {
    const line = document.createElement("div");
    line.style.top = `${row.y - spacing / 2}px`;
    line.style.height = `${spacing}px`;
    column.append(line);
    lines.set(row.process, line);
  }

  function parts([, request, clock, missing, kept], list) {
    return [
      request && `with ${request}`,
      clock && `clock ${clock}`,
      missing && `missing ${list(missing)}`,
      kept && `${keptWaiting} ${list(kept)}`,
    ].filter(Boolean);
  }

  // How many processes are in a list such as 1..3, 5. What is no list of processes stays as it is.
  function count(list) {
    const ranges = list.split(", ").map(range => range.split("..").map(Number));
    return ranges.some(range => range.some(isNaN)) ? list : ranges.reduce((sum, [first, last = first]) => sum + last - first + 1, 0);
  }

  function show(now) {
    const states = new Map(trace.rows.map(row => [row.process, row.state]));
    for (const { process, state } of trace.steps.slice(0, now + 1))
      if (state)
        states.set(process, state);
    for (const { process, name } of trace.rows) {
      const state = states.get(process), line = lines.get(process), title = document.createElement("b"), short = document.createElement("span");
      title.textContent = state[0];
      short.className = "who";
      short.textContent = name;
      line.className = `state ${state[0].replaceAll(" ", "-")}${trace.steps[now]?.process === process ? " current" : ""}`;
      line.title = `${name}: ${[state[0], ...parts(state, list => list)].join(", ")}`;
      const words = document.createElement("div"), more = parts(state, isRoomy ? list => list : count);
      words.append(short, " ", title, more.length === 0 ? "" : state[1] ? " " : ", ", more.join(", "));
      line.replaceChildren(words);
    }
  }

  return { show };
}
