namespace Hocon;

/// <summary>A value is not what its reader asked for.</summary>
public class HoconException : Exception
{
    public HoconException(string message) : base(message)
    {
    }

    public HoconException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
