using System.Runtime.InteropServices;
using System.Threading.Channels;
using Coterie.Actors.Locks;
using Coterie.Actors.Text;

namespace Coterie.Host.Locking;

/// <summary>
/// Guards a command that runs under a lock: ends it before the lock does, passes signals on to it, and is stopped and continued
/// together with it, as a shell expects from a job.
/// </summary>
internal sealed class LockGuard : IDisposable
{
    private static readonly int[] PassedOn =
    [
        NativeMethods.SigInt, NativeMethods.SigTerm, NativeMethods.SigHup, NativeMethods.SigQuit,
        NativeMethods.SigUsr1, NativeMethods.SigUsr2, NativeMethods.SigWinch,
    ];

    private readonly LockHandle _held;
    private readonly bool _keeps;
    private readonly TimeSpan _term;
    private readonly TimeSpan _kill;
    private readonly ChildGroup _child;
    private readonly List<PosixSignalRegistration> _registrations = [];

    // Signals that stopped the command, and SIGCONT if this process was continued.
    private readonly Channel<int> _jobs = Channel.CreateUnbounded<int>();
    private PosixSignalRegistration? _stop;
    private bool _hadTerminal;
    private bool _isLost;
    private bool _isKilled;

    /// <summary>Takes the signals over. The command is not started yet.</summary>
    /// <param name="held">The lock.</param>
    /// <param name="command">The command.</param>
    /// <param name="environment">Variables for it.</param>
    /// <param name="lease">The lease, of which the command gets SIGTERM a quarter and SIGKILL a tenth before the end.</param>
    /// <param name="keeps">Whether it goes on without the lock.</param>
    public LockGuard(
        LockHandle held, string[] command, IReadOnlyDictionary<string, string> environment, TimeSpan lease, bool keeps)
    {
        (_held, _keeps, _term, _kill) = (held, keeps, lease / 4, lease / 10);
        // Otherwise it would be stopped for a sentence on a terminal that the command has, if that is set so (stty tostop).
        _ = NativeMethods.Signal(NativeMethods.SigTtou, NativeMethods.Ignore);
        _child = new ChildGroup(command, environment, signal => _jobs.Writer.TryWrite(signal));
        foreach (var signal in PassedOn)
            _registrations.Add(PassOn(signal));
        _registrations.Add(PosixSignalRegistration.Create((PosixSignal)NativeMethods.SigCont, context =>
        {
            context.Cancel = true; // .NET would set the modes of the terminal, which the command may have
            _jobs.Writer.TryWrite(NativeMethods.SigCont);
        }));
        _stop = PassOn(NativeMethods.SigTstp);
    }

    /// <summary>Asks the command to end.</summary>
    public void Terminate() => _child.Signal(NativeMethods.SigTerm);

    /// <summary>Starts the command, and waits for its end.</summary>
    /// <returns>Its exit code; null if the lock was lost, or so near to that that the command was asked to end.</returns>
    public async Task<int?> RunAsync()
    {
        _child.Start();
        var lost = Task.Delay(Timeout.InfiniteTimeSpan, _held.Lost);
        Task<bool>? job = null;
        while (!_child.Exit.IsCompleted)
        {
            while (_jobs.Reader.TryRead(out var signal))
                OnJob(signal);
            var next = Look();
            job = job is { IsCompleted: false } ? job : _jobs.Reader.WaitToReadAsync().AsTask();
            await (next is { } time ? Task.WhenAny(_child.Exit, job, lost, Task.Delay(time)) : Task.WhenAny(_child.Exit, job));
        }
        var code = await _child.Exit;
        if (!_isLost)
            return code;
        if (!_keeps)
            await EndOthersAsync();
        return null;
    }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop?.Dispose();
    }

    private PosixSignalRegistration PassOn(int signal) => PosixSignalRegistration.Create((PosixSignal)signal, context =>
    {
        context.Cancel = true;
        _child.Signal(signal);
    });

    // Does what is due, and says when to look again; null: never. While members answer, the end of the lock moves on.
    private TimeSpan? Look()
    {
        var left = _held.Remaining;
        if (_keeps)
        {
            if (left <= TimeSpan.Zero && !_isLost)
                Lose("was lost; the command goes on");
            return _isLost ? null : left;
        }
        if (left <= _kill && !_isKilled)
            Kill();
        if (_isKilled)
            return null;
        if (left <= _term && !_isLost)
        {
            _child.Signal(NativeMethods.SigTerm);
            _child.Signal(NativeMethods.SigCont); // one that is stopped could not end
            Lose("cannot be kept; the command is asked to end");
        }
        var next = left - (_isLost ? _kill : _term);
        return next > TimeSpan.FromMilliseconds(1) ? next : TimeSpan.FromMilliseconds(1);
    }

    private void Kill()
    {
        _isKilled = true;
        Lose(_child.Signal(NativeMethods.SigKill)
            ? "could not be kept; the command was killed"
            : "could not be kept, and the command could not be killed; it goes on");
    }

    private void Lose(string what)
    {
        _isLost = true;
        Console.Error.WriteLine($"coterie: the lock {Printable.Escape(_held.Name, 100)} {what}.");
    }

    // What the command has started may need longer to end than the command itself.
    private async Task EndOthersAsync()
    {
        while (!_isKilled && _child.HasMembers && _held.Remaining is var left && left <= _term)
        {
            if (left <= _kill)
                Kill();
            else
                await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    private void OnJob(int signal)
    {
        if (signal == NativeMethods.SigCont)
        {
            Look(); // a command that has to be killed must not be continued before
            _stop ??= PassOn(NativeMethods.SigTstp);
            Continue(withTerminal: _hadTerminal);
            return;
        }
        if (signal is NativeMethods.SigTtin or NativeMethods.SigTtou && Terminal.IsOurs)
        {
            Continue(withTerminal: true); // it has asked for the terminal
            return;
        }
        _hadTerminal = Terminal.TakeBackFrom(_child.Id);
        // Without a shell above, nobody would continue this process: then Ctrl-Z does nothing.
        if (NativeMethods.GetProcessGroup() == NativeMethods.GetSession(0))
        {
            if (signal == NativeMethods.SigTstp)
                Continue(withTerminal: _hadTerminal);
        }
        else if (Terminal.Exists)
        {
            _stop?.Dispose();
            _stop = null;
            _ = NativeMethods.Kill(0, signal);
        }
    }

    private void Continue(bool withTerminal)
    {
        if (withTerminal && Terminal.IsOurs)
            Terminal.GiveTo(_child.Id);
        _child.Signal(NativeMethods.SigCont);
    }
}
