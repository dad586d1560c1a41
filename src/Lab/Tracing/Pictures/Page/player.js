
// Goes through the run step by step. Step -1 is before the first event: then the whole run is shown.
function stepPlayer(trace, data, show) {
  const steps = trace.steps, by = id => document.getElementById(id), slider = by("time"), play = by("play");
  let now = -1, timer = null;

  // A moment in the address: the time if this step is the last one at that time, and the step if it is not.
  function hashOf(index) {
    if (index < 0)
      return "";
    return steps[index + 1]?.at === steps[index].at ? `#event=${index + 1}` : `#at=${steps[index].at}ms`;
  }

  const units = { us: 0.001, ms: 1, s: 1000, m: 60000 };

  // The step that an address names; null if it names none.
  function stepOf(hash) {
    const event = /^#event=(\d+)$/.exec(hash), at = /^#at=(\d+(?:\.\d+)?)(us|ms|s|m)?$/.exec(hash);
    if (event)
      return Math.min(steps.length, +event[1]) - 1;
    // A rounded time means the events that it was rounded from.
    const [, digits] = at?.[1].split(".") ?? [], rounding = digits ? 0.5 * 10 ** -digits.length : 0;
    return at ? lastAt((+at[1] + rounding) * units[at[2] ?? "ms"]) : null;
  }

  const lastAt = time => steps.findLastIndex(step => step.at <= time + 1e-9);

  // The back button of the browser undoes jumps, but not each single step.
  function remember(isJump) {
    if (timer === null && hashOf(now) !== location.hash)
      history[isJump ? "pushState" : "replaceState"](null, "", hashOf(now) || location.pathname + location.search);
  }

  function go(index, isJump = false) {
    now = Math.max(-1, Math.min(steps.length - 1, index));
    const step = steps[now];
    slider.value = step?.at ?? data.from;
    slider.setAttribute("aria-valuetext", step ? `${step.at} ms` : "before the first event");
    by("count").textContent = step ? `Event ${now + 1} of ${steps.length}, at ${step.at} ms` : `${steps.length} events`;
    by("sentence").textContent = step?.text ?? "Press the right arrow key, or Play, to see the run step by step.";
    by("rule").textContent = step?.rule ?? "";
    by("first").disabled = by("previous").disabled = now < 0;
    by("next").disabled = by("last").disabled = now === steps.length - 1;
    show(now);
    remember(isJump);
  }

  function pause() {
    clearTimeout(timer);
    timer = null;
    play.textContent = "Play";
    remember(false);
  }

  function tick() {
    if (now >= steps.length - 1) {
      pause();
      return;
    }
    go(now + 1);
    timer = setTimeout(tick, 1000 / by("speed").value);
  }

  function toggle() {
    if (timer !== null) {
      pause();
      return;
    }
    if (now === steps.length - 1)
      now = -1;
    play.textContent = "Pause";
    timer = setTimeout(tick, 0);
  }

  function follow() {
    const step = stepOf(location.hash);
    if (step !== null || location.hash === "")
      go(step ?? -1);
  }

  // A step by hand ends the playing.
  const move = (index, isJump) => {
    if (timer !== null)
      pause();
    go(index, isJump);
  };
  const keys = {
    ArrowRight: () => move(now + 1),
    ArrowLeft: () => move(now - 1),
    Home: () => move(-1, true),
    End: () => move(steps.length - 1, true),
    " ": toggle,
  };

  [slider.min, slider.max, slider.step] = [data.from, data.to, "any"];
  slider.addEventListener("input", () => move(lastAt(+slider.value)));
  by("first").addEventListener("click", keys.Home);
  by("previous").addEventListener("click", keys.ArrowLeft);
  by("next").addEventListener("click", keys.ArrowRight);
  by("last").addEventListener("click", keys.End);
  play.addEventListener("click", toggle);
  addEventListener("popstate", follow);
  for (const { item, index } of steps)
    item.addEventListener("click", () => move(index, true));

  return {
    keys,
    go: move,
    begin: () => go(stepOf(location.hash) ?? -1),
    get now() { return now; },
  };
}
