using System.Diagnostics;

namespace Coterie.Host.Locking;

/// <summary>A command that runs in a process group of its own, with the streams and the terminal of this process.</summary>
internal sealed class ChildGroup
{
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _group;

    private ChildGroup()
    {
    }

    /// <summary>Completes with the exit code of the command: 128 and the signal if a signal ended it.</summary>
    public Task<int> Exit => _exit.Task;

    /// <summary>Starts a command.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables for it, besides those of this process.</param>
    public static async Task<ChildGroup> StartAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        var info = ChildEntry.StartInfo(command);
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        var child = new ChildGroup();
        // The signal of a parent's death comes when the thread that started the child ends: so this thread waits for the child.
        new Thread(() => child.Run(info)) { IsBackground = true, Name = "command" }.Start();
        await child._started.Task;
        return child;
    }

    /// <summary>Sends a signal to the whole group; nothing happens if it is gone.</summary>
    public void Signal(int signal)
    {
        if (_group > 0)
            _ = NativeMethods.Kill(-_group, signal);
    }

    private void Run(ProcessStartInfo info)
    {
        try
        {
            using var process = Process.Start(info)!;
            _group = process.Id;
            _ = NativeMethods.SetProcessGroup(_group, _group); // the child does the same; whoever comes first
            _started.SetResult();
            process.WaitForExit();
            TakeTerminalBack();
            _exit.SetResult(process.ExitCode);
        }
        catch (Exception failure)
        {
            _started.TrySetException(failure);
            _exit.TrySetException(failure);
        }
    }

    private static void TakeTerminalBack()
    {
        if (NativeMethods.IsTerminal(0) != 1)
            return;
        _ = NativeMethods.Signal(NativeMethods.SigTtou, NativeMethods.Ignore);
        _ = NativeMethods.SetForegroundGroup(0, NativeMethods.GetProcessGroup());
    }
}
