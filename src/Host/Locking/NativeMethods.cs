using System.ComponentModel;
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

    /// <summary>Starts a program as a child of this thread, with the streams of this process.</summary>
    /// <param name="command">The path of the program, and its arguments.</param>
    /// <param name="environment">Its environment, as <c>NAME=VALUE</c>.</param>
    /// <returns>The number of the process.</returns>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static int Spawn(IReadOnlyList<string> command, IEnumerable<string> environment)
    {
        var words = Words(command);
        var variables = Words(environment);
        var error = Spawn(out var process, words[0], 0, 0, words, variables);
        foreach (var text in words.Concat(variables))
            Marshal.FreeCoTaskMem(text);
        return error == 0 ? process : throw new Win32Exception(error);
    }

    /// <summary>Waits until a signal stops a child, or the child ends.</summary>
    /// <returns>Whether it was stopped; and the signal, or the exit code: 128 and the signal if a signal ended it.</returns>
    /// <exception cref="Win32Exception">There is no such child.</exception>
    public static (bool IsStopped, int Value) WaitFor(int child)
    {
        const int OneProcess = 1;
        const int StoppedOrEnded = 2 | 4;
        const int HasExited = 1;
        const int WasStopped = 5;
        var info = new int[32]; // siginfo_t
        while (WaitId(OneProcess, child, info, StoppedOrEnded) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
                throw new Win32Exception(error);
        }
        var (code, status) = (info[2], info[nint.Size == 8 ? 6 : 5]);
        return (code == WasStopped, code is WasStopped or HasExited ? status : 128 + status);
    }

    /// <summary>Becomes another program. Returns only if that is not possible.</summary>
    /// <param name="command">The program, which is looked for in <c>PATH</c>, and its arguments.</param>
    public static void Execute(IReadOnlyList<string> command)
    {
        var words = Words(command);
        _ = Execute(words[0], words);
    }

    private static nint[] Words(IEnumerable<string> texts) => [.. texts.Select(Marshal.StringToCoTaskMemUTF8), 0];

    [DllImport("libc", EntryPoint = "posix_spawn")]
    private static extern int Spawn(
        out int process, nint path, nint actions, nint attributes, nint[] arguments, nint[] environment);

    [DllImport("libc", EntryPoint = "execvp", SetLastError = true)]
    private static extern int Execute(nint file, nint[] arguments);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static extern int WaitId(int kind, int process, [Out] int[] info, int options);
}
