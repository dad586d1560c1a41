using System.Globalization;

namespace Coterie.Lab.Tracing;

/// <summary>The words of a trace file.</summary>
internal static class Names
{
    /// <summary>The word of the last line.</summary>
    public const string End = "end";

    /// <summary>Why the trace ends before the run did.</summary>
    public const string Cut = "cut";

    /// <summary>Of a restart: the process knows nothing, whatever was stored.</summary>
    public const string Forgetful = "forgetful";

    /// <summary>The prefix before the name of a received message.</summary>
    public const string Received = "recv-";

    /// <summary>The message by which a process asks for the critical section.</summary>
    public const string Request = "request";

    /// <summary>The message by which a process consents to a request.</summary>
    public const string Reply = "reply";

    private static readonly string[] Processes =
        [.. Enumerable.Range(0, 10_001).Select(id => id.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The word of a kind of event, except <see cref="TraceEventKind.Receive"/>.</summary>
    public static string Of(TraceEventKind kind) => kind switch
    {
        TraceEventKind.Request => "request",
        TraceEventKind.Enter => "enter",
        TraceEventKind.Exit => "exit",
        TraceEventKind.Withdraw => "withdraw",
        TraceEventKind.Resend => "resend",
        TraceEventKind.Drop => "drop",
        TraceEventKind.Duplicate => "duplicate",
        TraceEventKind.Use => "use",
        TraceEventKind.Lose => "lose",
        TraceEventKind.Send => "send",
        TraceEventKind.Note => "note",
        TraceEventKind.Gone => "gone",
        TraceEventKind.Crash => "crash",
        TraceEventKind.Restart => "restart",
        TraceEventKind.Pause => "pause",
        TraceEventKind.Resume => "resume",
        TraceEventKind.Jump => "jump",
        TraceEventKind.Partition => "partition",
        TraceEventKind.Heal => "heal",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, $"kind must have a word of its own, was [{kind}]."),
    };

    /// <summary>A process's number as a name in a clock.</summary>
    public static string OfProcess(int id) => id < Processes.Length ? Processes[id] : id.ToString(CultureInfo.InvariantCulture);
}
