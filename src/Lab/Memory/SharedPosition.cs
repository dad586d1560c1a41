using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Lab.Memory;

/// <summary>
/// A memory whose value is in a file with one position for all readers, for the museum. A read takes two steps: it sets the
/// position to the beginning; a moment later it reads from where the position is, and leaves it at the end. Two readers that do
/// the first step before either does the second get different things: the first the value, the second nothing, which its client
/// takes for 0.
/// </summary>
/// <param name="memory">The rules, except for how a value is read.</param>
internal sealed class SharedPosition(Variable memory) : IMachine
{
    /// <summary>The kind of the timers that end a seek.</summary>
    public const int SeekKind = 2;

    private static readonly TimeSpan SeekTime = TimeSpan.FromMilliseconds(1);
    private readonly List<Reading> _readings = [];
    private bool _isAtEnd;

    /// <inheritdoc/>
    public void On(in Input input, TimeSpan now, Outbox outbox)
    {
        if (input.Kind == InputKind.Timer && input.Timer.Kind == SeekKind)
        {
            Read(input.Timer, outbox);
            return;
        }
        if (input.Kind == InputKind.Restart)
            _readings.Clear();
        var effects = new Outbox();
        memory.On(input, now, effects);
        foreach (ref readonly var effect in effects.Items)
        {
            if (effect.Message is Current answer)
                Seek(effect.To, answer.Id, outbox);
            else
                outbox.Add(effect);
        }
    }

    /// <inheritdoc/>
    public void Exchange(StateCodec codec)
    {
        memory.Exchange(codec);
        _isAtEnd = codec.Flag(_isAtEnd);
        codec.List(_readings, (fields, reading) => new Reading(
            (int)fields.Number(reading.Number), fields.Process(reading.Client), fields.Number(reading.Id)));
    }

    /// <inheritdoc/>
    public void Check() => memory.Check();

    private void Seek(ProcessId client, long id, Outbox outbox)
    {
        var number = 1;
        while (_readings.Exists(reading => reading.Number == number))
            number++;
        _readings.Add(new Reading(number, client, id));
        _isAtEnd = false;
        outbox.Set(new TimerId(SeekKind, number), SeekTime);
    }

    private void Read(TimerId timer, Outbox outbox)
    {
        var place = _readings.FindIndex(reading => reading.Number == timer.Number);
        var (_, client, id) = _readings[place];
        _readings.RemoveAt(place);
        outbox.Send(client, new Current(id, _isAtEnd ? default : memory.Value, memory.IsNeverWritten));
        _isAtEnd = true;
    }

    /// <summary>A read that has set the position.</summary>
    /// <param name="Number">The number of its timer.</param>
    /// <param name="Client">Who reads.</param>
    /// <param name="Id">The id of the read, the client's own.</param>
    private readonly record struct Reading(int Number, ProcessId Client, long Id);
}
