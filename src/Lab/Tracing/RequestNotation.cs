using System.Text.RegularExpressions;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing;

/// <summary>
/// Says what the name of a request means where the first one stands in an output: <c>request 2.2 (timestamp 2 of process 2)</c>.
/// </summary>
/// <param name="name">What the processes are called.</param>
internal sealed partial class RequestNotation(Func<ProcessId, string> name)
{
    private bool _isIntroduced;

    /// <summary>For an output about a run.</summary>
    public RequestNotation(TraceIndex index)
        : this(index.Name)
    {
    }

    /// <summary>
    /// The next sentence of the output, with the explanation behind the first request in it, if none came before.
    /// </summary>
    public string Introduce(string sentence)
    {
        if (_isIntroduced || First().Match(sentence) is not { Success: true } found)
            return sentence;
        _isIntroduced = true;
        var request = new Timestamp(long.Parse(found.Groups[1].Value), new ProcessId(int.Parse(found.Groups[2].Value)));
        return sentence.Insert(found.Index + found.Length, $" ({Meaning(request, name)})");
    }

    /// <summary><c>timestamp 2 of process 2</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">What the processes are called.</param>
    public static string Meaning(Timestamp request, Func<ProcessId, string> name)
    {
        var process = name(request.Process);
        return $"timestamp {request.Clock} of {char.ToLowerInvariant(process[0])}{process[1..]}";
    }

    // Behind a word, so that it is no time: "request 2.2", but not "at 2.2 ms".
    [GeneratedRegex(@"(?<=\b(?:[Rr]equest|[Rr]eply|claim|lock|with) )([0-9]{1,18})\.([0-9]{1,5})(?![0-9.]| [mµ]?s\b)")]
    private static partial Regex First();
}
