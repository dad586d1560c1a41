using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex;

/// <summary>What a process does: send a message, or enter the critical section.</summary>
/// <param name="To">Who gets the message; for an entry the process itself.</param>
/// <param name="Message">What to send; null for an entry.</param>
/// <param name="Entered">The granted request; null for a message.</param>
public readonly record struct Effect(ProcessId To, MutexProtocol.IWireMessage? Message, Timestamp? Entered);

/// <summary>What the rules make of one input, in order. Used again for each input, so that a step allocates nothing of its own.</summary>
public sealed class Effects
{
    private Effect[] _items = new Effect[4];
    private int _count;

    /// <summary>The effects since the last <see cref="Clear"/>, valid until the next change.</summary>
    public ReadOnlySpan<Effect> Items => _items.AsSpan(0, _count);

    /// <summary>Send <paramref name="message"/> to <paramref name="to"/>.</summary>
    public void Send(ProcessId to, MutexProtocol.IWireMessage message) => Add(new Effect(to, message, null));

    /// <summary>Go into the critical section: <paramref name="request"/> is granted.</summary>
    public void Enter(Timestamp request) => Add(new Effect(request.Process, null, request));

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Array.Clear(_items, 0, _count);
        _count = 0;
    }

    private void Add(Effect effect)
    {
        if (_count == _items.Length)
            Array.Resize(ref _items, _count * 2);
        _items[_count++] = effect;
    }
}
