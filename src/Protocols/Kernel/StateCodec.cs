namespace Coterie.Protocols.Kernel;

/// <summary>
/// Turns the state of a machine into bytes and back, field after field. Each method takes the current value of a field and
/// returns its new value: the same value while writing, the value from the bytes while reading. So one method of the machine,
/// <see cref="IMachine.Exchange"/>, serves both directions.
/// </summary>
/// <remarks>
/// A number takes one byte up to 63, which is enough in small configurations. The bytes are for comparing and storing within one
/// version, not for other versions.
/// </remarks>
public sealed class StateCodec
{
    private byte[] _bytes = new byte[256];
    private int _position;
    private bool _reads;

    /// <summary>
    /// The numbers that the processes get while their state is written; null, the default, for those that they have.
    /// </summary>
    public Renaming? Renaming { get; set; }

    /// <summary>What was written since <see cref="Write"/>, valid until the next change.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _position);

    /// <summary>
    /// From now on fields are written: from the start if <paramref name="anew"/>, otherwise after what was written before.
    /// </summary>
    public void Write(bool anew = true)
    {
        _reads = false;
        if (anew)
            _position = 0;
    }

    /// <summary>From now on fields are read from <paramref name="state"/>, which is copied.</summary>
    public void Read(ReadOnlySpan<byte> state)
    {
        _reads = true;
        _position = 0;
        if (_bytes.Length < state.Length)
            _bytes = new byte[state.Length];
        state.CopyTo(_bytes);
    }

    /// <summary>A whole number.</summary>
    public long Number(long value)
    {
        if (_reads)
            return ReadNumber();
        // Small numbers of either sign become small numbers without a sign. Each byte has seven bits; the eighth says that more
        // bytes follow.
        var rest = (ulong)((value << 1) ^ (value >> 63));
        if (_bytes.Length - _position < 10)
            Array.Resize(ref _bytes, _bytes.Length * 2);
        for (; rest > 0x7F; rest >>= 7)
            _bytes[_position++] = (byte)(rest | 0x80);
        _bytes[_position++] = (byte)rest;
        return value;
    }

    /// <summary>Yes or no.</summary>
    public bool Flag(bool value) => Number(value ? 1 : 0) != 0;

    /// <summary>A text, character by character.</summary>
    public string Text(string value)
    {
        var length = (int)Number(value.Length);
        if (!_reads)
        {
            foreach (var character in value)
                Number(character);
            return value;
        }
        return string.Create(length, this, static (characters, codec) =>
        {
            foreach (ref var character in characters)
                character = (char)codec.ReadNumber();
        });
    }

    /// <summary>A process, or <c>default</c> for none.</summary>
    public ProcessId Process(ProcessId value) => new((int)Number(NewOf(value).Value));

    /// <summary>
    /// Which element of an array, in which each process has one, is the next to be passed through the codec.
    /// </summary>
    /// <param name="index">How many were passed before.</param>
    public int Place(int index) => _reads || Renaming is null ? index : Renaming.Before(index);

    /// <summary>A timestamp.</summary>
    public Timestamp Timestamp(Timestamp value) => new(Number(value.Clock), Process(value.Process));

    /// <summary>A request, or none.</summary>
    public Timestamp? Request(Timestamp? value) => Flag(value is not null) ? Timestamp(value.GetValueOrDefault()) : null;

    /// <summary>A duration, or none.</summary>
    public TimeSpan? Duration(TimeSpan? value) =>
        Flag(value is not null) ? new TimeSpan(Number(value.GetValueOrDefault().Ticks)) : null;

    /// <summary>The numbers of an array whose length does not change.</summary>
    public void Numbers(Span<long> values)
    {
        foreach (ref var value in values)
            value = Number(value);
    }

    /// <summary>The members of a set.</summary>
    public void Set(ProcessSet set)
    {
        foreach (ref var word in set.Words)
            word = (ulong)Number((long)word);
        set.Recount();
    }

    /// <summary>A list of any length, in its order; <paramref name="element"/> passes one element through the codec.</summary>
    public void List<T>(List<T> values, Func<StateCodec, T, T> element)
    {
        var count = (int)Number(values.Count);
        if (!_reads)
        {
            foreach (var value in values)
                element(this, value);
            return;
        }
        values.Clear();
        for (var i = 0; i < count; i++)
            values.Add(element(this, default!));
    }

    /// <summary>The values of a map, in an order that depends on them alone.</summary>
    /// <param name="map">The map.</param>
    /// <param name="ordered">Its values in that order.</param>
    /// <param name="key">The key of a value.</param>
    /// <param name="element">Passes one value through the codec.</param>
    internal void Values<TKey, TValue>(
        IDictionary<TKey, TValue> map,
        IEnumerable<TValue> ordered,
        Func<TValue, TKey> key,
        Func<StateCodec, TValue, TValue> element)
    {
        var values = ordered.ToList();
        List(values, element);
        map.Clear();
        foreach (var value in values)
            map.Add(key(value), value);
    }

    private ProcessId NewOf(ProcessId process) => _reads || Renaming is null ? process : Renaming.Of(process);

    private long ReadNumber()
    {
        var (value, shift) = (0UL, 0);
        byte next;
        do
        {
            next = _bytes[_position++];
            value |= (ulong)(next & 0x7F) << shift;
            shift += 7;
        }
        while (next > 0x7F);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
