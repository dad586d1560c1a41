namespace Coterie.Actors.Configuration;

/// <summary>Settings that break a rule; the message has a line for each: <c>key must be rule, was [value].</c></summary>
public sealed class SettingsException : Exception
{
    /// <summary>Names the rules broken.</summary>
    public SettingsException(string message)
        : base(message)
    {
    }

    /// <summary>The same, with the exception that led to it.</summary>
    public SettingsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
