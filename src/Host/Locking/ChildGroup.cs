using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Coterie.Host.Locking;

/// <summary>A command that runs in a process group of its own, with the streams of this process.</summary>
internal sealed class ChildGroup
{
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<int> _early = [];
    private readonly IReadOnlyList<string> _line;
    private readonly IReadOnlyList<string> _environment;
    private readonly Action<int> _onStop;

    /// <summary>A command that is not started yet.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables for it, besides those of this process.</param>
    /// <param name="onStop">Called with the signal when a signal stops it, as Ctrl-Z does.</param>
    public ChildGroup(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, Action<int> onStop)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!);
        foreach (var (name, value) in environment)
            variables[name] = value;
        _line = ChildEntry.LineOf(command);
        _environment = [.. variables.Select(variable => $"{variable.Key}={variable.Value}")];
        _onStop = onStop;
    }

    /// <summary>Completes with the exit code of the command: 128 and the signal if a signal ended it.</summary>
    public Task<int> Exit => _exit.Task;

    /// <summary>The number of the group, and of the command; 0 until it is started.</summary>
    public int Id { get; private set; }

    /// <summary>Whether a process of the group still runs. The command itself may have ended.</summary>
    public bool HasMembers => Id > 0
        && (NativeMethods.Kill(-Id, 0) == 0 || IsForbidden)
        // Processes that have ended count for the kernel until somebody asks for their exit codes. In a container nobody may.
        && Directory.EnumerateDirectories("/proc").Any(folder => char.IsAsciiDigit(folder[^1]) && IsRunning(folder));

    private static bool IsForbidden => Marshal.GetLastPInvokeError() == NativeMethods.NotPermitted;

    /// <summary>Starts it.</summary>
    public void Start()
    {
        // The signal of a parent's death comes when the thread that started the child ends: so this thread waits for the child.
        new Thread(Run) { IsBackground = true, Name = "command" }.Start();
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

    private bool IsRunning(string folder)
    {
        try
        {
            var stat = File.ReadAllText($"{folder}/stat"); // number (name) state parent group …
            var words = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return words[2] == Id.ToString(CultureInfo.InvariantCulture) && words[0] is not ("Z" or "X");
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Not by the class Process: it sets the modes of the terminal when the command ends, while this process is in the background.
    // That would stop this process, and everything in its group.
    private void Run()
    {
        try
        {
            var process = NativeMethods.Spawn(_line, _environment);
            _ = NativeMethods.SetProcessGroup(process, process); // the child does the same; whoever comes first
            lock (_gate)
            {
                Id = process;
                foreach (var signal in _early)
                    _ = NativeMethods.Kill(-Id, signal);
            }
            (bool IsStopped, int Value) change;
            while ((change = NativeMethods.WaitFor(process)).IsStopped)
                _onStop(change.Value);
            _ = Terminal.TakeBackFrom(process);
            _exit.SetResult(change.Value);
        }
        catch (Exception failure)
        {
            _exit.TrySetException(failure);
        }
    }
}
