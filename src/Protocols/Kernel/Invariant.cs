namespace Coterie.Protocols.Kernel;

/// <summary>How machines check their numbered invariants.</summary>
internal static class Invariant
{
    /// <summary>Checks one of them.</summary>
    /// <param name="rules">The machine, or the part of it whose invariant it is; its text is the state in the error.</param>
    /// <param name="number">The number of the invariant.</param>
    /// <param name="holds">Whether it holds.</param>
    /// <exception cref="BrokenRuleException">It does not.</exception>
    public static void Holds(object rules, int number, bool holds)
    {
        if (!holds)
            throw new BrokenRuleException($"Invariant ({number}) must hold, was [{rules}].");
    }
}
