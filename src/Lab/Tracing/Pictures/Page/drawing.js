
// Draws the messages and events of a page that has too many of them to have them drawn already.
function drawOnDemand(svg, trace, isSmall) {
  const lines = new Map(trace.rows.map(row => [row.process, row.y])), group = svg.querySelector(".messages");
  for (const message of trace.messages) {
    const isLost = message.end !== undefined && message.endedKey && message.end !== lines.get(message.to), isGoing = !message.endedKey;
    message.parts = [create(group, "path", {
      class: `message ${trace.styles[message.style].name}${isLost ? " lost" : isGoing ? " going" : ""}${message.isCopy ? " copy" : ""}${message.isGuilty ? " guilty" : ""}`,
      "data-from": message.sent, "data-to": message.ended, "data-y1": lines.get(message.from), "data-y2": message.end ?? lines.get(message.to),
      ...(message.endedKey && { "data-ended": message.endedKey }),
    })];
    if (isLost)
      message.parts.push(create(group, "path", { class: "cross", d: "M-4,-4L4,4M-4,4L4,-4", "data-at": message.ended, "data-y": message.end, "data-ended": message.endedKey }));
  }
  for (const step of trace.steps)
    if (step.key)
      create(group, "circle", { class: "event", cy: lines.get(step.process), r: isSmall ? 1.6 : 2.6, "data-at": step.at, "data-event": step.key });
}

// Finds them in a page that has them.
function findDrawn(svg, trace) {
  const ends = new Map([...svg.querySelectorAll(".cross[data-ended]")].map(cross => [cross.dataset.ended, cross]));
  const arrows = svg.querySelectorAll("path.message");
  trace.messages.forEach((message, i) => { message.parts = [arrows[i], ends.get(message.endedKey)].filter(Boolean); });
}
