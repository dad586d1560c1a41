using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Exploring;

/// <summary>A property that is broken in a state, or by a step from it.</summary>
/// <param name="Property">Which one.</param>
/// <param name="Text">What is wrong, in a sentence.</param>
/// <param name="State">The number of the state.</param>
/// <param name="Move">The step; null if the state itself breaks the property.</param>
internal sealed record Broken(Property Property, string Text, int State, Move? Move);

/// <summary>Judges states and steps.</summary>
/// <param name="protocol">The protocol, with what it promises.</param>
internal sealed class StateJudge(Protocol protocol)
{
    /// <summary>Whether the search is over. After some violations it goes on, because a graver one may follow.</summary>
    public bool IsFinal(Broken? broken) => broken is not null
        && broken.Property != ExplorationProperties.Invariant && !protocol.StateRules.LooksFurther(broken.Property);

    /// <summary>Judges the first state, which has the number 0.</summary>
    public static Broken? Beginning(WholeState state)
    {
        foreach (var local in state.Locals)
        {
            if (local.BrokenInvariant is { } broken)
                return new Broken(ExplorationProperties.Invariant, broken, 0, null);
        }
        return null;
    }

    /// <summary>Judges a step from <paramref name="state"/>, which breaks no property.</summary>
    public Breach? Step(WholeState state, in Played played)
    {
        var (process, outcome) = (played.Process, played.Outcome);
        var notes = state.Locals[process.Value - 1].View.Notes;
        foreach (var output in outcome.Outputs)
        {
            if (protocol.StateRules.Judge(state.Views(process, notes), process, output) is { } breach)
                return breach;
            notes = notes?.After(output);
        }
        if (protocol.StateRules.JudgesMessages && Sent(state, process, outcome) is { } wrong)
            return wrong;
        if (outcome.Refusal is { } refusal)
            return new Breach(ExplorationProperties.Refusal, refusal);
        return outcome.Next.BrokenInvariant is { } broken ? new Breach(ExplorationProperties.Invariant, broken) : null;
    }

    /// <summary>Judges a state from which no regular step leads on; see <see cref="Move.IsRegular"/>.</summary>
    public Broken? End(WholeState state, int number) => state.IsDone
        ? null
        : new Broken(ExplorationProperties.DeadEnd, $"Nobody can go on: {Undone(state)}.", number, null);

    /// <summary>Judges a state from which no way leads to a state in which all processes are done.</summary>
    public Broken WithoutWayOut(WholeState state, int number) => new(
        ExplorationProperties.WayOut,
        $"From here on there is no way to a state in which all are done: {Undone(state)}.",
        number,
        null);

    private Breach? Sent(WholeState state, ProcessId process, Outcome outcome)
    {
        foreach (var number in outcome.Sent)
        {
            var letter = state.LetterOf(number);
            if (protocol.StateRules.Judge(state.Views(), process, letter.To, letter.Message!) is { } breach)
                return breach;
        }
        return null;
    }

    private string Undone(WholeState state)
    {
        var parts = new List<string>();
        for (var i = 0; i < state.Locals.Length; i++)
        {
            var (view, name) = (state.Locals[i].View, protocol.Words.Name(new ProcessId(i + 1)));
            if (view.Standing == Standing.Waiting)
                parts.Add($"{name} waits with request {view.Request}");
            else if (view.Standing == Standing.Inside)
                parts.Add($"{name} is inside");
        }
        return parts.Count == 0 ? "nobody waits or is inside" : string.Join(", ", parts);
    }
}
