using Akka.Actor;
using Akka.Event;
using static Coterie.Memory.MemoryProtocol;

namespace Coterie.Memory;

/// <summary>
/// The shared memory, <c>/user/memory</c>: makes a variable's actor, <c>/user/memory/NAME</c>, at the first command that needs it, and passes commands on.
/// </summary>
public sealed class MemoryActor : ReceiveActor
{
    /// <summary>The name that clients find it by, under <c>/user</c>.</summary>
    public const string Name = "memory";

    // With the longest names, a page stays well below the largest message (maximum-frame-size, 128,000 bytes).
    private const int PageSize = 1000;

    private readonly MemorySettings _settings;
    private readonly Dictionary<string, IActorRef> _variables = [];
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failed = [];

    /// <summary>A memory without variables; see <see cref="Props"/>.</summary>
    public MemoryActor(MemorySettings settings)
    {
        _settings = settings;
        Receive<IVariableCommand>(On);
        Receive<List>(On);
        Receive<OpenVariable>(On);
        Receive<VariableFailed>(On);
    }

    /// <summary>How to make one.</summary>
    public static Props Props(MemorySettings settings) => Akka.Actor.Props.Create(() => new MemoryActor(settings));

    /// <summary>A variable that fails is stopped: restarted, it would be 0 again and its lock free.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    /// <summary>Its variables went with the instance that failed: it ends too, and does not say 0 of all of them.</summary>
    protected override void PostRestart(Exception reason) => Context.Stop(Self);

    private void On(IVariableCommand command)
    {
        if (_variables.TryGetValue(command.Name, out var variable) || (NeedsVariable(command) && TryMake(command.Name, null, out variable)))
            variable.Forward(command);
        else
            Sender.Tell(WithoutVariable(command));
    }

    private void On(OpenVariable command)
    {
        if (_variables.TryGetValue(command.Name, out var variable) || TryMake(command.Name, command.Dispatcher, out variable))
            Sender.Tell(new Opened(command.Name, variable));
        else
            Sender.Tell(new NotOpened(command.Name, WhyNot(command.Name)!));
    }

    private void On(List command)
    {
        var page = _names
            .Where(name => command.After is null || string.CompareOrdinal(name, command.After) > 0)
            .Take(PageSize + 1)
            .Select(name => _variables[name])
            .ToList();
        var isLast = page.Count <= PageSize;
        Context.ActorOf(VariableListActor.Props(Sender, command.Id, isLast ? page : page[..PageSize], isLast));
    }

    private void On(VariableFailed message)
    {
        Context.GetLogger().Error("The variable {0} failed and lost its value; commands to it are refused from now on.", message.Name);
        _variables.Remove(message.Name);
        _names.Remove(message.Name);
        _failed.Add(message.Name);
    }

    // A variable that nobody wrote is 0, and nobody holds its lock.
    private static bool NeedsVariable(IVariableCommand command) => command is Write { Under: null } or AcquireRead or AcquireWrite;

    private IWireMessage WithoutVariable(IVariableCommand command)
    {
        if (VariableName.IsValid(command.Name) && !_failed.Contains(command.Name) && !NeedsVariable(command))
            return command is Read { Under: null } ? new Current(command.Id, default) : new Refused(command.Id, new Refusal.NotHeld());
        return new Refused(command.Id, WhyNot(command.Name)!);
    }

    private bool TryMake(string name, string? dispatcher, out IActorRef variable)
    {
        variable = ActorRefs.Nobody;
        if (WhyNot(name) is not null)
            return false;
        var props = VariableActor.Props(name, _settings);
        variable = Context.ActorOf(dispatcher is null ? props : props.WithDispatcher(dispatcher), name);
        Context.WatchWith(variable, new VariableFailed(name));
        _variables.Add(name, variable);
        _names.Add(name);
        return true;
    }

    private Refusal? WhyNot(string name) => name switch
    {
        _ when !VariableName.IsValid(name) => new Refusal.BadName(),
        _ when _failed.Contains(name) => new Refusal.VariableFailed(),
        _ when _variables.Count + _failed.Count >= _settings.MostVariables => new Refusal.TooManyVariables(_settings.MostVariables),
        _ => null,
    };

    // A variable stops by itself only when it fails.
    private sealed record VariableFailed(string Name);
}
