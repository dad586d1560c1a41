using Akka.Actor;
using Akka.Event;
using Coterie.Protocols.Memory;
using Coterie.Protocols.Variables;
using static Coterie.Actors.Memory.LocalMemoryProtocol;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Memory;

/// <summary>
/// The shared memory, <c>/user/memory</c>: makes a variable's actor, <c>/user/memory/NAME</c>, at the first command that needs
/// it, and passes commands on.
/// </summary>
public sealed class MemoryActor : ReceiveActor
{
    /// <summary>Its name under <c>/user</c>, by which clients find it.</summary>
    public const string Name = "memory";

    // With the longest names, a page stays well below the largest message (maximum-frame-size, 128,000 bytes).
    private const int PageSize = 1000;
    private const int MostBytesOfPage = 32 * 1024;

    // No name has a character above 'z'.
    private const string LastName = "{";

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly MemorySettings _settings;
    private readonly Dictionary<string, IActorRef> _variables = [];
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failed = [];
    private readonly ClaimBudget _budget;
    private readonly ListRequests _lists;
    private readonly HashSet<IActorRef> _surveys = [];
    private readonly MemoryWatches _watches = new();
    private bool _isListing; // a survey prepares a page

    /// <summary>A memory without variables; see <see cref="Props"/>.</summary>
    public MemoryActor(MemorySettings settings)
    {
        _settings = settings;
        _budget = new ClaimBudget(settings.MostClaims);
        _lists = new ListRequests(settings.MostLists);
        Receive<IVariableCommand>(On);
        Receive<List>(On);
        Receive<Watch>(On);
        Receive<WatchActor.Over>(m => EndWatch(m.First, Sender));
        Receive<WatchEnded>(m => _watches.Remove(m.First, m.Watch));
        Receive<OpenVariable>(On);
        Receive<VariableFailed>(On);
        Receive<Look>(_ => On(Sender));
        Receive<SurveyEnded>(On);
    }

    /// <summary>The props of a memory.</summary>
    public static Props Props(MemorySettings settings) => Akka.Actor.Props.Create(() => new MemoryActor(settings));

    /// <summary>A variable that fails is stopped: after a restart it would be 0 and its lock would be free.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    /// <inheritdoc/>
    protected override void PreStart() => _log.Info("The memory takes commands at {0}", Self.Path);

    /// <inheritdoc/>
    protected override void PostStop() => _log.Info("The memory ends, with {0} variables", _variables.Count);

    /// <summary>Its variables ended with the failed instance. It stops, too: otherwise all variables would be 0.</summary>
    protected override void PostRestart(Exception reason)
    {
        _log.Error("The memory failed and lost its variables; it ends.");
        Context.Stop(Self);
    }

    private void On(IVariableCommand command)
    {
        if (_variables.TryGetValue(command.Name, out var variable)
            || (NeedsVariable(command) && TryMake(command.Name, null, out variable)))
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
        if (command.After is { } after && !VariableName.IsValid(after))
            Sender.Tell(new Refused(command.Id, new Refusal.BadName()));
        else if (!_lists.TryAdd(Sender, command))
            Sender.Tell(new Refused(command.Id, new Refusal.TooManyLists(_settings.MostLists)));
        else if (!_isListing)
            StartListing();
    }

    private void On(Watch command)
    {
        if (_watches.Find(command) is { } actor)
        {
            actor.Forward(command);
            return;
        }
        if (!MemoryWatches.IsValid(command) || _watches.Count >= _settings.MostWatches)
        {
            Refusal reason = MemoryWatches.IsValid(command)
                ? new Refusal.TooManyWatches(_settings.MostWatches)
                : new Refusal.BadName();
            Sender.Tell(new Refused(command.Id, reason));
            return;
        }
        actor = Context.ActorOf(WatchActor.Props(command, CoveredBy(command)));
        Context.WatchWith(actor, new WatchEnded(command, actor));
        _watches.Add(command, actor);
        actor.Forward(command);
    }

    // A question that it has got meanwhile is answered before it stops.
    private void EndWatch(Watch first, IActorRef actor)
    {
        _watches.Remove(first, actor);
        actor.Tell(PoisonPill.Instance);
    }

    private Dictionary<string, IActorRef> CoveredBy(Watch command)
    {
        if (command.IsPrefix)
            return _variables.Where(at => at.Key.StartsWith(command.Name, StringComparison.Ordinal)).ToDictionary();
        return _variables.TryGetValue(command.Name, out var only) ? new() { [command.Name] = only } : [];
    }

    private void StartListing()
    {
        var requests = _lists.TakeNext();
        _isListing = requests.Count > 0;
        if (!_isListing)
            return;
        var after = requests[0].Command.After;
        var names = _names.Count == 0 || after is null ? _names : _names.GetViewBetween(after, LastName);
        var page = names.Where(name => name != after).Take(PageSize + 1).ToList();
        var isLast = page.Count <= PageSize;
        var variables = page.Take(PageSize).ToDictionary(name => name, name => _variables[name]);
        var own = Self;
        Start(
            Survey.Props<NamedValue>(variables, VariableActor.GetValue.Instance, value => value.Name, values =>
            {
                var part = PartOf(values);
                foreach (var (client, command) in requests)
                    client.Tell(new Listing(command.Id, part, isLast && part.Count == values.Count), own);
            }),
            isListing: true);
    }

    // Values that are long make a page shorter, down to one variable.
    private static List<NamedValue> PartOf(IReadOnlyList<NamedValue> values)
    {
        var (part, bytes) = (new List<NamedValue>(), 0);
        foreach (var value in values)
        {
            bytes += value.Other?.Content.Bytes.Length ?? 0;
            if (part.Count > 0 && bytes > MostBytesOfPage)
                break;
            part.Add(value);
        }
        return part;
    }

    private void On(IActorRef viewer) => Start(
        Survey.Props<VariableView>(
            new Dictionary<string, IActorRef>(_variables),
            Look.Instance,
            variable => variable.Name,
            variables => viewer.Tell(new MemoryView(variables), ActorRefs.NoSender)),
        isListing: false);

    private void Start(Props survey, bool isListing)
    {
        var actor = Context.ActorOf(survey);
        _surveys.Add(actor);
        Context.WatchWith(actor, new SurveyEnded(actor, isListing));
    }

    private void On(SurveyEnded message)
    {
        _surveys.Remove(message.Survey);
        if (message.WasListing)
            StartListing();
    }

    private void On(VariableFailed message)
    {
        _log.Error("The variable {0} failed and lost its value; commands to it are refused from now on.", message.Name);
        _variables.Remove(message.Name);
        _names.Remove(message.Name);
        _failed.Add(message.Name);
        foreach (var survey in _surveys)
            survey.Tell(new Survey.Failed(message.Name));
        _watches.Tell(message.Name, new Survey.Failed(message.Name));
    }

    // A variable that nobody wrote has no value, and nobody holds its lock.
    private static bool NeedsVariable(IVariableCommand command) =>
        command is Write { Under: null } or Operate { Under: null, Operation: not Operation.Read } or AcquireRead or AcquireWrite;

    private IWireMessage WithoutVariable(IVariableCommand command)
    {
        if (!VariableName.IsValid(command.Name) || _failed.Contains(command.Name) || NeedsVariable(command))
            return new Refused(command.Id, WhyNot(command.Name)!);
        return command switch
        {
            Read { Under: null } => new Current(command.Id, default, IsNeverWritten: true),
            Operate { Under: null } => new Operated(command.Id, new Outcome.Done(null, 0)),
            _ => new Refused(command.Id, new Refusal.NotHeld()),
        };
    }

    private bool TryMake(string name, string? dispatcher, out IActorRef variable)
    {
        variable = ActorRefs.Nobody;
        if (WhyNot(name) is not null)
            return false;
        var props = VariableActor.Props(name, _settings, _budget);
        variable = Context.ActorOf(dispatcher is null ? props : props.WithDispatcher(dispatcher), name);
        Context.WatchWith(variable, new VariableFailed(name));
        _log.Debug("The variable {0} is made, one of {1}", name, _variables.Count + 1);
        _variables.Add(name, variable);
        _names.Add(name);
        _watches.Tell(name, new WatchActor.Made(name, variable));
        return true;
    }

    private Refusal? WhyNot(string name) => name switch
    {
        _ when !VariableName.IsValid(name) => new Refusal.BadName(),
        _ when _failed.Contains(name) => new Refusal.VariableFailed(),
        _ when _variables.Count + _failed.Count >= _settings.MostVariables =>
            new Refusal.TooManyVariables(_settings.MostVariables),
        _ => null,
    };

    // A variable stops by itself only when it fails.
    private sealed record VariableFailed(string Name);

    // A watch stops by itself only when it fails.
    private sealed record WatchEnded(Watch First, IActorRef Watch);

    private sealed record SurveyEnded(IActorRef Survey, bool WasListing);
}
