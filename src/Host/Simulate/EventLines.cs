using System.Globalization;
using System.Text;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Host.Simulate;

/// <summary>
/// Writes a line per event, in the sentences that users of the old program know. Lines are gathered and written many at a time; the run waits
/// for the writer where it is slower, so that nothing piles up.
/// </summary>
internal sealed class EventLines(Action<string> write) : IRunListener
{
    private const int MostGathered = 64 * 1024;
    private const int Width = 9;
    private readonly Lock _gate = new();
    private readonly StringBuilder _gathered = new();
    private TimeSpan _at;
    private string _seconds = "";

    public void On(TimeSpan at, in Step step)
    {
        lock (_gate)
        {
            switch (step.Kind)
            {
                case StepKind.Enter: Begin(at, step.Process).Append(" requested the critical section at time ").Append(_seconds).Append('\n'); break;
                case StepKind.Exit: Begin(at, step.Process).Append(" released the critical section\n"); break;
                case StepKind.Withdraw: Begin(at, step.Process).Append(" withdrew its request\n"); break;
                case StepKind.Receive when step.Message is { Name: not "request" } message: OnReceived(at, step.Process, message); break;
            }
            foreach (ref readonly var effect in step.Effects)
            {
                if (effect.Entered is not null)
                    Begin(at, step.Process).Append(" is in the critical section\n");
            }
            if (_gathered.Length >= MostGathered)
                Flush();
        }
    }

    public void On(TimeSpan at, Fault fault)
    {
        lock (_gate)
        {
            Begin(at).Append(CultureInfo.InvariantCulture, $"{FaultText.Of(fault)}\n");
            if (_gathered.Length >= MostGathered)
                Flush();
        }
    }

    /// <summary>Writes what is gathered.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            if (_gathered.Length == 0)
                return;
            write(_gathered.ToString());
            _gathered.Clear();
        }
    }

    // Requests have no line: a run of N processes has N-1 of them for each that is made.
    private void OnReceived(TimeSpan at, ProcessId process, MutexProtocol.IWireMessage message) => Begin(at, process)
        .Append(" received ").Append(FaultText.WithArticle(message.Name)).Append(" from Process ").Append(CultureInfo.InvariantCulture, $"{message.From.Value}\n");

    private StringBuilder Begin(TimeSpan at, ProcessId process) => Begin(at).Append("Process ").Append(CultureInfo.InvariantCulture, $"{process.Value}");

    private StringBuilder Begin(TimeSpan at)
    {
        if (at != _at || _seconds.Length == 0)
            (_at, _seconds) = (at, at.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture));
        return _gathered.Append(' ', Math.Max(0, Width - _seconds.Length)).Append(_seconds).Append("  ");
    }
}
