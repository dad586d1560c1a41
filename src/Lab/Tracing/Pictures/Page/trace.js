
// The run as the page shows it: the steps with their clocks and words, and the messages.
function readTrace(data, list, rules) {
  const items = [...list.children], known = new Map(), events = new Map();
  const steps = data.steps.map((step, index) => {
    const { at, key, state, rule } = step, item = items[index], process = key && +key.split(".")[0];
    const read = { index, at, key, process, state, item, text: item.querySelector("span").textContent, rule: rules[rule]?.textContent ?? "" };
    if (key) {
      const clock = new Map(known.get(process));
      for (let i = 0; i < step.clock.length; i += 2)
        clock.set(step.clock[i], step.clock[i + 1]);
      known.set(process, read.clock = clock);
      events.set(key, read);
    }
    return read;
  });
  const messages = data.messages.map(([style, from, to, sent, sentNumber, ended, endedNumber, entry, end, flags]) => ({
    style, from, to, sent, ended, entry, end, isCopy: (flags & 1) > 0, isGuilty: (flags & 2) > 0,
    sentKey: sentNumber && `${from}.${sentNumber}`, endedKey: endedNumber && `${to}.${endedNumber}`,
  }));
  const at = message => events.get(message.sentKey)?.index ?? steps.findLastIndex(step => step.at <= message.sent);
  for (const message of messages)
    message.index = at(message);
  return { steps, events, messages, rows: data.rows, styles: data.styles };
}
