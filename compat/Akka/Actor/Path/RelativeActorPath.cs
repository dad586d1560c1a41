namespace Akka.Actor;

/// <summary>Splits a path that begins at some actor rather than at the root.</summary>
public static class RelativeActorPath
{
    /// <summary>The elements, or null where the text is not a path.</summary>
    public static IEnumerable<string>? Unapply(string addr)
    {
        if (string.IsNullOrEmpty(addr) || addr.Contains("://", StringComparison.Ordinal)) return null;
        return addr.Split('/').Where(element => element.Length > 0);
    }
}
