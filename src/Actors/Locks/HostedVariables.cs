using System.Runtime.CompilerServices;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Variables;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Variables.VariablesProtocol;

namespace Coterie.Actors.Locks;

/// <summary>
/// The variables of a client, for all threads: keeps the operations for whose outcome somebody waits; the copies that were given
/// out and the watches are in <see cref="HostedCopies"/> and <see cref="HostedWatches"/>.
/// </summary>
/// <remarks>
/// The methods that say so are called within a step or under the gate; all others take the gate by themselves.
/// </remarks>
/// <param name="steps">The machine.</param>
/// <param name="group">The group.</param>
/// <param name="metrics">For the operator.</param>
internal sealed class HostedVariables(ClientSteps steps, GroupSettings group, VariableMetrics metrics)
{
    private readonly Dictionary<long, TaskCompletionSource<Outcome>> _operations = [];
    private readonly HostedCopies _copies = new(group);
    private readonly HostedWatches _watches = new();
    private volatile bool _isEnding;

    /// <summary>Does something with a variable, once. Not done if it cannot be done in time.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="operation">What to do.</param>
    /// <param name="limit">How long to wait; infinite to wait for ever.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public ValueTask<Outcome> OperateAsync(
        string name, Operation operation, TimeSpan limit, CancellationToken cancellation) =>
        OperateAsync(name, operation, number => new Operate(number, name, operation), limit, cancellation);

    /// <summary>The same, by the votes of a lock that is held, with the variable that has its name.</summary>
    public ValueTask<Outcome> OperateAsync(Hold hold, Operation operation, TimeSpan limit, CancellationToken cancellation) =>
        OperateAsync(hold.Name, operation, number => new OperateHeld(number, hold.Claim, operation), limit, cancellation);

    /// <summary>
    /// Looks at the variable that has the name of a lock, as far as the votes of the lock know. It is sure only for whoever
    /// writes the variable by these votes next.
    /// </summary>
    /// <param name="hold">The lock.</param>
    /// <param name="content">The variable; null if what is stored there is none.</param>
    /// <returns>Whether the lock is held.</returns>
    public bool TryPeek(Hold hold, out VariableContent? content)
    {
        lock (steps.Gate)
        {
            var current = steps.IsEnded ? null : steps.Machine.Client.CurrentOf(hold.Claim);
            content = current is null ? null : VariableContent.Of(current.Value.Value);
            return current is not null;
        }
    }

    /// <summary>See <see cref="ICoterie.FindCopy"/>.</summary>
    public LocalCopy? FindCopy(string name)
    {
        lock (steps.Gate)
        {
            if (steps.IsEnded)
                return null;
            if (_copies.Find(name) is { } known)
                return known;
            var began = group.Clock.GetTimestamp();
            var now = steps.Now();
            if (steps.Machine.CopyOf(name, now) is not { } copy)
                return null;
            var found = _copies.Add(name, copy, began, now);
            // The client gives votes back that were not used for about a lease: so it is told from time to time.
            steps.Take(Input.Of(new Operate(steps.Machine.LastNumber + 1, name, new Operation.Read())));
            return found;
        }
    }

    /// <summary>Watches a variable, or all variables with a prefix, until the reader ends it.</summary>
    /// <param name="name">The variable, or the prefix.</param>
    /// <param name="isPrefix">Whether it is a prefix.</param>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<WatchEvent> WatchAsync(
        string name, bool isPrefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var watch = BeginWatch(name, isPrefix);
        try
        {
            while (true)
                yield return await watch.TakeAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            EndWatch(watch);
        }
    }

    /// <summary>Within a step: an operation has ended.</summary>
    public void On(Operated output)
    {
        if (_operations.Remove(output.Request.Clock, out var operation))
            operation.TrySetResult(output.Outcome);
        else
            _watches.EndRead(output.Request.Clock);
    }

    /// <summary>Within a step: the machine has given up the copy of a variable.</summary>
    public void On(CopyEnded output) => _copies.End(output.Name);

    /// <summary>Within a step: the machine says something about a watch.</summary>
    public void On(IWatchOutput output) => _watches.On(output);

    /// <summary>After a step: reads what the watches cannot tell.</summary>
    public void ReadUnsettled()
    {
        foreach (var name in _watches.TakeUnsettled())
        {
            var number = steps.Machine.LastNumber + 1;
            if (_watches.TryBeginRead(name, number))
                steps.Continue(Input.Of(new Operate(number, name, new Operation.Read())));
        }
    }

    /// <summary>Under the gate: the node ends, and all operations are given up.</summary>
    public void GiveUpAll()
    {
        _isEnding = true;
        foreach (var number in _operations.Keys.Concat(_watches.Reads).ToList().TakeWhile(_ => !steps.IsEnded))
            steps.Take(Input.Of(new GiveUp(number)));
    }

    /// <summary>The node has ended: no copy is good any more, and the readers of watches learn it.</summary>
    public void TellEnded()
    {
        lock (steps.Gate)
        {
            _watches.EndAll();
            _copies.EndAll();
        }
    }

    /// <summary>Under the gate: the machine has failed.</summary>
    public void OnFailed()
    {
        foreach (var operation in _operations.Values)
            operation.TrySetResult(new Outcome.Unknown());
        _operations.Clear();
        TellEnded();
    }

    private ValueTask<Outcome> OperateAsync(
        string name, Operation operation, Func<long, ICommand> command, TimeSpan limit, CancellationToken cancellation) =>
        metrics.IsHeard
            ? MeasuredAsync(name, operation, command, limit, cancellation)
            : OperateAsync(command, limit, cancellation);

    // By itself, so that what is not measured allocates no closure.
    private ValueTask<Outcome> MeasuredAsync(
        string name, Operation operation, Func<long, ICommand> command, TimeSpan limit, CancellationToken cancellation) =>
        metrics.MeasureAsync(name, operation, () => OperateAsync(command, limit, cancellation));

    private ValueTask<Outcome> OperateAsync(Func<long, ICommand> command, TimeSpan limit, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return ValueTask.FromCanceled<Outcome>(cancellation);
        var operation = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        long number;
        lock (steps.Gate)
        {
            ObjectDisposedException.ThrowIf(steps.IsEnded, typeof(CoterieNode));
            number = steps.Machine.LastNumber + 1;
            _operations.Add(number, operation);
            steps.Take(Input.Of(command(number)));
        }
        return operation.Task.IsCompleted
            ? new ValueTask<Outcome>(operation.Task)
            : new ValueTask<Outcome>(OutcomeAsync(operation.Task, number, limit, cancellation));
    }

    private async Task<Outcome> OutcomeAsync(
        Task<Outcome> operation, long number, TimeSpan limit, CancellationToken cancellation)
    {
        var giveUp = () => GiveUp(number);
        var outcome = await operation.WithinAsync(group.Clock, limit, giveUp, giveUp, cancellation).ConfigureAwait(false);
        return outcome is Outcome.NotDone && _isEnding ? throw new ObjectDisposedException(nameof(CoterieNode)) : outcome;
    }

    private void GiveUp(long operation)
    {
        lock (steps.Gate)
        {
            if (!steps.IsEnded && _operations.ContainsKey(operation))
                steps.Take(Input.Of(new GiveUp(operation)));
        }
    }

    private VariableWatch BeginWatch(string name, bool isPrefix)
    {
        lock (steps.Gate)
        {
            ObjectDisposedException.ThrowIf(steps.IsEnded, typeof(CoterieNode));
            var watch = _watches.Begin();
            steps.Take(Input.Of(new BeginWatch(watch.Number, name, isPrefix)));
            return watch;
        }
    }

    private void EndWatch(VariableWatch watch)
    {
        lock (steps.Gate)
        {
            if (_watches.Remove(watch) && !steps.IsEnded)
                steps.Take(Input.Of(new StopWatch(watch.Number)));
        }
    }
}
