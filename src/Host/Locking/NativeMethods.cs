using System.Runtime.InteropServices;

namespace Coterie.Host.Locking;

/// <summary>What Linux offers for process groups and terminals, and .NET does not.</summary>
internal static class NativeMethods
{
    public const int SigHup = 1;
    public const int SigInt = 2;
    public const int SigQuit = 3;
    public const int SigKill = 9;
    public const int SigUsr1 = 10;
    public const int SigUsr2 = 12;
    public const int SigPipe = 13;
    public const int SigTerm = 15;
    public const int SigCont = 18;
    public const int SigTstp = 20;
    public const int SigTtin = 21;
    public const int SigTtou = 22;
    public const int SigWinch = 28;

    /// <summary>The option of <see cref="Prctl"/>: the signal that a process gets when the thread that started it ends.</summary>
    public const int ParentDeathSignal = 1;

    /// <summary>An error: the process belongs to another user.</summary>
    public const int NotPermitted = 1;

    public static readonly nint Default = 0;
    public static readonly nint Ignore = 1;

    private const int Interrupted = 4;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static extern int Kill(int process, int signal);

    [DllImport("libc", EntryPoint = "setpgid", SetLastError = true)]
    public static extern int SetProcessGroup(int process, int group);

    [DllImport("libc", EntryPoint = "getpgrp")]
    public static extern int GetProcessGroup();

    [DllImport("libc", EntryPoint = "getpgid", SetLastError = true)]
    public static extern int GetProcessGroup(int process);

    [DllImport("libc", EntryPoint = "getsid", SetLastError = true)]
    public static extern int GetSession(int process);

    [DllImport("libc", EntryPoint = "getppid")]
    public static extern int GetParent();

    [DllImport("libc", EntryPoint = "tcgetpgrp", SetLastError = true)]
    public static extern int GetForegroundGroup(int terminal);

    [DllImport("libc", EntryPoint = "tcsetpgrp", SetLastError = true)]
    public static extern int SetForegroundGroup(int terminal, int group);

    [DllImport("libc", EntryPoint = "isatty")]
    public static extern int IsTerminal(int handle);

    [DllImport("libc", EntryPoint = "signal", SetLastError = true)]
    public static extern nint Signal(int signal, nint handler);

    [DllImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static extern int Prctl(int option, nuint argument, nuint third, nuint fourth, nuint fifth);

    /// <summary>Opens the terminal that controls this process, not for its children; negative if there is none.</summary>
    public static int OpenTerminal()
    {
        const int ReadAndWrite = 0x2;
        const int NoControl = 0x100;
        const int CloseOnExec = 0x80000;
        return Open("/dev/tty", ReadAndWrite | NoControl | CloseOnExec);
    }

    /// <summary>Waits until a signal stops a child.</summary>
    /// <returns>The signal; null if the child has ended.</returns>
    public static int? WaitForStop(int child)
    {
        const int OneProcess = 1;
        const int Stopped = 2;
        var info = new int[32]; // siginfo_t
        while (WaitId(OneProcess, child, info, Stopped) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
                return null;
        }
        return info[nint.Size == 8 ? 6 : 5]; // si_status
    }

    /// <summary>Becomes another program. Returns only if that is not possible.</summary>
    /// <param name="command">The program, which is looked for in <c>PATH</c>, and its arguments.</param>
    public static void Execute(IReadOnlyList<string> command)
    {
        nint[] words = [.. command.Select(Marshal.StringToCoTaskMemUTF8), 0];
        _ = Execute(words[0], words);
    }

    [DllImport("libc", EntryPoint = "execvp", SetLastError = true)]
    private static extern int Execute(nint file, nint[] arguments);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static extern int WaitId(int kind, int process, [Out] int[] info, int options);
}
