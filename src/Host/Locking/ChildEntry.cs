using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Coterie.Host.Locking;

/// <summary>
/// What a command runs through before it becomes itself, in the process that is to be it: it gets a process group of its own, is
/// killed when <c>coterie</c> is, and gets the terminal. .NET cannot run anything between the fork and the exec of a child, so
/// <c>coterie</c> starts itself with a word that no user types, and that process then becomes the command.
/// </summary>
internal static class ChildEntry
{
    private const string Word = "[become]";
    private const int CannotRun = 126;
    private const int NotFound = 127;
    private const int NoSuchFile = 2;

    /// <summary>Whether these arguments ask for it.</summary>
    public static bool IsFor(string[] arguments) => arguments is [Word, _, ..];

    /// <summary>The path and the arguments of a process that becomes <paramref name="command"/>.</summary>
    public static IReadOnlyList<string> LineOf(IReadOnlyList<string> command)
    {
        var own = Environment.ProcessPath!;
        var isDotnet = Path.GetFileNameWithoutExtension(own) == "dotnet";
        string[] program = isDotnet ? [own, typeof(ChildEntry).Assembly.Location] : [own];
        return [.. program, Word, Environment.ProcessId.ToString(CultureInfo.InvariantCulture), .. command];
    }

    /// <summary>Becomes the command. Returns only if that is not possible, with an exit code.</summary>
    public static int Run(string[] arguments)
    {
        var command = arguments[2..];
        var parent = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        if (NativeMethods.Prctl(NativeMethods.ParentDeathSignal, NativeMethods.SigKill, 0, 0, 0) != 0
            || NativeMethods.GetParent() != parent)
        {
            return CannotRun; // it was killed meanwhile
        }
        // At a terminal it gets the foreground at once, as vim needs it; in a pipeline only when it asks for it (LockGuard).
        var getsTerminal = NativeMethods.IsTerminal(0) == 1 && NativeMethods.IsTerminal(1) == 1
            && Terminal.Foreground == NativeMethods.GetProcessGroup(parent);
        _ = NativeMethods.SetProcessGroup(0, 0);
        if (getsTerminal)
            Terminal.GiveTo(Environment.ProcessId);
        _ = NativeMethods.Signal(NativeMethods.SigTtou, NativeMethods.Default); // LockGuard ignores it
        _ = NativeMethods.Signal(NativeMethods.SigPipe, NativeMethods.Default); // .NET ignores it
        NativeMethods.Execute(command);
        var error = Marshal.GetLastPInvokeError();
        Console.Error.WriteLine(
            $"coterie: COMMAND must be a program that can be run, was [{command[0]}]: {new Win32Exception(error).Message}.");
        return error == NoSuchFile ? NotFound : CannotRun;
    }
}
