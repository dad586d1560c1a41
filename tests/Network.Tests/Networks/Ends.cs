namespace Coterie.Network.Tests.Networks;

/// <summary>How the commands must end.</summary>
internal static class Ends
{
    /// <summary>
    /// With this exit code, and with no error logged. Warnings may occur: engines differ in what they log about a connection.
    /// 
    /// </summary>
    public static void AssertEndedWith(this CoterieProcess.Outcome end, int exitCode)
    {
        Assert.True(
            exitCode == end.ExitCode,
            $"The exit code must be {exitCode}, was [{end.ExitCode}]; standard error output:\n{end.Errors}");
        Assert.DoesNotContain("coterie: error", end.Errors, StringComparison.Ordinal);
        end.AssertNoStackTrace();
    }

    /// <summary>Whatever is logged, it is in sentences.</summary>
    public static void AssertNoStackTrace(this CoterieProcess.Outcome end) =>
        Assert.DoesNotContain("   at ", end.Errors + end.Output, StringComparison.Ordinal);
}
