using Akka.Actor;
using Coterie.Protocols.Kernel;
using static Coterie.Lab.Running.RunProtocol;
using Fence = Coterie.Lab.Running.RunProtocol.Fence;

namespace Coterie.Lab.Running;

/// <summary>How far a node is. The phases follow one another in this order, each at a command of the run.</summary>
internal enum NodePhase
{
    /// <summary>It waits for its share of the run.</summary>
    Waiting,

    /// <summary>It has made its processes and learns those of the other nodes.</summary>
    Made,

    /// <summary>Its processes take steps.</summary>
    Working,

    /// <summary>Its processes make no new requests; once all are outside, the run sends fences.</summary>
    Closing,

    /// <summary>Its processes have handled all messages that they will get; the run gets the rest of the record.</summary>
    Finishing,
}

/// <summary>
/// The rules of the part of a run that is on one machine: they make processes and workers as the run says, and send their steps
/// to the run. A command that comes again is answered again and has no other effect. A command that comes too early is ignored;
/// the run sends it again.
/// </summary>
/// <remarks>
/// <para>A deterministic state machine without actors. <see cref="RunRules"/> says why it is not one of the kernel's
/// machines.</para>
/// <para>
/// The commands of the run, and what leads to their answers:
/// <code>
/// Waiting    Prepare                 Made        answered at once
/// Made       Begin, if all Peers     Working     answered at once
/// Working    GetClock                            answered at once
/// Working    Close                   Closing     answered when every worker is outside
/// Closing    Fence                               answered when every process has answered
/// Closing    Finish                  Finishing   answered when the run has the whole record
/// </code>
/// From Working on the record is sent as it grows. What the run does not confirm for a second is sent again.
/// </para>
/// </remarks>
/// <param name="log">
/// The record: keeps the steps of the processes until the run has them. The processes add steps to it. Null if the run's judge
/// gets the steps itself.
/// </param>
internal sealed class NodeRules(StepLog? log)
{
    private const int ShipmentsBeforeRepeating = 20; // a second

    /// <summary>How often new steps of the record are sent.</summary>
    public static readonly TimeSpan ShipInterval = TimeSpan.FromMilliseconds(50);

    // Invariants, between two inputs; see Check:
    // 1. The share is known unless the node is Waiting, and the peers have one place for each process of the run.
    // 2. Every peer is known from Working on.
    // 3. As many workers are open as there are processes, until the node is Closing.
    // 4. No fence is asked for before every worker is outside; none is answered more often than there are processes.
    private readonly List<NodeEffect> _effects = [];
    private Prepare? _share;
    private IActorRef?[] _peers = [];
    private int _open;
    private int _fence;
    private int _fenced;
    private int _shipmentsWithoutAnswer;

    /// <summary>How far the node is.</summary>
    public NodePhase Phase { get; private set; }

    /// <summary>Takes one input.</summary>
    /// <param name="input">What came in.</param>
    /// <param name="elapsed">The clock of the record: the time since the node began.</param>
    /// <returns>What to do about it, in order; valid until the next call.</returns>
    public IReadOnlyList<NodeEffect> On(NodeInput input, TimeSpan elapsed)
    {
        _effects.Clear();
        switch (input)
        {
            case NodeInput.FromRun { Content: Prepare share }: OnPrepare(share); break;
            case NodeInput.FromRun { Content: var message }: OnCommand(message, elapsed); break;
            case NodeInput.WorkerClosed: OnWorkerClosed(); break;
            case NodeInput.ProcessAnswered: OnProcessAnswered(); break;
            case NodeInput.Stopped stopped: OnStopped(stopped); break;
            case NodeInput.ShipDue: OnShipDue(); break;
        }
        return _effects;
    }

    /// <summary>Throws if an invariant does not hold.</summary>
    /// <exception cref="BrokenRuleException">With the number of the invariant.</exception>
    public void Check()
    {
        var (isWaiting, count) = (Phase == NodePhase.Waiting, _share?.Count ?? 0);
        Require(1, isWaiting == _share is null && _peers.Length == (_share?.Settings.Processes ?? 0));
        Require(2, Phase < NodePhase.Working || !_peers.Contains(null));
        Require(3, _open == count || Phase is NodePhase.Waiting or NodePhase.Made or >= NodePhase.Closing);
        Require(4, (_fence == 0 || (_open == 0 && Phase >= NodePhase.Closing)) && _fenced <= count);
    }

    private void Require(int invariant, bool holds)
    {
        if (!holds)
            throw new BrokenRuleException($"invariant {invariant} of a node does not hold in {Phase}");
    }

    private void OnPrepare(Prepare share)
    {
        if (_share is null)
        {
            (_share, Phase) = (share, NodePhase.Made);
            _peers = new IActorRef?[share.Settings.Processes];
            _effects.Add(new NodeEffect.Make(share));
        }
        _effects.Add(new NodeEffect.TellProcesses(_share.Node));
    }

    private void OnCommand(IWireMessage message, TimeSpan elapsed)
    {
        switch (message)
        {
            case Peers peers when Phase == NodePhase.Made && Fits(peers): OnPeers(peers); break;
            case Begin when Phase >= NodePhase.Made: OnBegin(_share!); break;
            case GetClock clock when Phase >= NodePhase.Working: Send(new Clock(_share!.Node, clock.Round, elapsed)); break;
            case Close when Phase >= NodePhase.Working: OnClose(); break;
            case Fence fence when Phase >= NodePhase.Closing && _open == 0: OnFence(fence); break;
            case Finish when Phase >= NodePhase.Closing: OnFinish(); break;
            case StepsTaken taken: OnStepsTaken(taken); break;
            default: _effects.Add(new NodeEffect.Ignore(message)); break;
        }
    }

    private bool Fits(Peers peers) => peers.Processes.Count <= _peers.Length - (peers.First - 1);

    private void OnPeers(Peers peers)
    {
        for (var i = 0; i < peers.Processes.Count; i++)
            _peers[peers.First - 1 + i] = peers.Processes[i];
    }

    private void OnBegin(Prepare share)
    {
        // The run sends the missing peers again, and this command after them.
        if (_peers.Contains(null))
        {
            _effects.Add(new NodeEffect.Ignore(Begin.Instance));
            return;
        }
        if (Phase == NodePhase.Made)
        {
            (Phase, _open) = (NodePhase.Working, share.Count);
            _effects.Add(new NodeEffect.BeginWork(share, [.. _peers.OfType<IActorRef>()]));
            if (log is not null)
                _effects.Add(new NodeEffect.SetShipTimer(ShipInterval));
        }
        Send(new Begun(share.Node));
    }

    private void OnClose()
    {
        if (Phase == NodePhase.Working)
        {
            Phase = NodePhase.Closing;
            _effects.Add(new NodeEffect.CloseWorkers());
        }
        TellWhereClosed();
    }

    private void OnWorkerClosed()
    {
        _open--;
        TellWhereClosed();
    }

    private void TellWhereClosed()
    {
        if (_open == 0)
            Send(new Closed(_share!.Node));
    }

    private void OnFence(Fence fence)
    {
        if (fence.Round > _fence)
        {
            (_fence, _fenced) = (fence.Round, 0);
            _effects.Add(new NodeEffect.AskProcesses());
        }
        TellWhereFenced();
    }

    private void OnProcessAnswered()
    {
        _fenced++;
        TellWhereFenced();
    }

    private void TellWhereFenced()
    {
        if (_fenced == _share!.Count)
            Send(new Fenced(_share.Node, _fence));
    }

    private void OnFinish()
    {
        Phase = NodePhase.Finishing;
        Ship();
        TellWhereFinished();
    }

    private void OnShipDue()
    {
        _effects.Add(new NodeEffect.SetShipTimer(ShipInterval));
        if (log!.HasOverflowed)
            Send(new Failed(_share!.Node, $"node {_share.Node} takes more steps than the first node keeps up with"));
        if (++_shipmentsWithoutAnswer >= ShipmentsBeforeRepeating)
        {
            _shipmentsWithoutAnswer = 0;
            log.Rewind();
        }
        Ship();
    }

    private void Ship()
    {
        while (log?.NextBatch() is { } batch)
            Send(new Steps(_share!.Node, batch.First, batch.Steps));
    }

    private void OnStepsTaken(StepsTaken taken)
    {
        _shipmentsWithoutAnswer = 0;
        log?.Taken(taken.Next);
        Ship();
        TellWhereFinished();
    }

    private void TellWhereFinished()
    {
        if (Phase == NodePhase.Finishing && log is null or { IsEmpty: true })
            Send(new Finished(_share!.Node));
    }

    private void OnStopped(NodeInput.Stopped stopped)
    {
        var cause = stopped.Cause is null ? "" : $": {stopped.Cause}";
        Send(new Failed(_share!.Node, $"{stopped.Actor} stopped{cause}"));
    }

    private void Send(IWireMessage message) => _effects.Add(new NodeEffect.Send(message));
}
