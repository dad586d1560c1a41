using System.Globalization;
using System.Text;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Host.Simulate;

/// <summary>
/// Writes a line per event, in the sentences of the first version of the program. Lines are collected and written many at a time.
/// If the output is slower than the run, the run waits, so the collected lines stay few.
/// </summary>
internal sealed class EventLines(Words words, Action<string> write) : IRunListener
{
    private const int MostGathered = 64 * 1024;
    private const int Width = 9;
    private readonly Lock _gate = new();
    private readonly StringBuilder _gathered = new();
    private Words _words = words;
    private TimeSpan _at;
    private string _seconds = "";

    public void On(TimeSpan at, in Step step)
    {
        lock (_gate)
        {
            if (step.Input is { IsReturned: false, Message: { } message } && HasLine(message))
                OnReceived(at, step.Process, step.Input.From, message);
            foreach (ref readonly var effect in step.Effects)
            {
                if (effect.Output is { } output && SentenceOf(at, output) is { } sentence)
                    Begin(at, step.Process).Append(sentence).Append('\n');
            }
            if (_gathered.Length >= MostGathered)
                Flush();
        }
    }

    public void On(TimeSpan at, Fault fault)
    {
        lock (_gate)
        {
            if (fault is Fault.Drop { Message: var lost } && _words.Routine.Contains(lost.Kind))
                return;
            Begin(at).Append(CultureInfo.InvariantCulture, $"{FaultText.Of(fault, _words)}\n");
            if (_gathered.Length >= MostGathered)
                Flush();
        }
    }

    /// <summary>Uses other words from now on, because only now it is known what runs.</summary>
    public void SetWords(Words other)
    {
        lock (_gate)
            _words = other;
    }

    /// <summary>Writes the collected lines.</summary>
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

    // A received request has no line: each request would have N-1 of them.
    private bool HasLine(IMessage message) => message.Kind != _words.Request && !_words.Routine.Contains(message.Kind);

    private void OnReceived(TimeSpan at, ProcessId process, ProcessId from, IMessage message) => Begin(at, process)
        .Append(" received ").Append(FaultText.WithArticle(message.Kind)).Append(" from ").Append(_words.Name(from)).Append('\n');

    private string? SentenceOf(TimeSpan at, IOutput output) => output.Deed switch
    {
        Deed.Asked => $" requested {_words.Section}{For(output)} at time {Seconds(at)}",
        Deed.Entered => $" is in {_words.Section}{For(output)}",
        Deed.Left => $" released {_words.Section}",
        Deed.Withdrew => " withdrew its request",
        Deed.Lost => $" lost {_words.Section}",
        Deed.Used => $" {output.Detail}",
        Deed.None when output.Detail is { } note => $": {note}",
        _ => null,
    };

    private static string For(IOutput output) => output.Detail is { } detail ? $" ({detail})" : "";

    private StringBuilder Begin(TimeSpan at, ProcessId process) => Begin(at).Append(_words.Name(process));

    private StringBuilder Begin(TimeSpan at) =>
        _gathered.Append(' ', Math.Max(0, Width - Seconds(at).Length)).Append(Seconds(at)).Append("  ");

    private string Seconds(TimeSpan at)
    {
        if (at != _at || _seconds.Length == 0)
            (_at, _seconds) = (at, at.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture));
        return _seconds;
    }
}
