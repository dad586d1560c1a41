using System.Diagnostics;

namespace Coterie.Tests.Support;

/// <summary>
/// This run of tests. What it leaves behind, because it was killed, a guard takes away: the guard is a shell that outlives the
/// run by a moment.
/// </summary>
internal static class TestRun
{
    private const string Variable = "TEST_RUN_OF_COTERIE";

    private const string Guard = """
        trap '' INT TERM HUP
        exec > /dev/null 2>&1
        cat
        for environment in $(grep -lsF "$1=$2" /proc/[0-9]*/environ); do
          process=${environment#/proc/}
          kill -9 "${process%/environ}"
        done
        command -v ip || exit 0
        for namespace in $(ip netns list | cut -d ' ' -f 1 | grep "^$2-"); do
          ip netns delete "$namespace"
        done
        """;

    private static readonly Lazy<Process?> Watch = new(StartGuard);

    /// <summary>Stands in the name of everything that the run makes outside its own process.</summary>
    public static string Name { get; } = $"coterie-{Environment.ProcessId}";

    /// <summary>Sees to it that what carries <see cref="Name"/> goes with this run.</summary>
    public static void BeGuarded() => _ = Watch.Value;

    /// <summary>Makes a process to be started known to the guard.</summary>
    public static void Mark(ProcessStartInfo start)
    {
        BeGuarded();
        start.Environment[Variable] = Name;
    }

    // The guard's input ends when this process does, however it does.
    private static Process? StartGuard() => OperatingSystem.IsLinux()
        ? Process.Start(new ProcessStartInfo("sh", ["-c", Guard, "guard", Variable, Name]) { RedirectStandardInput = true })
        : null;
}
