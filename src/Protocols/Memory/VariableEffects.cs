namespace Coterie.Protocols.Memory;

/// <summary>What a variable does about an input.</summary>
public enum VariableEffectKind
{
    /// <summary>Send <see cref="VariableEffect{TClient}.Message"/> to the client.</summary>
    Reply,

    /// <summary>Keep the command at hand behind those kept for <see cref="VariableEffect{TClient}.Mode"/>.</summary>
    Keep,

    /// <summary>Bring back what is kept for <see cref="VariableEffect{TClient}.Mode"/>, before anything else: the oldest writer, or every reader.</summary>
    LetIn,

    /// <summary>Forget some of what is kept for <see cref="VariableEffect{TClient}.Mode"/>; <see cref="VariableEffect{TClient}.Stays"/> says what stays.</summary>
    Compact,

    /// <summary>Watch the client: it has something here from now on.</summary>
    Watch,

    /// <summary>The client has nothing here any more.</summary>
    Unwatch,

    /// <summary>Start the lease of the client's lock <see cref="VariableEffect{TClient}.Lock"/>, anew where it runs.</summary>
    StartLease,

    /// <summary>The lock is given back: end its lease.</summary>
    EndLease,
}

/// <summary>One effect; which fields are set depends on the kind.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Client">To or about whom.</param>
/// <param name="Message">The reply.</param>
/// <param name="Mode">Readers or writers.</param>
/// <param name="Lock">The id of a lock.</param>
/// <param name="Lease">How long.</param>
/// <param name="Stays">Of all that is kept, oldest first, whether it stays.</param>
public readonly record struct VariableEffect<TClient>(
    VariableEffectKind Kind,
    TClient? Client = default,
    MemoryProtocol.IWireMessage? Message = null,
    LockMode Mode = default,
    long Lock = default,
    TimeSpan Lease = default,
    IReadOnlyList<bool>? Stays = null);

/// <summary>What the rules make of one input, in order. Used again for each input, so that a step allocates nothing of its own.</summary>
public sealed class VariableEffects<TClient>
{
    private VariableEffect<TClient>[] _items = new VariableEffect<TClient>[4];
    private int _count;

    /// <summary>The effects since the last <see cref="Clear"/>, valid until the next change.</summary>
    public ReadOnlySpan<VariableEffect<TClient>> Items => _items.AsSpan(0, _count);

    /// <summary>Adds one.</summary>
    public void Add(in VariableEffect<TClient> effect)
    {
        if (_count == _items.Length)
            Array.Resize(ref _items, _count * 2);
        _items[_count++] = effect;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        if (_count == 0)
            return;
        Array.Clear(_items, 0, _count);
        _count = 0;
    }
}
