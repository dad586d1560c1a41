namespace Coterie.Actors.Variables;

/// <summary>
/// An operation may have taken effect, or may still do so, but nobody can tell: the time was over, or it was cancelled, while it
/// was on its way. It does not happen twice. Read the variable to find out what it is now.
/// </summary>
/// <param name="message">What was to be done, and with which variable.</param>
public sealed class OutcomeUnknownException(string message) : Exception(message);

/// <summary>The value of a variable is of another kind than the caller says. Nothing was changed.</summary>
/// <param name="message">Which variable, what it must be, and what it is.</param>
public sealed class VariableKindException(string message) : InvalidOperationException(message);
