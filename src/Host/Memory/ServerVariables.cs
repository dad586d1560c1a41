using System.Runtime.CompilerServices;
using Coterie.Actors.Locks;
using Coterie.Actors.Memory.Client;
using Coterie.Protocols.Memory;
using Coterie.Protocols.Variables;

namespace Coterie.Host.Memory;

/// <summary>The variables of one server.</summary>
/// <param name="memory">Its client, which ends with this.</param>
internal sealed class ServerVariables(MemoryClient memory) : IVariables
{
    private int _restarts;

    /// <inheritdoc/>
    public VariableNaming Naming => VariableNaming.OfServer;

    /// <inheritdoc/>
    public Task<string?> ConnectAsync(CancellationToken cancellation) => memory.ConnectAsync(cancellation);

    /// <inheritdoc/>
    public async Task<Answer> OperateAsync(string name, Operation operation, CancellationToken cancellation) =>
        await memory.OperateAsync(name, operation, cancellation: cancellation) switch
        {
            OperateOutcome.Ended { Outcome: Outcome.WrongKind wrong } => Answer.OfWrongKind(name, wrong),
            OperateOutcome.Ended ended => new Answer.Ended(ended.Outcome),
            OperateOutcome.Refused refused => new Answer.Refused($"{refused.Reason}"),
            OperateOutcome.NotSent not => new Answer.NoAnswer(not.Reason),
            OperateOutcome.Unknown unknown when operation is Operation.Read => new Answer.NoAnswer(unknown.Reason),
            OperateOutcome.Unknown unknown => new Answer.Unknown(unknown.Reason),
            var other => throw new InvalidOperationException($"An operation must end in a known way, was [{other}]."),
        };

    /// <inheritdoc/>
    public async Task<ListAnswer> ListAsync(string prefix, CancellationToken cancellation) =>
        await memory.ListAsync(cancellation) switch
        {
            ListOutcome.Done done => new ListAnswer.Listed(
                [.. done.Variables.Where(variable => variable.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(Of)]),
            ListOutcome.Refused refused => new ListAnswer.Refused($"{refused.Reason}"),
            ListOutcome.NoAnswer no => new ListAnswer.NoAnswer(no.Reason),
            var other => throw new InvalidOperationException($"A list must end in a known way, was [{other}]."),
        };

    /// <inheritdoc/>
    public WatchWords WatchWords => new(
        "the server does not answer; changes may be missing.", "the server answers again.");

    /// <inheritdoc/>
    public async IAsyncEnumerable<WatchEvent> WatchAsync(
        string name, bool isPrefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (await ConnectAsync(cancellation) is { } reason)
            throw new WatchFailedException(Report.NoAnswer(isPrefix ? null : name, reason));
        await using var changes = memory.WatchAsync(name, isPrefix, cancellation).GetAsyncEnumerator(cancellation);
        while (await NextAsync(changes, name))
            yield return changes.Current;
    }

    /// <inheritdoc/>
    public string? TakeNews()
    {
        var isNew = memory.ServerRestarts > _restarts;
        _restarts = memory.ServerRestarts;
        return isNew ? "The server was restarted, and the values it had are gone." : null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => memory.DisposeAsync();

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<WatchEvent> changes, string name)
    {
        try
        {
            return await changes.MoveNextAsync();
        }
        catch (WatchRefusedException refused)
        {
            throw new WatchFailedException(Report.Refused(name, $"{refused.Reason}"));
        }
    }

    private static NamedVariable Of(MemoryProtocol.NamedValue variable) =>
        new(variable.Name, variable.IsNeverWritten ? null : variable.Other ?? VariableValue.Of(variable.Value.Number));
}
