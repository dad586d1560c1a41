using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Virtual;

/// <summary>
/// The client of a process in a virtual run, as the worker is in real time: says which command comes next, and plans when. If
/// the protocol has no client for the process, it stands outside and gives no command.
/// </summary>
internal sealed class VirtualClient
{
    private readonly ProcessId _id;
    private readonly VirtualWorld _world;
    private readonly Draws _draws;
    private readonly PlannedRequest[]? _plan; // its own requests, in the order of their times; null if it draws them
    private IClient? _client;
    private bool _isPlanned; // the next command
    private bool _isFinished;

    /// <summary>The client of a process in its first life.</summary>
    /// <param name="id">The process.</param>
    /// <param name="world">The run.</param>
    public VirtualClient(ProcessId id, VirtualWorld world)
    {
        (_id, _world) = (id, world);
        _draws = new Draws(world.Settings.Simulation.Seed, id.Value);
        _plan = world.Settings.Plan?.Where(request => request.Process == id).OrderBy(request => request.At).ToArray();
        Make(_plan?.Length ?? world.Settings.Requests ?? int.MaxValue, incarnation: 1);
    }

    /// <summary>Where it stands.</summary>
    public Standing Standing => _client?.Standing ?? Standing.Outside;

    /// <summary>It has forgotten everything but how many requests it still makes.</summary>
    /// <param name="incarnation">See <see cref="ClientSetup.Incarnation"/>.</param>
    public void Renew(long incarnation)
    {
        if (_client is not null)
            Make(_client.RequestsLeft, incarnation);
    }

    /// <summary>
    /// Plans the next command, if there is one; each once, although the client may get several outputs before it gives the
    /// command.
    /// </summary>
    /// <param name="life">The life of the process.</param>
    public void PlanCommand(int life)
    {
        if (_isPlanned || _client is null)
            return;
        if (_client.IsDone)
        {
            Finish();
            return;
        }
        if (_client.Next is null)
            return;
        _isPlanned = true;
        _world.Plan(_world.Clock.Now + Delay(_client.Pace).Ticks, new Plan(Cue.Command, _id.Value - 1, life));
    }

    /// <summary>The command that was planned, which it gives now; null if it gives none any more.</summary>
    public ICommand? TakePlanned()
    {
        _isPlanned = false;
        return Give(_client?.Next);
    }

    /// <summary>The command by which it gives up its waiting, which it gives now; null if it does not wait.</summary>
    public ICommand? TakeWithdrawal() => Give(_client?.Withdrawal);

    /// <summary>The machine says something.</summary>
    public void On(IOutput output) => _client?.On(output);

    /// <summary>From now on it makes no further request.</summary>
    /// <returns>
    /// Whether it is to withdraw and finish now. It goes on if it is inside, or if it waits and the run waits for it.
    /// </returns>
    public bool Close()
    {
        _client?.Close();
        return Standing != Standing.Inside && (Standing != Standing.Waiting || !_world.IsDraining);
    }

    /// <summary>The process has crashed: what was planned does not come.</summary>
    public void OnCrash() => _isPlanned = false;

    /// <summary>It is known that it asks for nothing more.</summary>
    public void Finish()
    {
        if (_isFinished)
            return;
        _isFinished = true;
        _world.Open--;
    }

    private void Make(int requests, long incarnation)
    {
        var simulation = _world.Settings.Simulation;
        _client = simulation.Protocol.Client(
            new ClientSetup(_id, simulation.Processes, requests) { Incarnation = incarnation });
        if (_client is null)
            Finish();
    }

    private ICommand? Give(ICommand? command)
    {
        if (command is not null)
            _client!.Gave(command);
        return command;
    }

    // A process that enters after the end leaves at once.
    private TimeSpan Delay(Pace pace) => pace switch
    {
        Pace.Think when _plan is not null => Until(_plan[_plan.Length - _client!.RequestsLeft].At),
        Pace.Hold when _plan is not null && !_world.IsClosing => _plan[_plan.Length - _client!.RequestsLeft - 1].Hold,
        Pace.Think when _world.Settings.Think is { } think => TimeSpan.FromTicks(think.Next(_draws)),
        Pace.Think => _draws.Next(_world.Settings.Simulation.Think),
        Pace.Hold when !_world.IsClosing => _draws.Next(_world.Settings.Simulation.Hold),
        _ => TimeSpan.Zero,
    };

    private TimeSpan Until(TimeSpan time) => TimeSpan.FromTicks(Math.Max(0, time.Ticks - _world.Clock.Now));
}
