using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;

namespace Coterie.Protocols.Memory;

/// <summary>
/// What a variable has: its value, and the operations that have led to it. A whole number that was written plainly is kept as a
/// number, so plain reads and writes make no objects.
/// </summary>
internal sealed class VariableState
{
    private VariableContent _content = VariableContent.None; // before the plain writes
    private long _plain; // how many plain writes came since
    private int _number;
    private Kind _kind;

    private enum Kind
    {
        None,
        Number,
        Other,
    }

    /// <summary>Whether it has a value.</summary>
    public bool HasValue => _kind != Kind.None;

    /// <summary>Whether its value is none of 32 bits.</summary>
    public bool IsOther => _kind == Kind.Other;

    /// <summary>The whole number of 32 bits; 0 if there is none, or another value.</summary>
    public Value Number => new(_number);

    /// <summary>The value with its version and the latest operations. A plain write counts as one that has no name.</summary>
    public VariableContent Content
    {
        get
        {
            if (_plain == 0)
                return _content;
            var unnamed = (int)Math.Min(_plain, VariableContent.MostRecent);
            _content = new VariableContent(
                VariableValue.Of(_number),
                _content.Version + _plain,
                [.. new Applied[unnamed], .. _content.Recent.Take(VariableContent.MostRecent - unnamed)]);
            _plain = 0;
            return _content;
        }
    }

    /// <summary>How often it was changed.</summary>
    public long Version => _content.Version + _plain;

    /// <summary>A plain write.</summary>
    public void Set(Value value) => (_number, _kind, _plain) = (value.Number, Kind.Number, _plain + 1);

    /// <summary>An operation has led to this.</summary>
    public void Set(VariableContent content)
    {
        (_content, _plain) = (content, 0);
        (_kind, _number) = content.Value switch
        {
            null => (Kind.None, 0),
            { IsInt32: true } value => (Kind.Number, (int)value.Number!),
            _ => (Kind.Other, 0),
        };
    }

    /// <summary>See <see cref="IMachine.Exchange"/>.</summary>
    public void Exchange(StateCodec codec)
    {
        _number = (int)codec.Number(_number);
        _kind = (Kind)codec.Number((long)_kind);
        List<byte> bytes = _content == VariableContent.None ? [] : [.. _content.ToPayload().Bytes];
        codec.List(bytes, (fields, next) => (byte)fields.Number(next));
        _content = bytes.Count == 0 ? VariableContent.None : VariableContent.Of(Payload.Of(bytes.ToArray()))!;
        // Before the first operation nobody asks how many plain writes there were: so states that differ in that alone are one.
        if (_content != VariableContent.None)
            _plain = codec.Number(_plain);
        else
            _plain = _kind == Kind.Number ? Math.Max(_plain, 1) : 0;
    }

    /// <summary>The value.</summary>
    public override string ToString() => _kind switch
    {
        Kind.None => "none",
        Kind.Number => Number.ToString(),
        _ => $"{_content.Value}",
    };
}
