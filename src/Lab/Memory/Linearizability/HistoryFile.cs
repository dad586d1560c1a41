using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coterie.Lab.Memory.Linearizability;

/// <summary>A memory history as JSON Lines, the way linearizability checkers read it.</summary>
internal static class HistoryFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The line of an event.</summary>
    public static string Line(HistoryEvent e) => JsonSerializer.Serialize(
        new Row(
            e.Process,
            e.Type,
            e.Function,
            e.Key,
            e.Function == Function.Cas ? new[] { e.Expected, e.Value } : e.Value,
            e.Time), Options);

    /// <summary>Reads lines; empty ones are passed over.</summary>
    /// <exception cref="FormatException">A line is no event, or the events are no history.</exception>
    public static History Read(IEnumerable<string> lines) =>
        History.Of(
            lines.Select((line, index) => (line, index)).Where(l => l.line.Length > 0).Select(l => Event(l.line, l.index + 1)));

    private static HistoryEvent Event(string line, int number)
    {
        try
        {
            var row = JsonSerializer.Deserialize<Row>(line, Options) ?? throw new JsonException();
            var values = row.Value is JsonElement { ValueKind: not JsonValueKind.Null } value ? value : (JsonElement?)null;
            var e = new HistoryEvent(row.Process, row.Type, row.F, row.Key, null, null, row.Time);
            if (row is { F: Function.Add, Type: EventType.Ok })
                throw new JsonException();
            if (row.F == Function.Cas)
                return e with { Expected = values!.Value[0].GetInt32(), Value = values.Value[1].GetInt32() };
            var mustTell = row.F is Function.Write or Function.Add || row.Type == EventType.Ok;
            return e with { Value = mustTell ? values!.Value.GetInt32() : values?.GetInt32() };
        }
        catch (Exception wrong) when (
            wrong is JsonException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new FormatException($"Line {number} must be an event of a history, was [{line}].", wrong);
        }
    }

    private sealed record Row(int Process, EventType Type, Function F, string Key, object? Value = null, long? Time = null);
}
