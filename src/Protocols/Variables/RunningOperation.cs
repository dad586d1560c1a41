using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;

namespace Coterie.Protocols.Variables;

/// <summary>
/// An operation that has no outcome yet: its attempts, how far the latest one has come, and what is known of whether one of them
/// has taken effect.
/// </summary>
/// <param name="number">Its number.</param>
/// <param name="name">The variable.</param>
/// <param name="operation">What to do.</param>
internal sealed class RunningOperation(long number, string name, Operation operation)
{
    private OperationId? _before; // the last operation in the value before the first attempt to store this one; null for none

    /// <summary>Its number; that of its first claim, too.</summary>
    public long Number { get; } = number;

    /// <summary>The variable.</summary>
    public string Name => name;

    /// <summary>What to do.</summary>
    public Operation Operation => operation;

    /// <summary>How many attempts have failed.</summary>
    public int Attempts { get; set; }

    /// <summary>The number of the claim, or look, of the latest attempt.</summary>
    public long Claim { get; set; } = number;

    /// <summary>Whether the claim is inside.</summary>
    public bool IsInside { get; set; }

    /// <summary>Whether the claim shares the lock (rule 23).</summary>
    public bool IsSharing { get; set; }

    /// <summary>Whether some voter may have stored it.</summary>
    public bool MayBeStored { get; private set; }

    /// <summary>The number of the operation by whose store it is done, too; 0 for none.</summary>
    public long Carrier { get; private set; }

    /// <summary>The operations that are done by the store of this one, in their order.</summary>
    public List<RunningOperation> Riders { get; } = [];

    /// <summary>What the votes are for, for people. It tells nobody the values.</summary>
    public string Purpose => operation switch
    {
        Operation.Write => "write",
        Operation.CompareAndSet => "compare and set",
        Operation.Add => "add",
        _ => "read",
    };

    /// <summary>Its outcome, if it ends without an answer.</summary>
    public Outcome OutcomeUnanswered => MayBeStored ? new Outcome.Unknown() : new Outcome.NotDone();

    /// <summary>It is about to be stored.</summary>
    /// <param name="content">The value before.</param>
    public void BeginStore(VariableContent content)
    {
        if (!MayBeStored)
            _before = content.Recent.Count > 0 ? content.Recent[0].Id : null;
        MayBeStored = true;
    }

    /// <summary>
    /// Whether a value that does not name it proves that no attempt took effect: the operation before the first attempt is still
    /// named, so all after it are; or there were so few that none was forgotten.
    /// </summary>
    /// <param name="content">The value; null if what is stored is no variable.</param>
    public bool CanTell(VariableContent? content) => content is not null
        && (content.Recent.Count < VariableContent.MostRecent
            || (_before is { } before && content.Find(before) is not null));

    /// <summary>It is done by the store of another one, which is about to be stored.</summary>
    public void RideWith(RunningOperation carrier)
    {
        (Carrier, MayBeStored, _before) = (carrier.Number, true, carrier._before);
        carrier.Riders.Add(this);
    }

    /// <summary>Those that ride with it do so no longer.</summary>
    /// <returns>These.</returns>
    public IReadOnlyList<RunningOperation> Unload()
    {
        RunningOperation[] riders = [.. Riders];
        Riders.Clear();
        foreach (var rider in riders)
            rider.Carrier = 0;
        return riders;
    }

    /// <summary>For the message of an error.</summary>
    public override string ToString() => $"{Number} {operation} of {name}, {Attempts} attempts failed";

    /// <summary>See <see cref="IMachine.Exchange"/>. Whoever reads it puts <see cref="Riders"/> together.</summary>
    public static RunningOperation Exchange(StateCodec codec, RunningOperation? running)
    {
        var number = codec.Number(running?.Number ?? 0);
        var name = codec.Text(running?.Name ?? "");
        var operation = Operation.Exchange(codec, running?.Operation);
        running ??= new RunningOperation(number, name, operation);
        running.Attempts = (int)codec.Number(running.Attempts);
        running.Claim = codec.Number(running.Claim);
        running.IsInside = codec.Flag(running.IsInside);
        running.IsSharing = codec.Flag(running.IsSharing);
        running.MayBeStored = codec.Flag(running.MayBeStored);
        running.Carrier = codec.Number(running.Carrier);
        var (client, before) = (running._before?.Client.Value ?? 0, running._before?.Number ?? 0);
        var id = new OperationId(new SessionId(codec.Number(client)), codec.Number(before));
        running._before = id == default ? null : id;
        return running;
    }
}
