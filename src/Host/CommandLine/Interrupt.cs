using System.Runtime.InteropServices;

namespace Coterie.Host.CommandLine;

/// <summary>Ctrl-C and SIGTERM: the first one asks the command to end in good order, the second ends it at once.</summary>
internal sealed class Interrupt : IDisposable
{
    /// <summary>After the first signal, how long a write may wait for the reader of the standard output.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interrupt()
    {
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM];
        _registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, On))];
    }

    /// <summary>
    /// Whether a command handles the signals by itself from now on, such as one that passes them on to a process that it runs.
    /// </summary>
    public static bool IsTakenOver { get; set; }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void On(PosixSignalContext context)
    {
        if (IsTakenOver)
        {
            context.Cancel = true;
            return;
        }
        if (_source.IsCancellationRequested)
            Environment.Exit((int)ExitCode.Interrupted);
        context.Cancel = true;
        // Not on the thread of the signal: what the cancellation starts may take long.
        _ = Task.Run(_source.Cancel);
        _ = Task.Run(EndWhenStuckAsync);
    }

    // A command cannot end in good order while it waits for a reader that reads nothing.
    private static async Task EndWhenStuckAsync()
    {
        while (!StandardStreams.IsOutputStuckFor(Patience))
            await Task.Delay(Patience / 4);
        Environment.Exit((int)ExitCode.Interrupted);
    }
}
