namespace Coterie.Network.Tests.Networks;

/// <summary>
/// A test on several addresses of 127.0.0.0/8, or with signals; skipped, and says so, where these are not there.
/// </summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    /// <summary>Why it is skipped here; null where it is not.</summary>
    public static string? Reason { get; } =
        OperatingSystem.IsLinux() ? null : "needs Linux, where all of 127.0.0.0/8 is this machine";

    public LinuxFactAttribute() => Skip = Reason;
}
