using System.Buffers.Text;
using System.Text.Json;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Reading;

/// <summary>Reads the fields of an event from its line. <see cref="EventBuilder"/> makes the event from them.</summary>
internal sealed class EventLineReader(int processes)
{
    private const string NameRule = "small letters, digits and hyphens, at most 40";
    private readonly Dictionary<string, string> _known = [];
    private readonly List<int> _names = [];
    private readonly List<int> _counts = [];

    /// <summary>The fields of a line that is one JSON object. Unknown fields are ignored.</summary>
    /// <exception cref="TraceFormatException">A field breaks its rule, or is given twice.</exception>
    /// <exception cref="JsonException">The line is no JSON.</exception>
    public EventFields Read(ReadOnlySpan<byte> text, int line)
    {
        var json = new Utf8JsonReader(text);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw new TraceFormatException(line, $"The line must be a JSON object, was [{JsonFields.Shortened(text)}].");
        var fields = new EventFields();
        var seen = Seen.None;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf(ref json);
            if (field != Seen.None && (seen & field) != 0)
                throw new TraceFormatException(line, $"\"{JsonFields.Name(ref json, line)}\" must be given once.");
            seen |= field;
            json.Read();
            ReadField(field, ref json, line, fields);
        }
        _ = json.Read();
        return fields;
    }

    private static Seen FieldOf(ref Utf8JsonReader json) =>
        json.ValueTextEquals("at"u8) ? Seen.At
        : json.ValueTextEquals("p"u8) ? Seen.Process
        : json.ValueTextEquals("e"u8) ? Seen.Word
        : json.ValueTextEquals("from"u8) ? Seen.From
        : json.ValueTextEquals("ts"u8) ? Seen.Clock
        : json.ValueTextEquals("sent"u8) ? Seen.Sent
        : json.ValueTextEquals("reply"u8) ? Seen.Reply
        : json.ValueTextEquals("vc"u8) ? Seen.VectorClock
        : json.ValueTextEquals("replied"u8) ? Seen.Replied
        : json.ValueTextEquals("sends"u8) ? Seen.Sends
        : json.ValueTextEquals("of"u8) ? Seen.Owner
        : json.ValueTextEquals("to"u8) ? Seen.To
        : json.ValueTextEquals("m"u8) ? Seen.Message
        : json.ValueTextEquals("why"u8) ? Seen.Reason
        : json.ValueTextEquals("what"u8) ? Seen.Detail
        : json.ValueTextEquals("groups"u8) ? Seen.Groups
        : Seen.None;

    private void ReadField(Seen field, ref Utf8JsonReader json, int line, EventFields fields)
    {
        switch (field)
        {
            case Seen.At: fields.At = JsonFields.Milliseconds(ref json, line, "at"); break;
            case Seen.Process: fields.Process = Process(ref json, line, "p"); break;
            case Seen.Word: fields.Word = Name(ref json, line, "e"); break;
            case Seen.From: fields.From = Process(ref json, line, "from"); break;
            case Seen.Clock: fields.Clock = JsonFields.Whole(ref json, line, "ts", 0, long.MaxValue); break;
            case Seen.Sent: fields.SentBy = (int)JsonFields.Whole(ref json, line, "sent", 1, int.MaxValue); break;
            case Seen.Reply: fields.Reply = Reply(ref json, line); break;
            case Seen.VectorClock: fields.VectorClock = Clock(ref json, line); break;
            case Seen.Replied: fields.Replied = Processes(ref json, line, "replied"); break;
            case Seen.Sends: fields.Sends = Sends(ref json, line); break;
            case Seen.Owner: fields.Owner = Process(ref json, line, "of"); break;
            case Seen.Message: fields.Message = Name(ref json, line, "m"); break;
            case Seen.Reason: fields.Reason = Name(ref json, line, "why"); break;
            case Seen.Detail: fields.Detail = Detail(ref json, line); break;
            case Seen.Groups: fields.Groups = Groups(ref json, line); break;
            case Seen.To when json.TokenType == JsonTokenType.StartArray: fields.Asked = Processes(ref json, line, "to"); break;
            case Seen.To: fields.To = Process(ref json, line, "to"); break;
            default: json.Skip(); break;
        }
    }

    private ProcessId Process(ref Utf8JsonReader json, int line, string field) =>
        new((int)JsonFields.Whole(ref json, line, field, 1, processes));

    // Equal names are one object: a long trace has few names and many events.
    private string Name(ref Utf8JsonReader json, int line, string field)
    {
        var name = JsonFields.Text(ref json, line, field);
        if (_known.TryGetValue(name, out var known))
            return known;
        if (name.Length is 0 or > 40 || name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
            throw JsonFields.Broken(line, field, NameRule, name);
        _known.Add(name, name);
        return name;
    }

    // Only people read it, so any text that can be printed will do.
    private static string Detail(ref Utf8JsonReader json, int line)
    {
        var text = JsonFields.Text(ref json, line, "what");
        return text.Length is > 0 and <= 200 && text.All(c => c is >= ' ' and <= '~')
            ? text
            : throw JsonFields.Broken(line, "what", "1 to 200 printable characters of ASCII", text);
    }

    private static ReplyTime Reply(ref Utf8JsonReader json, int line) => JsonFields.Text(ref json, line, "reply") switch
    {
        "now" => ReplyTime.Now,
        "deferred" => ReplyTime.Deferred,
        var other => throw JsonFields.Broken(line, "reply", "now or deferred", other),
    };

    private List<ProcessId> Processes(ref Utf8JsonReader json, int line, string field)
    {
        BeginArray(ref json, line, field, "process numbers");
        var list = new List<ProcessId>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            list.Add(Process(ref json, line, field));
        return list;
    }

    private List<IReadOnlyList<ProcessId>> Groups(ref Utf8JsonReader json, int line)
    {
        BeginArray(ref json, line, "groups", "lists of process numbers");
        var groups = new List<IReadOnlyList<ProcessId>>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            groups.Add(Processes(ref json, line, "groups"));
        return groups;
    }

    private List<SendFields> Sends(ref Utf8JsonReader json, int line)
    {
        BeginArray(ref json, line, "sends", "objects");
        var sends = new List<SendFields>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            sends.Add(Send(ref json, line));
        return sends;
    }

    private SendFields Send(ref Utf8JsonReader json, int line)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            throw JsonFields.Broken(line, "sends", "a list of objects", JsonFields.Shown(ref json));
        var fields = new EventFields();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf(ref json);
            json.Read();
            ReadField(field is Seen.Message or Seen.To or Seen.Clock or Seen.Owner ? field : Seen.None, ref json, line, fields);
        }
        return new SendFields(
            fields.Message ?? throw JsonFields.Broken(line, "m", "given for each of the sends", ""),
            fields.To ?? throw JsonFields.Broken(line, "to", "a process for each of the sends", ""),
            fields.Clock,
            fields.Owner);
    }

    private VectorClock Clock(ref Utf8JsonReader json, int line)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            throw JsonFields.Broken(line, "vc", """an object such as {"1":4,"2":6}""", JsonFields.Shown(ref json));
        _names.Clear();
        _counts.Clear();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            if (!Utf8Parser.TryParse(name, out int id, out var length) || length != name.Length || id < 1 || id > processes)
            {
                var rule = $"the counts of processes from 1 to {processes}";
                throw JsonFields.Broken(line, "vc", rule, JsonFields.Name(ref json, line));
            }
            json.Read();
            if ((int)JsonFields.Whole(ref json, line, "vc", 0, int.MaxValue) is > 0 and var count)
                Keep(id, count, line);
        }
        return VectorClock.Of(processes, _names, _counts);
    }

    // In rising order, which a clock needs. The writer writes them in that order.
    private void Keep(int process, int count, int line)
    {
        var place = _names.Count == 0 || _names[^1] < process ? _names.Count : ~_names.BinarySearch(process);
        if (place < 0)
            throw new TraceFormatException(line, $"\"vc\" must have the count of process {process} once.");
        _names.Insert(place, process);
        _counts.Insert(place, count);
    }

    private static void BeginArray(ref Utf8JsonReader json, int line, string field, string of)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            throw JsonFields.Broken(line, field, $"a list of {of}", JsonFields.Shown(ref json));
    }

    [Flags]
    private enum Seen
    {
        None = 0,
        At = 1,
        Process = 1 << 1,
        Word = 1 << 2,
        From = 1 << 3,
        Clock = 1 << 4,
        Sent = 1 << 5,
        Reply = 1 << 6,
        VectorClock = 1 << 7,
        Replied = 1 << 8,
        Sends = 1 << 9,
        Owner = 1 << 10,
        To = 1 << 11,
        Message = 1 << 12,
        Reason = 1 << 13,
        Groups = 1 << 14,
        Detail = 1 << 15,
    }
}
