namespace Coterie.Actors.Configuration;

/// <summary>Settings break a rule. The message has a line for each: <c>key must be rule, was [value].</c></summary>
public sealed class SettingsException : Exception
{
    /// <summary>An error; the message names the rules that are broken.</summary>
    public SettingsException(string message)
        : base(message)
    {
    }

    /// <summary>The same, with the exception that caused it.</summary>
    public SettingsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
