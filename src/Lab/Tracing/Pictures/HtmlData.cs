using System.Globalization;
using System.Text;
using System.Text.Json;
using Coterie.Lab.Tracing.Replaying;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// What the script of a page needs: times in milliseconds, the rows, the messages, the steps with their clocks and states, and
/// the paths of the explanations. What a step says stands in the list of the page, and is not repeated here.
/// </summary>
internal static class HtmlData
{
    /// <summary>The data as JSON. It has no <c>&lt;</c>, so it can stand in a page.</summary>
    public static string Json(Scene scene, HtmlSteps steps, IEnumerable<HtmlEntry> entries, Rows rows)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteTime(json, "from", scene.Part.From);
            WriteTime(json, "to", scene.Part.To);
            json.WriteBoolean("isCrowded", scene.IsCrowded);
            WriteRows(json, scene, steps, rows);
            WriteSteps(json, scene, steps);
            HtmlMessages.Write(json, scene, rows);
            json.WriteStartObject("entries");
            foreach (var entry in entries)
                entry.WriteData(json, rows);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>A time in milliseconds, as exact as the trace has it.</summary>
    public static void WriteTime(Utf8JsonWriter json, string name, TimeSpan time) => json.WriteNumber(name, Milliseconds(time));

    /// <summary>A time in milliseconds, as exact as the trace has it.</summary>
    public static decimal Milliseconds(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerMillisecond;

    private static void WriteRows(Utf8JsonWriter json, Scene scene, HtmlSteps steps, Rows rows)
    {
        json.WriteNumber("spacing", rows.Spacing);
        json.WriteString("keptWaiting", ProcessNames.WordsOf(scene.Header)?.OwesConsent == true ? "deferred" : "kept waiting");
        json.WriteStartArray("rows");
        foreach (var (process, state) in scene.Part.Processes.Zip(steps.AtFirst))
        {
            json.WriteStartObject();
            json.WriteNumber("process", process.Value);
            json.WriteString("name", scene.Name(process));
            json.WriteNumber("y", rows[process]);
            WriteState(json, steps, state);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteSteps(Utf8JsonWriter json, Scene scene, HtmlSteps steps)
    {
        var states = new Dictionary<ProcessId, ProcessState>();
        var clocks = new Dictionary<ProcessId, VectorClock>();
        json.WriteStartArray("steps");
        foreach (var step in steps.Steps)
        {
            json.WriteStartObject();
            WriteTime(json, "at", step.Event.At);
            if (steps.RuleOf(step) is { } rule)
                json.WriteNumber("rule", rule);
            if (scene.Wrongs.Blame.Steps.Contains(step.Event))
                json.WriteBoolean("guilty", true);
            if (step.Event.Process is { } process)
            {
                json.WriteString("key", EventKey.Of(step.Event));
                WriteClock(json, step.Event.Clock!, clocks.GetValueOrDefault(process));
                clocks[process] = step.Event.Clock!;
                if (states.GetValueOrDefault(process) != step.After)
                    WriteState(json, steps, step.After!);
                states[process] = step.After!;
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    // Process and count, process and count, … of those that have changed since the step before of the same process.
    private static void WriteClock(Utf8JsonWriter json, VectorClock clock, VectorClock? before)
    {
        json.WriteStartArray("clock");
        foreach (var (process, count) in clock.Known)
        {
            if (before is not null && before[process] == count)
                continue;
            json.WriteNumberValue(process.Value);
            json.WriteNumberValue(count);
        }
        json.WriteEndArray();
    }

    // What the process is doing, its request, its clock, what it misses and whom it keeps waiting; as few of these as there are.
    private static void WriteState(Utf8JsonWriter json, HtmlSteps steps, ProcessState state)
    {
        string?[] words =
        [
            steps.Word(state.Activity), state.Request?.ToString(), state.Clock?.ToString(CultureInfo.InvariantCulture),
            state.Missing, state.Deferred,
        ];
        json.WriteStartArray("state");
        foreach (var word in words.Take(1 + Array.FindLastIndex(words, word => word is not null)))
            json.WriteStringValue(word ?? "");
        json.WriteEndArray();
    }
}
