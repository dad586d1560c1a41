namespace Hocon;

/// <summary>The value at a path is absent or not what its reader asked for.</summary>
public class HoconValueException : HoconException
{
    public HoconValueException(string message, string failPath, Exception innerException) : base(message, innerException) =>
        FailPath = failPath;

    /// <summary>The path that was asked for.</summary>
    public string FailPath { get; }
}
