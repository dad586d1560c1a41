using Coterie.Actors.Locks;
using Coterie.Protocols.Variables;

namespace Coterie.Host.Memory;

/// <summary>Variables as the commands use them: those of one server, or those of the members of a group.</summary>
internal interface IVariables : IAsyncDisposable
{
    /// <summary>What names the variables may have.</summary>
    VariableNaming Naming { get; }

    /// <summary>Waits until somebody answers.</summary>
    /// <returns>Null if somebody does; otherwise the reason, to be put after a colon.</returns>
    Task<string?> ConnectAsync(CancellationToken cancellation);

    /// <summary>Does something with a variable, once.</summary>
    Task<Answer> OperateAsync(string name, Operation operation, CancellationToken cancellation);

    /// <summary>The variables whose names begin with <paramref name="prefix"/>, in the order of their names.</summary>
    Task<ListAnswer> ListAsync(string prefix, CancellationToken cancellation);

    /// <summary>What a watch says when it is interrupted, and when it goes on.</summary>
    WatchWords WatchWords { get; }

    /// <summary>Watches a variable, or all variables with a prefix, until it is cancelled.</summary>
    /// <exception cref="WatchFailedException">Nobody answers, or it is refused.</exception>
    IAsyncEnumerable<WatchEvent> WatchAsync(string name, bool isPrefix, CancellationToken cancellation);

    /// <summary>What the user should know before the next answer, as a sentence; null for nothing. Said once.</summary>
    string? TakeNews();
}

/// <summary>What a watch says, each a sentence.</summary>
/// <param name="Interrupted">Nobody answers; changes may be missing.</param>
/// <param name="GoesOn">It is complete again.</param>
internal sealed record WatchWords(string Interrupted, string GoesOn);

/// <summary>What became of an operation.</summary>
internal abstract record Answer
{
    private Answer()
    {
    }

    /// <summary>It came to an end.</summary>
    /// <param name="Outcome">Neither <see cref="Outcome.NotDone"/> nor <see cref="Outcome.Unknown"/>.</param>
    public sealed record Ended(Outcome Outcome) : Answer;

    /// <summary>It changed nothing, and will not.</summary>
    public sealed record Refused(string Reason) : Answer;

    /// <summary>Nobody has answered in time; it changed nothing.</summary>
    public sealed record NoAnswer(string Reason) : Answer;

    /// <summary>It may have taken effect.</summary>
    public sealed record Unknown(string Reason) : Answer;

    /// <summary>It makes no sense of the value that the variable has.</summary>
    public static Answer OfWrongKind(string name, Outcome.WrongKind wrong) => new Refused(wrong.Current is null
        ? $"what is stored as {name} is no variable"
        : $"{name} must be a whole number, was [{wrong.Current}]");
}

/// <summary>What became of a list.</summary>
internal abstract record ListAnswer
{
    private ListAnswer()
    {
    }

    /// <summary>The list.</summary>
    public sealed record Listed(IReadOnlyList<NamedVariable> Variables) : ListAnswer;

    /// <summary>It was refused.</summary>
    public sealed record Refused(string Reason) : ListAnswer;

    /// <summary>Nobody has answered in time.</summary>
    public sealed record NoAnswer(string Reason) : ListAnswer;
}

/// <summary>One variable of a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; null if it has none.</param>
internal sealed record NamedVariable(string Name, VariableValue? Value);

/// <summary>A watch cannot begin.</summary>
/// <param name="report">Why.</param>
internal sealed class WatchFailedException(Report report) : Exception(report.Problem)
{
    /// <summary>Why, as it is printed.</summary>
    public Report Report => report;
}
