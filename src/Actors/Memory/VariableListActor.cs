using Akka.Actor;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Memory;

/// <summary>
/// Asks some variables for their values, answers all requests for the page, and stops. A variable that fails in the meantime is
/// left out.
/// </summary>
internal sealed class VariableListActor : ReceiveActor
{
    private readonly IReadOnlyList<(IActorRef Client, List Command)> _requests;
    private readonly IReadOnlyDictionary<string, IActorRef> _variables;
    private readonly bool _isLast;
    private readonly HashSet<string> _missing;
    private readonly List<NamedValue> _values = [];

    public VariableListActor(
        IReadOnlyList<(IActorRef Client, List Command)> requests,
        IReadOnlyDictionary<string, IActorRef> variables,
        bool isLast)
    {
        (_requests, _variables, _isLast, _missing) = (requests, variables, isLast, [.. variables.Keys]);
        Receive<NamedValue>(On);
        Receive<Failed>(m => Done(m.Name));
    }

    public static Props Props(
        IReadOnlyList<(IActorRef Client, List Command)> requests,
        IReadOnlyDictionary<string, IActorRef> variables,
        bool isLast) =>
        Akka.Actor.Props.Create(() => new VariableListActor(requests, variables, isLast));

    protected override void PreStart()
    {
        foreach (var variable in _variables.Values)
            variable.Tell(VariableActor.GetValue.Instance);
        AnswerOnceAllAreThere();
    }

    private void On(NamedValue value)
    {
        _values.Add(value);
        Done(value.Name);
    }

    private void Done(string name)
    {
        _missing.Remove(name);
        AnswerOnceAllAreThere();
    }

    private void AnswerOnceAllAreThere()
    {
        if (_missing.Count > 0)
            return;
        NamedValue[] page = [.. _values.OrderBy(value => value.Name, StringComparer.Ordinal)];
        foreach (var (client, command) in _requests)
            client.Tell(new Variables(command.Id, page, _isLast), Context.Parent);
        Context.Stop(Self);
    }

    /// <summary>From the memory: the variable no longer answers.</summary>
    internal sealed record Failed(string Name);
}
