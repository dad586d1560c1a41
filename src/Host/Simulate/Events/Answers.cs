using Coterie.Protocols.Kernel;

namespace Coterie.Host.Simulate.Events;

/// <summary>Counts from how many processes each waiting process got an answer to its request, by kind of message.</summary>
internal sealed class Answers
{
    private readonly Dictionary<(ProcessId Process, string Kind), Senders> _senders = [];
    private readonly Dictionary<ProcessId, List<string>> _kinds = [];

    /// <summary>A process asks: there is no answer yet.</summary>
    public void Begin(ProcessId process)
    {
        if (_kinds.Remove(process, out var kinds))
            kinds.ForEach(kind => _senders.Remove((process, kind)));
    }

    /// <summary>A process got an answer. Returns from how many processes it has one of that kind now.</summary>
    public int Add(ProcessId process, ProcessId from, string kind)
    {
        if (!_senders.TryGetValue((process, kind), out var senders))
        {
            _senders[(process, kind)] = senders = new Senders();
            if (!_kinds.TryGetValue(process, out var kinds))
                _kinds[process] = kinds = [];
            kinds.Add(kind);
        }
        return senders.Add(from.Value);
    }

    /// <summary>From how many processes it has an answer of that kind.</summary>
    public int CountOf(ProcessId process, string kind) =>
        _senders.TryGetValue((process, kind), out var senders) ? senders.Count : 0;

    // A bit for each sender: thousands of processes may wait for the answers of all others.
    private sealed class Senders
    {
        private ulong[] _bits = [];

        public int Count { get; private set; }

        public int Add(int sender)
        {
            var (word, bit) = (sender / 64, 1UL << (sender % 64));
            if (word >= _bits.Length)
                Array.Resize(ref _bits, word + 1);
            if ((_bits[word] & bit) == 0)
                Count++;
            _bits[word] |= bit;
            return Count;
        }
    }
}
