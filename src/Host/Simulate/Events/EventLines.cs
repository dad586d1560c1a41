using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Host.Simulate.Events;

/// <summary>
/// Writes the events of a run as lines. Lines are collected and written many at a time. If the output is slower than the run, the
/// run waits, so the collected lines stay few.
/// </summary>
internal sealed class EventLines : IRunListener
{
    private const int MostGathered = 64 * 1024;
    private readonly Lock _gate = new();
    private readonly Standings _standings = new();
    private readonly LinePad _pad;
    private readonly ISentences _sentences;
    private readonly LineOutput _output;
    private readonly bool _isLive;

    /// <summary>Writes the events of a run.</summary>
    /// <param name="words">The words of its protocol.</param>
    /// <param name="level">Which events; not <see cref="EventLevel.None"/>.</param>
    /// <param name="output">Gets the lines.</param>
    /// <param name="isLive">
    /// Whether the run is in real time, so that <see cref="Flush"/> holds nothing back. In virtual time the same run has the same
    /// lines, whenever it is called.
    /// </param>
    public EventLines(Words words, EventLevel level, LineOutput output, bool isLive)
    {
        (_output, _isLive) = (output, isLive);
        _pad = new LinePad(_standings, output.HasLooks) { Words = words };
        _sentences = level == EventLevel.All ? new AllSentences(_pad) : new MainSentences(_pad, _standings);
    }

    public void On(TimeSpan at, in Step step)
    {
        lock (_gate)
        {
            _sentences.OnStep(at, step);
            foreach (ref readonly var effect in step.Effects)
            {
                if (effect.Output is not { } output)
                    continue;
                _standings.On(step.Process, output);
                _sentences.OnOutput(at, step, output);
            }
            FlushIfLong();
        }
    }

    public void On(TimeSpan at, Fault fault)
    {
        lock (_gate)
        {
            _standings.On(fault);
            _sentences.OnFault(at, fault);
            FlushIfLong();
        }
    }

    /// <summary>Uses other words from now on, because only now it is known what runs.</summary>
    public void SetWords(Words other)
    {
        lock (_gate)
            _pad.Words = other;
    }

    /// <summary>Writes the collected lines.</summary>
    /// <param name="isLast">
    /// Whether the run is over. If not, and in virtual time, what may go into one line with what follows is held back.
    /// </param>
    public void Flush(bool isLast = false)
    {
        lock (_gate)
        {
            if (isLast || _isLive)
                _sentences.Complete();
            if (_pad.Length > 0)
                _output.Write(_pad);
        }
    }

    private void FlushIfLong()
    {
        if (_pad.Length >= MostGathered)
            _output.Write(_pad);
    }
}
