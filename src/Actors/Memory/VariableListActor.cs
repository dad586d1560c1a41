using Akka.Actor;
using static Coterie.Memory.MemoryProtocol;

namespace Coterie.Memory;

/// <summary>Asks some variables for their values, answers one <see cref="List"/>, and stops. A variable that stops meanwhile is left out.</summary>
internal sealed class VariableListActor : ReceiveActor
{
    private readonly IActorRef _client;
    private readonly long _id;
    private readonly IReadOnlyList<IActorRef> _variables;
    private readonly bool _isLast;
    private readonly HashSet<IActorRef> _missing;
    private readonly List<NamedValue> _values = [];

    public VariableListActor(IActorRef client, long id, IReadOnlyList<IActorRef> variables, bool isLast)
    {
        (_client, _id, _variables, _isLast, _missing) = (client, id, variables, isLast, [.. variables]);
        Receive<NamedValue>(On);
        Receive<Terminated>(m => Done(m.ActorRef));
    }

    public static Props Props(IActorRef client, long id, IReadOnlyList<IActorRef> variables, bool isLast) =>
        Akka.Actor.Props.Create(() => new VariableListActor(client, id, variables, isLast));

    protected override void PreStart()
    {
        foreach (var variable in _variables)
        {
            Context.Watch(variable);
            variable.Tell(VariableActor.GetValue.Instance);
        }
        AnswerOnceAllAreThere();
    }

    private void On(NamedValue value)
    {
        _values.Add(value);
        Done(Sender);
    }

    private void Done(IActorRef variable)
    {
        _missing.Remove(variable);
        AnswerOnceAllAreThere();
    }

    private void AnswerOnceAllAreThere()
    {
        if (_missing.Count > 0)
            return;
        _client.Tell(new Variables(_id, [.. _values.OrderBy(value => value.Name, StringComparer.Ordinal)], _isLast), Context.Parent);
        Context.Stop(Self);
    }
}
