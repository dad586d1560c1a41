namespace Coterie.Network.Tests.Networks;

/// <summary>A test on several addresses of 127.0.0.0/8, or with signals; skipped, and says so, where these are not there.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "needs Linux, where all of 127.0.0.0/8 is this machine";
}
