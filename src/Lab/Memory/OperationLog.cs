using Coterie.Lab.Memory.Linearizability;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;

namespace Coterie.Lab.Memory;

/// <summary>
/// The reads and writes of a run, to be judged for linearizability. A write that was sent again, or that the network doubled,
/// may take effect once more for each copy: a copy stands here as another write, of which nobody knows whether it happens.
/// </summary>
internal sealed class OperationLog
{
    // What is beyond is not judged.
    private const int MostOperations = 100_000;
    private const int MostConfigurations = 300_000;

    private readonly Dictionary<Timestamp, Call> _open = [];
    private readonly List<Operation> _operations = [];
    private int _places;
    private bool _isFull;

    /// <summary>How many operations are judged.</summary>
    public long Judged { get; private set; }

    /// <summary>Why not all could be judged, in a few words; null if they could.</summary>
    public string? Doubt { get; private set; }

    /// <summary>The reads and writes without an answer.</summary>
    public IEnumerable<Timestamp> Open => _open.Keys;

    /// <summary>Whether this read or write has no answer yet.</summary>
    public bool IsOpen(Timestamp request) => _open.ContainsKey(request);

    /// <summary>A client asks for a read or a write.</summary>
    public void Begin(Timestamp request, Access access) => _open[request] = new Call(++_places, access);

    /// <summary>It has its answer.</summary>
    /// <returns>Whether it had none before.</returns>
    public bool Return(Timestamp request, Access done)
    {
        if (!_open.Remove(request, out var call))
            return false;
        if (call.IsOld)
            Add(request, call.Access, call.At, null);
        else
            Add(request, done, call.At, ++_places);
        return true;
    }

    /// <summary>It never has an answer: a write may take effect at any time, or never.</summary>
    public void GiveUp(Timestamp request)
    {
        if (_open.Remove(request, out var call))
            Add(request, call.Access, call.At, null);
    }

    /// <summary>Whatever this client waits for never has an answer.</summary>
    public void GiveUpAll(ProcessId client)
    {
        foreach (var request in _open.Keys.Where(request => request.Process == client).ToList())
            GiveUp(request);
    }

    /// <summary>One more copy of it is on its way.</summary>
    public void Copy(Timestamp request)
    {
        if (_open.TryGetValue(request, out var call))
            Add(request, call.Access, ++_places, null);
    }

    /// <summary>
    /// Judges what there is, and begins again with a variable at 0: the memory has lost its value, or the run is over.
    /// </summary>
    /// <returns>Why it is not linearizable, in a sentence; null if it is, or nobody knows.</returns>
    public string? End()
    {
        foreach (var (request, call) in _open)
            Add(request, call.Access, call.At, null);
        List<Operation> operations = [.. _operations.OrderBy(operation => operation.Called)];
        _operations.Clear();
        Judged += operations.Count;
        foreach (var request in _open.Keys.ToList())
            _open[request] = new Call(++_places, _open[request].Access, IsOld: true);
        if (_isFull)
            Doubt = "of the first ones alone";
        switch (LinearizabilityJudge.Check("The variable", operations, MostConfigurations))
        {
            case Verdict.Undecided:
                Doubt = "the search was given up";
                return null;
            case Verdict.Violated violated:
                const StringSplitOptions Tidy = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
                return string.Join(" ", violated.Explanation.Split('\n', Tidy));
            default:
                return null;
        }
    }

    /// <summary>A read or a write without an answer.</summary>
    /// <param name="At">The place of its call.</param>
    /// <param name="Access">What is asked for.</param>
    /// <param name="IsOld">Whether it was asked for before the memory lost its value: its answer may be from then.</param>
    private readonly record struct Call(int At, Access Access, bool IsOld = false);

    // A read that has no answer says nothing.
    private void Add(Timestamp request, Access access, int called, int? returned)
    {
        if (access.Mode == LockMode.Read && returned is null)
            return;
        _isFull |= _operations.Count >= MostOperations;
        if (_isFull || access.Value is not { } value)
            return;
        var function = access.Mode == LockMode.Read ? Function.Read : Function.Write;
        _operations.Add(new Operation(request.Process.Value, function, value.Number, 0, called, returned));
    }
}
