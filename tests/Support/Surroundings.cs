using System.Diagnostics;

namespace Coterie.Tests.Support;

/// <summary>Where a process of a test runs: which program, in which network, with which environment.</summary>
internal sealed record Surroundings
{
    public static Surroundings Here { get; } = new();

    /// <summary>The program, in the folder of the tests.</summary>
    public string Program { get; init; } = "Coterie.Host.dll";

    /// <summary>
    /// Program and arguments in front of those of a test; default: <see cref="Program"/>, run by <c>dotnet</c>.
    /// </summary>
    public IReadOnlyList<string> Command
    {
        get => field ?? [Dotnet, Path.Combine(AppContext.BaseDirectory, Program)];
        init;
    }

    /// <summary>The folder that it runs in; null for that of the tests.</summary>
    public string? Folder { get; init; }

    /// <summary>The network namespace; null for that of the tests.</summary>
    public string? Namespace { get; init; }

    /// <summary>How many handles it may have at once; null for as many as the tests.</summary>
    public int? MostHandles { get; init; }

    /// <summary>Environment variables that override those of the tests.</summary>
    public IReadOnlyList<(string Name, string Value)> Environment { get; init; } = [];

    /// <summary>
    /// A redirection of the standard streams by a shell that starts the program, such as <c>&gt; /dev/full</c>; null for
    /// none.
    /// </summary>
    public string? Redirections { get; init; }

    public ProcessStartInfo StartInfo(IEnumerable<string> arguments)
    {
        string[] command = [.. EnterNamespace(), .. LimitHandles(), .. Redirect(), .. HeedInterrupts, .. Command, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Folder ?? "",
        };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        TestRun.Mark(start);
        return start;
    }

    private static string Dotnet { get; } =
        System.Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    // A shell makes its background jobs ignore Ctrl-C, and their children inherit that. Coterie should run as in the foreground.
    private static string[] HeedInterrupts { get; } = OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status")
            .FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } ignored
        && (Convert.ToUInt64(ignored[7..].Trim(), 16) & 2) != 0 ? ["env", "--default-signal=INT"] : [];

    private string[] LimitHandles() => MostHandles is null ? [] : ["sh", "-c", $"ulimit -n {MostHandles} && exec \"$@\"", "sh"];

    private string[] Redirect() => Redirections is null ? [] : ["sh", "-c", $"exec \"$@\" {Redirections}", "sh"];

    private string[] EnterNamespace() => Namespace is null ? [] : ["ip", "netns", "exec", Namespace];
}
