using System.Runtime.CompilerServices;
using Coterie.Actors.Locks;
using Coterie.Protocols.Variables;

namespace Coterie.Host.Memory;

/// <summary>The variables that the members of a group keep together.</summary>
/// <param name="node">A client of the group, which ends with this.</param>
/// <param name="limit">How long each call waits.</param>
internal sealed class GroupVariables(CoterieNode node, TimeSpan limit) : IVariables
{
    private readonly Task _refused = node.WhenRefused;

    /// <inheritdoc/>
    public VariableNaming Naming => VariableNaming.OfGroup;

    /// <inheritdoc/>
    public async Task<string?> ConnectAsync(CancellationToken cancellation) =>
        await OperateAsync("-", new Operation.Read(), cancellation) is Answer.NoAnswer no ? no.Reason : null;

    /// <inheritdoc/>
    public async Task<Answer> OperateAsync(string name, Operation operation, CancellationToken cancellation)
    {
        using var ending = EndingWith(cancellation);
        Outcome outcome;
        try
        {
            outcome = await node.OperateAsync(name, operation, limit, ending.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            outcome = new Outcome.NotDone();
        }
        cancellation.ThrowIfCancellationRequested();
        return outcome switch
        {
            Outcome.NotDone when node.CheckHealth().HasMajority => new Answer.NoAnswer($"somebody else held {name}; {Health}"),
            Outcome.NotDone => new Answer.NoAnswer(Health),
            Outcome.Unknown => new Answer.Unknown(Health),
            Outcome.WrongKind wrong => Answer.OfWrongKind(name, wrong),
            _ => new Answer.Ended(outcome),
        };
    }

    /// <inheritdoc/>
    public async Task<ListAnswer> ListAsync(string prefix, CancellationToken cancellation)
    {
        using var inTime = EndingWith(cancellation);
        inTime.CancelAfter(limit);
        var values = new SortedDictionary<string, VariableValue>(StringComparer.Ordinal);
        try
        {
            await foreach (var next in node.WatchAsync(prefix, isPrefix: true, inTime.Token))
            {
                if (next is WatchEvent.Changed { Value: { } value } changed)
                    values[changed.Name] = value;
                else if (next is WatchEvent.Changed deleted)
                    values.Remove(deleted.Name);
                else if (next is WatchEvent.Complete)
                    break;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ListAnswer.NoAnswer(Health);
        }
        return new ListAnswer.Listed([.. values.Select(at => new NamedVariable(at.Key, at.Value))]);
    }

    /// <inheritdoc/>
    public WatchWords WatchWords => new(
        "too few members answer; changes may be missing.", "enough members answer again.");

    /// <inheritdoc/>
    public async IAsyncEnumerable<WatchEvent> WatchAsync(
        string name, bool isPrefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (await ConnectAsync(cancellation) is { } reason)
            throw new WatchFailedException(Report.NoAnswer(isPrefix ? null : name, reason));
        await foreach (var next in node.WatchAsync(name, isPrefix, cancellation))
            yield return next;
    }

    /// <inheritdoc/>
    public string? TakeNews() => null;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => node.DisposeAsync();

    // Who is refused because of its certificate need not wait.
    private CancellationTokenSource EndingWith(CancellationToken cancellation)
    {
        var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (_refused.IsCompleted)
            ending.Cancel();
        else
            _refused.ContinueWith(_ => Cancel(ending), TaskScheduler.Default);
        return ending;
    }

    private static void Cancel(CancellationTokenSource ending)
    {
        try
        {
            ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call has ended before.
        }
    }

    private string Health => node.CheckHealth().ToString().TrimEnd('.');
}
