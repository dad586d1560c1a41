using Akka.Actor;
using Coterie.Actors.Locks;
using Coterie.Protocols.Variables;

namespace Coterie.Actors.Memory.RawPort;

/// <summary>
/// A variable of a group, as the raw port uses it: carries out the batches of each client in order. A client waits as long as
/// too few members answer, or somebody holds the lock of the variable; if it goes away, its batch is given up.
/// </summary>
internal sealed class GroupVariableActor : ReceiveActor
{
    private readonly Dictionary<CommandBatch, CancellationTokenSource> _running = [];
    private readonly ICoterie _coterie;
    private readonly string _name;

    /// <summary>See <see cref="Props"/>.</summary>
    public GroupVariableActor(ICoterie coterie, string name)
    {
        (_coterie, _name) = (coterie, name);
        Receive<CommandBatch>(batch =>
        {
            var gone = new CancellationTokenSource();
            _running.Add(batch, gone);
            CarryOutAsync(batch, gone.Token).PipeTo(Self, Sender, () => new Ended(batch));
        });
        Receive<CommandBatch.Withdraw>(message =>
        {
            if (_running.TryGetValue(message.Batch, out var gone))
                gone.Cancel();
        });
        Receive<Ended>(message =>
        {
            if (_running.Remove(message.Batch, out var gone))
                gone.Dispose();
            Sender.Tell(message.Batch);
        });
    }

    /// <summary>The props of the actor.</summary>
    /// <param name="coterie">The group.</param>
    /// <param name="name">The variable.</param>
    public static Props Props(ICoterie coterie, string name) =>
        Akka.Actor.Props.Create(() => new GroupVariableActor(coterie, name));

    /// <inheritdoc/>
    protected override void PostStop()
    {
        foreach (var gone in _running.Values)
            gone.Cancel();
    }

    private async Task CarryOutAsync(CommandBatch batch, CancellationToken gone)
    {
        while (!batch.IsDone)
        {
            Operation next = batch.NextIsWrite ? new Operation.Write(VariableValue.Of(batch.NextValue)) : new Operation.Read();
            try
            {
                Answer(batch, await _coterie.OperateAsync(_name, next, Timeout.InfiniteTimeSpan, gone).ConfigureAwait(false));
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
            {
                batch.Refuse("the client has gone, or the node ends");
            }
        }
    }

    // A variable without a value is 0, as it is at one server.
    private void Answer(CommandBatch batch, Outcome outcome)
    {
        switch (outcome)
        {
            case Outcome.Done when batch.NextIsWrite: batch.Written(); break;
            case Outcome.Done { Value: null }: batch.Read(0); break;
            case Outcome.Done { Value.Number: >= int.MinValue and <= int.MaxValue and var number }:
                batch.Read((int)number);
                break;
            case Outcome.Done done:
                batch.Refuse($"{_name} must be a whole number of 32 bits, was [{done.Value}]");
                break;
            default: batch.Refuse($"{_name}: {outcome}"); break;
        }
    }

    private sealed record Ended(CommandBatch Batch);
}
