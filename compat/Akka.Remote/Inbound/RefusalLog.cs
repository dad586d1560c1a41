using Akka.Actor;
using Akka.Event;
using Akka.Remote.Serialization;

namespace Akka.Remote.Inbound;

/// <summary>Says what was refused of one peer, without letting it fill the log.</summary>
internal sealed class RefusalLog(ILoggingAdapter log, Address peer)
{
    private const int Most = 100;

    private readonly HashSet<int> _serializers = [];
    private int _count;

    /// <summary>A message that cannot be read; of a serializer that is refused altogether, the first only.</summary>
    public void Add(in Refusal refusal)
    {
        lock (_serializers)
        {
            if (!refusal.IsOfSerializer || (_count < Most && _serializers.Add(refusal.SerializerId))) Add(refusal.Text);
        }
    }

    /// <summary>A message that is not delivered.</summary>
    public void Add(string reason)
    {
        var count = Interlocked.Increment(ref _count);
        if (count < Most) log.Error($"A message from [{peer}] is dropped. {reason}");
        else if (count == Most) log.Error($"More messages from [{peer}] were to be dropped; no more of them will be logged.");
    }
}
