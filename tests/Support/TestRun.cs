using System.Diagnostics;

namespace Coterie.Tests.Support;

/// <summary>
/// This run of tests. If it is killed, a guard removes what it leaves behind. The guard is a shell that ends shortly after
/// the run.
/// </summary>
internal static class TestRun
{
    private const string Variable = "TEST_RUN_OF_COTERIE";

    private const string Guard = """
        trap '' INT TERM HUP
        exec > /dev/null 2>&1
        cat
        for environment in $(grep -lsF "$1=$2." /proc/[0-9]*/environ); do
          process=${environment#/proc/}
          kill -9 "${process%/environ}"
        done
        command -v ip || exit 0
        for namespace in $(ip netns list | cut -d ' ' -f 1 | grep "^$2-"); do
          ip netns delete "$namespace"
        done
        """;

    private static readonly Lazy<Process?> Watch = new(StartGuard);

    /// <summary>Part of the name of everything that the run makes outside its own process.</summary>
    public static string Name { get; } = $"coterie-{Environment.ProcessId}";

    /// <summary>Makes sure that everything with <see cref="Name"/> in its name is removed when this run ends.</summary>
    public static void BeGuarded() => _ = Watch.Value;

    /// <summary>Tells the guard of a process that will be started.</summary>
    public static void Mark(ProcessStartInfo start)
    {
        BeGuarded();
        start.Environment[Variable] = $"{Name}."; // the dot: the number of another run may begin with this one's
    }

    // The guard's input ends when this process does, however it does.
    private static Process? StartGuard() => OperatingSystem.IsLinux()
        ? Process.Start(new ProcessStartInfo("sh", ["-c", Guard, "guard", Variable, Name]) { RedirectStandardInput = true })
        : null;
}
