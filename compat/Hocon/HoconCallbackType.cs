namespace Hocon;

/// <summary>What an include statement names.</summary>
public enum HoconCallbackType
{
    File,
    Url,
    Resource,
}
