using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Variables;

/// <summary>
/// The operations that have no outcome yet, by their numbers, and by the claim or look of their latest attempt. One that rides
/// with another one has no claim.
/// </summary>
internal sealed class RunningOperations
{
    private readonly SortedDictionary<long, RunningOperation> _all = [];
    private readonly Dictionary<long, RunningOperation> _byClaim = [];

    /// <summary>Whether there is any.</summary>
    public bool IsAny => _byClaim.Count > 0;

    /// <summary>The operation with a number; null if there is none.</summary>
    public RunningOperation? Find(long number) => _all.GetValueOrDefault(number);

    /// <summary>The operation whose latest attempt has this claim or look; null if there is none.</summary>
    public RunningOperation? FindByClaim(long claim) => _byClaim.GetValueOrDefault(claim);

    /// <summary>An operation begins.</summary>
    public void Add(RunningOperation running)
    {
        _all.Add(running.Number, running);
        _byClaim.Add(running.Claim, running);
    }

    /// <summary>An operation makes a new attempt.</summary>
    /// <param name="running">The operation.</param>
    /// <param name="claim">The claim or look of the attempt.</param>
    public void Renumber(RunningOperation running, long claim)
    {
        _byClaim.Remove(running.Claim);
        running.Claim = claim;
        _byClaim.Add(claim, running);
    }

    /// <summary>An operation whose claim is given up rides with another one from now on.</summary>
    public void TakeAlong(RunningOperation rider, RunningOperation carrier)
    {
        _byClaim.Remove(rider.Claim);
        rider.RideWith(carrier);
    }

    /// <summary>An operation has an outcome.</summary>
    public void Remove(RunningOperation running)
    {
        _all.Remove(running.Number);
        _byClaim.Remove(running.Claim);
    }

    /// <summary>See <see cref="IMachine.Exchange"/>.</summary>
    public void Exchange(StateCodec codec)
    {
        codec.Values(_all, _all.Values, running => running.Number, RunningOperation.Exchange);
        _byClaim.Clear();
        foreach (var running in _all.Values)
        {
            running.Riders.Clear();
            if (running.Carrier == 0)
                _byClaim.Add(running.Claim, running);
        }
        foreach (var rider in _all.Values.Where(running => running.Carrier != 0).OrderBy(running => running.Claim))
            _all[rider.Carrier].Riders.Add(rider);
    }

    /// <summary>Checks the invariants (1) and (2) of <see cref="OwnOperations"/>.</summary>
    /// <param name="machine">Whose text is the state in the error.</param>
    public void Check(IMachine machine)
    {
        foreach (var running in _all.Values)
        {
            Invariant.Holds(machine, 1, !running.MayBeStored || running.Operation is not Operation.Read);
            Invariant.Holds(machine, 2, running.Carrier == 0 || (running.MayBeStored && _all.ContainsKey(running.Carrier)));
        }
    }

    /// <summary>The operations, for the message of an error.</summary>
    public override string ToString() => string.Join("; ", _all.Values);
}
