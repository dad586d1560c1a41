using System.Globalization;
using Coterie.Lab.Memory.Linearizability;
using Coterie.Protocols.Quorum;
using static Coterie.Lab.Memory.OperationLog;

namespace Coterie.Lab.Variables;

/// <summary>
/// What the outputs about values and operations say. They may come from a trace, which keeps nothing but their words: so words
/// are read always. A variable without a value counts as 0, as no operation of the laboratory writes 0.
/// </summary>
internal static class ValueText
{
    private const string Begins = "begins: ";
    private const string Ends = "ends: ";
    private const string None = "none";

    /// <summary>
    /// The stamp of a value that a client tells as stored or surely read; null if the words say something else.
    /// </summary>
    public static ValueStamp? Told(string? words) =>
        words is not null && (StartsWith(words, "stored ") || StartsWith(words, "read ")) ? StampAfterAt(words) : null;

    /// <summary>The stamp of a value that a voter has from now on; null if the words say something else.</summary>
    public static ValueStamp? Taken(string? words) =>
        words is not null && StartsWith(words, "has the value ") ? StampAfterAt(words) : null;

    /// <summary>The stamp of a value that a watch shows; null if the words say something else.</summary>
    public static ValueStamp? Shown(string? words) =>
        words is not null && words.Split(' ') is ["watch", _, "shows", ..] ? StampAfterAt(words) : null;

    /// <summary>The value itself, in words that tell or show one.</summary>
    public static string ContentOf(string words) =>
        words[(words.StartsWith("watch", StringComparison.Ordinal)
            ? words.IndexOf("shows ", StringComparison.Ordinal) + "shows ".Length
            : words.IndexOf(' ', StringComparison.Ordinal) + 1)..words.LastIndexOf(" at ", StringComparison.Ordinal)];

    /// <summary>Whether the words say how far a watch is.</summary>
    /// <param name="words">The words.</param>
    /// <param name="isComplete">
    /// Whether it is complete from now on; null if it need not become so: it is over, or the client may be done before that.
    /// </param>
    public static bool TryStanding(string? words, out bool? isComplete)
    {
        (var isStanding, isComplete) = words?.Split(' ') switch
        {
            ["watch", _, "begins"] => (true, false),
            ["watch", _, "is", "complete"] => (true, true),
            ["watch", _, "ends"] or ["watch", _, "does", ..] or ["watch", _, "is", "interrupted"] => (true, (bool?)null),
            _ => default,
        };
        return isStanding;
    }

    /// <summary>The words of an operation that begins; null if they say something else.</summary>
    public static string? Begun(string? words) => After(Begins, words);

    /// <summary>The words of the outcome of an operation; null if they say something else.</summary>
    public static string? Ended(string? words) => After(Ends, words);

    /// <summary>What an operation did, in a few characters: <c>add 3: 8</c>, <c>write 5</c>.</summary>
    /// <param name="operation">The words of the operation.</param>
    /// <param name="outcome">Those of its outcome.</param>
    public static string Short(string operation, string outcome) => (operation.Split(' ')[0], outcome.Split(": ")) switch
    {
        ("read", ["done", var value]) => $"read {value}",
        ("add", ["done", var value]) => $"{operation}: {value}",
        (_, ["done", ..]) => operation,
        _ => $"{operation}: {outcome}",
    };

    /// <summary>What an operation does if nobody learns its outcome; null for nothing, and for words of no operation.</summary>
    public static Behaviour? EffectOf(string operation) => operation.Split(' ') switch
    {
        ["delete"] => new Behaviour(Function.Write, 0),
        ["write", var value] when Number(value) is { } number => new Behaviour(Function.Write, number),
        ["add", var by] when Number(by) is { } number => new Behaviour(Function.Add, number),
        ["compare", "with", var old, "set", var value]
            when Number(old.TrimEnd(',')) is { } found && Number(value) is { } number =>
            new Behaviour(Function.Cas, number, found),
        _ => null,
    };

    /// <summary>What an operation did, by its outcome.</summary>
    /// <param name="operation">The words of the operation.</param>
    /// <param name="outcome">Those of its outcome.</param>
    /// <param name="did">What it did; null for nothing.</param>
    /// <returns>Whether it is known.</returns>
    public static bool TryDid(string operation, string outcome, out Behaviour? did)
    {
        did = null;
        switch (outcome.Split(": "))
        {
            case ["not done"]: return true;
            case ["done", var value] when Number(value) is { } number: did = Done(EffectOf(operation), number); return true;
            case ["not as expected" or "not a whole number", var value] when Number(value) is { } number:
                did = new Behaviour(Function.Read, number);
                return true;
            default: return false;
        }
    }

    private static Behaviour Done(Behaviour? behaviour, int result) => behaviour switch
    {
        { Function: Function.Add, Value: var by } => new Behaviour(Function.Cas, result, unchecked(result - by)),
        { } other => other,
        null => new Behaviour(Function.Read, result),
    };

    private static int? Number(string text) => text == None
        ? 0
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static ValueStamp? StampAfterAt(string words) =>
        words.Split(' ') is [.., "at", var stamp]
        && stamp.Split('+') is [var token, var count]
        && long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var tokenNumber)
        && long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var countNumber)
            ? new ValueStamp(tokenNumber, countNumber)
            : null;

    private static string? After(string start, string? words) =>
        words is not null && StartsWith(words, start) ? words[start.Length..] : null;

    private static bool StartsWith(string words, string start) => words.StartsWith(start, StringComparison.Ordinal);
}
