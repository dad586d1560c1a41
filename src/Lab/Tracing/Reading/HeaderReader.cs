using System.Globalization;
using System.Text.Json;

namespace Coterie.Lab.Tracing.Reading;

/// <summary>Reads the first line of a trace.</summary>
internal static class HeaderReader
{
    /// <summary>The most processes that a trace may have.</summary>
    public const int MostProcesses = 10_000;

    private const string Rule = """the header of a trace: {"coterie":"trace/1","algorithm":"…","processes":N,…}""";

    /// <summary>The header in <paramref name="text"/>.</summary>
    /// <exception cref="TraceFormatException">
    /// It is no JSON object with a field <c>coterie</c>, it is of another version, or a field breaks its rule.
    /// </exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static TraceHeader Read(ReadOnlySpan<byte> text)
    {
        var json = new Utf8JsonReader(text);
        var isTrace = false;
        string? algorithm = null, bug = null, workload = null;
        int? processes = null;
        long? seed = null;
        DateTimeOffset? started = null;
        bool isVirtual = false, hasEnd = false;
        int[] nodes = [];
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw NoHeader(text);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var field = JsonFields.Name(ref json, 1);
            json.Read();
            switch (field)
            {
                case "coterie": isTrace = IsVersion(ref json); break;
                case "algorithm": algorithm = JsonFields.Text(ref json, 1, field); break;
                case "bug": bug = JsonFields.Text(ref json, 1, field); break;
                case "workload": workload = JsonFields.Text(ref json, 1, field); break;
                case "processes": processes = (int)JsonFields.Whole(ref json, 1, field, 1, MostProcesses); break;
                case "seed": seed = JsonFields.Whole(ref json, 1, field, long.MinValue, long.MaxValue); break;
                case "clock": isVirtual = IsVirtual(ref json); break;
                case "started": started = Time(JsonFields.Text(ref json, 1, field)); break;
                case "hasEnd": hasEnd = Flag(ref json, field); break;
                case "nodes": nodes = Counts(ref json, field); break;
                default: json.Skip(); break;
            }
        }
        _ = json.Read();
        if (!isTrace)
            throw NoHeader(text);
        if (nodes.Length > 0 && processes is { } all && nodes.Sum() != all)
            throw JsonFields.Broken(1, "nodes", $"the processes of each node, {all} in all", $"{nodes.Sum()}");
        return new TraceHeader(
            algorithm ?? throw JsonFields.Broken(1, "algorithm", "given", ""),
            processes ?? throw JsonFields.Broken(1, "processes", JsonFields.RangeRule(1, MostProcesses), ""),
            seed,
            isVirtual,
            started)
        {
            Bug = bug,
            Workload = workload,
            HasEnd = hasEnd,
            Nodes = nodes,
        };
    }

    /// <summary>The error that <paramref name="text"/> is no header.</summary>
    public static TraceFormatException NoHeader(ReadOnlySpan<byte> text) =>
        new(1, $"The first line must be {Rule}, was [{JsonFields.Shortened(text)}].");

    private static int[] Counts(ref Utf8JsonReader json, string field)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            throw JsonFields.Broken(1, field, "a list of numbers of processes", JsonFields.Shown(ref json));
        var counts = new List<int>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            counts.Add((int)JsonFields.Whole(ref json, 1, field, 1, MostProcesses));
        return [.. counts];
    }

    private static bool IsVersion(ref Utf8JsonReader json)
    {
        var version = JsonFields.Text(ref json, 1, "coterie");
        return version == TraceWriter.Version ? true : throw JsonFields.Broken(1, "coterie", TraceWriter.Version, version);
    }

    private static bool IsVirtual(ref Utf8JsonReader json) => JsonFields.Text(ref json, 1, "clock") switch
    {
        "virtual" => true,
        "real" => false,
        var other => throw JsonFields.Broken(1, "clock", "virtual or real", other),
    };

    private static bool Flag(ref Utf8JsonReader json, string field) => json.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw JsonFields.Broken(1, field, "true or false", JsonFields.Shown(ref json)),
    };

    // Only people read it, and nothing is counted from it. So a text that is no time means that the time is unknown.
    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
