using System.Globalization;
using System.Text;
using Coterie.Checking;
using Coterie.Mutex;

namespace Coterie.Host.Simulate;

/// <summary>
/// Writes a line per event, in the sentences that users of the old program know. Lines are gathered and written many at a time; the run waits
/// for the writer where it is slower, so that nothing piles up.
/// </summary>
internal sealed class EventLines(Action<string> write) : IRunListener
{
    private const int MostGathered = 64 * 1024;
    private readonly Lock _gate = new();
    private readonly StringBuilder _gathered = new();

    public void On(TimeSpan at, in Step step)
    {
        lock (_gate)
        {
            switch (step)
            {
                case { Kind: StepKind.Enter }:
                    Line(at, $"Process {step.Process} requested the critical section at time {Seconds(at)}");
                    break;
                case { Message: MutexProtocol.Reply reply }:
                    Line(at, $"Process {step.Process} received a reply from Process {reply.From}");
                    break;
                case { Kind: StepKind.Exit }:
                    Line(at, $"Process {step.Process} released the critical section");
                    break;
                case { Kind: StepKind.Withdraw }:
                    Line(at, $"Process {step.Process} withdrew its request");
                    break;
            }
            foreach (ref readonly var effect in step.Effects)
            {
                if (effect.Entered is not null)
                    Line(at, $"Process {step.Process} is in the critical section");
            }
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

    private void Line(TimeSpan at, FormattableString sentence)
    {
        _gathered.Append(CultureInfo.InvariantCulture, $"{Seconds(at),9}  ");
        _gathered.AppendFormat(CultureInfo.InvariantCulture, sentence.Format, sentence.GetArguments());
        _gathered.Append('\n');
    }

    private static string Seconds(TimeSpan at) => at.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture);
}
