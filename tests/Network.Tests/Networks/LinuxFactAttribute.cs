namespace Coterie.Network.Tests.Networks;

/// <summary>
/// A test on several addresses of 127.0.0.0/8, or with signals; without these, it is skipped and says so.
/// </summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    /// <summary>Why the test is skipped here; null if it is not.</summary>
    public static string? Reason { get; } =
        OperatingSystem.IsLinux() ? null : "needs Linux, where all of 127.0.0.0/8 is this machine";

    public LinuxFactAttribute() => Skip = Reason;
}
