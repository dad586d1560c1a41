using Akka.Actor;

namespace Coterie.Actors.Memory;

/// <summary>
/// Asks some variables one question, passes all answers on, and stops. A variable that fails in the meantime is left out.
/// </summary>
/// <typeparam name="T">The answer of one variable.</typeparam>
internal sealed class SurveyActor<T> : ReceiveActor
{
    private readonly IReadOnlyDictionary<string, IActorRef> _variables;
    private readonly object _question;
    private readonly Func<T, string> _nameOf;
    private readonly Action<IReadOnlyList<T>> _done;
    private readonly HashSet<string> _missing;
    private readonly List<T> _answers = [];

    /// <summary>See <see cref="Survey.Props"/>.</summary>
    public SurveyActor(
        IReadOnlyDictionary<string, IActorRef> variables, object question, Func<T, string> nameOf, Action<IReadOnlyList<T>> done)
    {
        (_variables, _question, _nameOf, _done, _missing) = (variables, question, nameOf, done, [.. variables.Keys]);
        Receive<T>(On);
        Receive<Survey.Failed>(m => Done(m.Name));
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        foreach (var variable in _variables.Values)
            variable.Tell(_question);
        EndOnceAllAreThere();
    }

    private void On(T answer)
    {
        _answers.Add(answer);
        Done(_nameOf(answer));
    }

    private void Done(string name)
    {
        _missing.Remove(name);
        EndOnceAllAreThere();
    }

    private void EndOnceAllAreThere()
    {
        if (_missing.Count > 0)
            return;
        _done([.. _answers.OrderBy(_nameOf, StringComparer.Ordinal)]);
        Context.Stop(Self);
    }
}

/// <summary>What belongs to all <see cref="SurveyActor{T}"/>.</summary>
internal static class Survey
{
    /// <summary>The props of a survey.</summary>
    /// <param name="variables">The variables by their names.</param>
    /// <param name="question">What each of them is asked.</param>
    /// <param name="nameOf">The variable that gave an answer.</param>
    /// <param name="done">Gets all answers, in the order of the names.</param>
    public static Props Props<T>(
        IReadOnlyDictionary<string, IActorRef> variables,
        object question,
        Func<T, string> nameOf,
        Action<IReadOnlyList<T>> done) =>
        Akka.Actor.Props.Create(() => new SurveyActor<T>(variables, question, nameOf, done));

    /// <summary>From the memory: the variable no longer answers.</summary>
    internal sealed record Failed(string Name);
}
