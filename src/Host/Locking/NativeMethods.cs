using System.Runtime.InteropServices;

namespace Coterie.Host.Locking;

/// <summary>What Linux offers for process groups, and .NET does not.</summary>
internal static class NativeMethods
{
    public const int SigHup = 1;
    public const int SigInt = 2;
    public const int SigQuit = 3;
    public const int SigKill = 9;
    public const int SigPipe = 13;
    public const int SigTerm = 15;
    public const int SigTtou = 22;

    /// <summary>The option of <see cref="Prctl"/>: the signal that a process gets when the thread that started it ends.</summary>
    public const int ParentDeathSignal = 1;

    public static readonly nint Default = 0;
    public static readonly nint Ignore = 1;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static extern int Kill(int process, int signal);

    [DllImport("libc", EntryPoint = "setpgid", SetLastError = true)]
    public static extern int SetProcessGroup(int process, int group);

    [DllImport("libc", EntryPoint = "getpgrp")]
    public static extern int GetProcessGroup();

    [DllImport("libc", EntryPoint = "getppid")]
    public static extern int GetParent();

    [DllImport("libc", EntryPoint = "tcsetpgrp", SetLastError = true)]
    public static extern int SetForegroundGroup(int terminal, int group);

    [DllImport("libc", EntryPoint = "isatty")]
    public static extern int IsTerminal(int handle);

    [DllImport("libc", EntryPoint = "signal", SetLastError = true)]
    public static extern nint Signal(int signal, nint handler);

    [DllImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static extern int Prctl(int option, nuint argument, nuint third, nuint fourth, nuint fifth);

    /// <summary>Becomes another program. Returns only if that is not possible.</summary>
    /// <param name="command">The program, which is looked for in <c>PATH</c>, and its arguments.</param>
    public static void Execute(IReadOnlyList<string> command)
    {
        nint[] words = [.. command.Select(Marshal.StringToCoTaskMemUTF8), 0];
        _ = Execute(words[0], words);
    }

    [DllImport("libc", EntryPoint = "execvp", SetLastError = true)]
    private static extern int Execute(nint file, nint[] arguments);
}
