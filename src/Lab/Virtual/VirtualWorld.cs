using Coterie.Lab.Checking;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Virtual;

/// <summary>What the processes of a virtual run share: the clock, what is planned, the network, the shared counter, and who looks on.</summary>
internal sealed class VirtualWorld
{
    private readonly IRunListener[] _listeners;

    public VirtualWorld(VirtualSettings settings, IRunListener[] listeners)
    {
        (Settings, _listeners, Open) = (settings, listeners, settings.Simulation.Processes);
        Network = new VirtualNetwork(settings.Network, settings.Simulation.Processes, settings.Simulation.Seed, Clock, Show);
    }

    public VirtualSettings Settings { get; }

    public EventClock Clock { get; } = new();

    public EventHeap<Plan> Plans { get; } = new();

    public VirtualNetwork Network { get; }

    /// <summary>What a step makes of its input; empty between steps.</summary>
    public Effects Effects { get; } = new();

    /// <summary>The shared counter.</summary>
    public long Counter { get; set; }

    /// <summary>When a process asked, entered or left last, in ticks since the start.</summary>
    public long MovedAt { get; set; }

    /// <summary>How many processes may still want in.</summary>
    public int Open { get; set; }

    /// <summary>How many are paused.</summary>
    public int Paused { get; set; }

    /// <summary>Messages that have arrived at paused processes, and wait for them to go on.</summary>
    public int Kept { get; set; }

    /// <summary>Whether nobody is to make a request any more.</summary>
    public bool IsClosing { get; set; }

    /// <summary>Plans that <paramref name="cue"/> comes to the process at this index after <paramref name="delay"/>.</summary>
    public void PlanAfter(TimeSpan delay, Cue cue, int index, int life = 0) =>
        Plans.Add(Clock.Now + delay.Ticks, Clock.NextNumber(), new Plan(cue, index, life));

    public void Show(in Step step)
    {
        var at = TimeSpan.FromTicks(Clock.Now);
        foreach (var listener in _listeners)
            listener.On(at, step);
    }

    public void Show(Fault fault)
    {
        var at = TimeSpan.FromTicks(Clock.Now);
        foreach (var listener in _listeners)
            listener.On(at, fault);
    }
}
