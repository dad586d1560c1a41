using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Coterie.Host.Locking;

/// <summary>A command that runs in a process group of its own, with the streams of this process.</summary>
internal sealed class ChildGroup
{
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<int> _early = [];
    private readonly Action<int> _onStop;

    private ChildGroup(Action<int> onStop) => _onStop = onStop;

    /// <summary>Completes with the exit code of the command: 128 and the signal if a signal ended it.</summary>
    public Task<int> Exit => _exit.Task;

    /// <summary>The number of the group, and of the command; 0 until it is started.</summary>
    public int Id { get; private set; }

    /// <summary>Whether a process of the group is left. The command itself may have ended.</summary>
    public bool HasMembers => Id > 0 && (NativeMethods.Kill(-Id, 0) == 0 || IsForbidden);

    private static bool IsForbidden => Marshal.GetLastPInvokeError() == NativeMethods.NotPermitted;

    /// <summary>Starts a command.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables for it, besides those of this process.</param>
    /// <param name="onStop">Called with the signal when a signal stops it, as Ctrl-Z does.</param>
    public static ChildGroup Start(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, Action<int> onStop)
    {
        var info = ChildEntry.StartInfo(command);
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        var child = new ChildGroup(onStop);
        // The signal of a parent's death comes when the thread that started the child ends: so this thread waits for the child.
        new Thread(() => child.Run(info)) { IsBackground = true, Name = "command" }.Start();
        return child;
    }

    /// <summary>Sends a signal to the whole group, or as soon as it is started.</summary>
    /// <returns>Whether that is permitted, even if the group has ended: it may run under another user.</returns>
    public bool Signal(int signal)
    {
        lock (_gate)
        {
            if (Id > 0)
                return NativeMethods.Kill(-Id, signal) == 0 || !IsForbidden;
            _early.Add(signal);
            return true;
        }
    }

    private void Run(ProcessStartInfo info)
    {
        try
        {
            using var process = Process.Start(info)!;
            _ = NativeMethods.SetProcessGroup(process.Id, process.Id); // the child does the same; whoever comes first
            lock (_gate)
            {
                Id = process.Id;
                foreach (var signal in _early)
                    _ = NativeMethods.Kill(-Id, signal);
            }
            while (NativeMethods.WaitForStop(process.Id) is { } signal)
                _onStop(signal);
            process.WaitForExit();
            _ = Terminal.TakeBackFrom(process.Id);
            _exit.SetResult(process.ExitCode);
        }
        catch (Exception failure)
        {
            _exit.TrySetException(failure);
        }
    }
}
