namespace Coterie.Actors.Variables;

/// <summary>A replicated variable at one moment.</summary>
/// <typeparam name="T">What it is.</typeparam>
/// <param name="Exists">Whether it has a value.</param>
/// <param name="Value">The value; the default of <typeparamref name="T"/> if it has none.</param>
/// <param name="Version">
/// How many operations have changed the variable, deletions included; 0 if none ever did. It never falls.
/// </param>
public readonly record struct VariableState<T>(bool Exists, T? Value, long Version)
    where T : notnull;

/// <summary>How a compare-and-set ended.</summary>
/// <typeparam name="T">What the variable is.</typeparam>
/// <param name="IsSet">Whether the variable was what the caller expected, and has the new value.</param>
/// <param name="State">The variable afterwards: the new value, or the one that was not expected.</param>
public readonly record struct CompareAndSetResult<T>(bool IsSet, VariableState<T> State)
    where T : notnull;

/// <summary>What a watch of a variable tells.</summary>
/// <typeparam name="T">What the variable is.</typeparam>
/// <param name="State">The variable.</param>
/// <param name="Missed">How many changes were left out since the one before.</param>
/// <param name="IsCurrent">
/// Whether every change comes. False if too few members answer: then the variable may have changed meanwhile.
/// </param>
public readonly record struct VariableChange<T>(VariableState<T> State, long Missed, bool IsCurrent)
    where T : notnull;

/// <summary>A variable as it was some time ago.</summary>
/// <typeparam name="T">What it is.</typeparam>
/// <param name="State">The variable.</param>
/// <param name="Age">How long ago that was, at most; zero if it is certain that it is still so.</param>
public readonly record struct StaleState<T>(VariableState<T> State, TimeSpan Age)
    where T : notnull;
