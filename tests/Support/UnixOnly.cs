namespace Coterie.Tests.Support;

/// <summary>A test that needs signals, pipes or devices; without them, it is skipped and says so.</summary>
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = UnixOnly.Reason;
}

/// <inheritdoc cref="UnixFactAttribute"/>
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = UnixOnly.Reason;
}

internal static class UnixOnly
{
    public static string? Reason => OperatingSystem.IsWindows() ? "needs Unix" : null;
}
