using Coterie.Lab.Memory.Linearizability;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Memory;

/// <summary>
/// The operations of a run on one variable, to be judged for linearizability. An operation that may take effect once more for
/// each copy stands here once more for each: nobody knows whether that one happens.
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

    /// <summary>The operations without an answer.</summary>
    public IEnumerable<Timestamp> Open => _open.Keys;

    /// <summary>A client asks for an operation.</summary>
    /// <param name="request">Names it.</param>
    /// <param name="behaviour">What it does if it takes effect and nobody learns its result; null for nothing.</param>
    public void Begin(Timestamp request, Behaviour? behaviour) => _open[request] = new Call(++_places, behaviour);

    /// <summary>It has its answer.</summary>
    /// <param name="request">The operation.</param>
    /// <param name="did">What it did; null for nothing.</param>
    /// <returns>Whether it had none before.</returns>
    public bool Return(Timestamp request, Behaviour? did)
    {
        if (!_open.Remove(request, out var call))
            return false;
        if (call.IsOld)
            Add(request, call.Behaviour, call.At, null);
        else
            Add(request, did, call.At, ++_places);
        return true;
    }

    /// <summary>It never has an answer: it may take effect at any time, or never.</summary>
    public void GiveUp(Timestamp request)
    {
        if (_open.Remove(request, out var call))
            Add(request, call.Behaviour, call.At, null);
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
            Add(request, call.Behaviour, ++_places, null);
    }

    /// <summary>
    /// Judges what there is, and begins again with a variable at 0: the value is lost, or the run is over.
    /// </summary>
    /// <returns>Why it is not linearizable, in a sentence; null if it is, or nobody knows.</returns>
    public string? End()
    {
        var unanswered = _operations.Where(operation => operation.Returned is null).ToList();
        foreach (var (request, call) in _open)
            Add(request, call.Behaviour, call.At, null);
        List<Operation> operations = [.. _operations.OrderBy(operation => operation.Called)];
        _operations.Clear();
        Judged += operations.Count;
        // Their messages may still be on the way, and take effect after the value is lost.
        _operations.AddRange(unanswered.Select(operation => operation with { Called = ++_places }));
        foreach (var request in _open.Keys.ToList())
            _open[request] = new Call(++_places, _open[request].Behaviour, IsOld: true);
        if (_isFull)
            Doubt = "of the first ones alone";
        switch (LinearizabilityJudge.Check("The variable", operations, MostConfigurations))
        {
            case Verdict.Undecided:
                Doubt = "the search was given up";
                return null;
            case Verdict.Violated violated:
                const StringSplitOptions Tidy = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
                var lines = violated.Explanation.Split('\n', Tidy);
                return $"{lines[0]} {lines[1]} {string.Join("; ", lines[2..])}.";
            default:
                return null;
        }
    }

    /// <summary>An operation without an answer.</summary>
    /// <param name="At">The place of its call.</param>
    /// <param name="Behaviour">What it does.</param>
    /// <param name="IsOld">Whether it was asked for before the value was lost: its answer may be from then.</param>
    private readonly record struct Call(int At, Behaviour? Behaviour, bool IsOld = false);

    private void Add(Timestamp request, Behaviour? behaviour, int called, int? returned)
    {
        // A read that has no answer says nothing.
        if (behaviour is not { } did || (did.Function == Function.Read && returned is null))
            return;
        _isFull |= _operations.Count >= MostOperations;
        if (!_isFull)
            _operations.Add(new Operation(request.Process.Value, did.Function, did.Value, did.Expected, called, returned));
    }

    /// <summary>What an operation does, as <see cref="Operation"/> has it.</summary>
    internal readonly record struct Behaviour(Function Function, int Value, int Expected = 0);
}
