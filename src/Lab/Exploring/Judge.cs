using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Exploring;

/// <summary>A rule that is broken in a state, or by a step from it.</summary>
/// <param name="Rule">Which one.</param>
/// <param name="Text">What is wrong, in a sentence.</param>
/// <param name="State">The number of the state.</param>
/// <param name="Move">The step; null where the state itself breaks the rule.</param>
internal sealed record Broken(Rule Rule, string Text, int State, Move? Move);

/// <summary>Finds what is wrong with a state or a step.</summary>
/// <param name="promises">What the algorithm promises.</param>
internal sealed class Judge(MutexPromises promises)
{
    /// <summary>Whether the search is over: to what a broken order or invariant leads may be graver, and is looked for.</summary>
    public static bool IsFinal(Broken? broken) => broken is not null and not { Rule: Rule.Order or Rule.Invariant };

    /// <summary>Judges the state in which nothing has happened, which has the number 0.</summary>
    public static Broken? Beginning(WholeState state)
    {
        foreach (var local in state.Locals)
        {
            if (local.BrokenInvariant is { } broken)
                return new Broken(Rule.Invariant, broken, 0, null);
        }
        return null;
    }

    /// <summary>Judges a step from <paramref name="state"/>, a good one, which has this number: by what the step changes.</summary>
    public Broken? Step(WholeState state, in Move move, int number)
    {
        if (move.Outcome is not { } outcome)
            return null;
        if (outcome.Entered is { } request && Entry(state, move.Process, request) is var (rule, text))
            return new Broken(rule, text, number, move);
        if (outcome.Refusal is { } refusal)
            return new Broken(Rule.Refusal, refusal, number, move);
        return outcome.Next.BrokenInvariant is { } broken ? new Broken(Rule.Invariant, broken, number, move) : null;
    }

    /// <summary>Judges a state from which no step leads on that counts.</summary>
    public static Broken? End(WholeState state, int number) =>
        state.IsDone ? null : new Broken(Rule.DeadEnd, $"Nobody can go on: {Undone(state)}.", number, null);

    /// <summary>Judges a state from which no way leads to one in which all are done.</summary>
    public static Broken WithoutWayOut(WholeState state, int number) =>
        new(Rule.WayOut, $"From here on there is no way to a state in which all are done: {Undone(state)}.", number, null);

    private (Rule Rule, string Text)? Entry(WholeState state, ProcessId process, Timestamp request)
    {
        (Rule, string)? overtaken = null;
        for (var i = 0; i < state.Locals.Length; i++)
        {
            if (i + 1 == process.Value)
                continue;
            if (state.Locals[i].Phase == Phase.Held)
                return (Rule.Exclusion, $"Process {process} enters while Process {i + 1} is inside.");
            if (promises.EntersInTimestampOrder && state.Locals[i] is { Phase: Phase.Wanted, Request: { } theirs } && theirs < request)
                overtaken ??= (Rule.Order, $"Process {process} enters with {request} before Process {i + 1}, which waits with {theirs}.");
        }
        return overtaken;
    }

    private static string Undone(WholeState state)
    {
        var parts = new List<string>();
        for (var i = 0; i < state.Locals.Length; i++)
        {
            var local = state.Locals[i];
            if (local.Phase == Phase.Wanted)
                parts.Add($"Process {i + 1} waits with {local.Request}");
            else if (local.Phase == Phase.Held)
                parts.Add($"Process {i + 1} is inside");
        }
        return parts.Count == 0 ? "nobody waits or is inside" : string.Join(", ", parts);
    }
}
