namespace Coterie.Lab.Tracing.Reading;

/// <summary>Divides a stream into lines. No more of it is in memory than a line and a buffer.</summary>
internal sealed class TraceLines(Stream stream)
{
    /// <summary>The longest line, in bytes; the clocks of 10,000 processes take less than a hundredth of it.</summary>
    public const int LongestLine = 64 * 1024 * 1024;

    private byte[] _buffer = new byte[128 * 1024];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The number of the current line, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Whether the current line is the last one, without a line break at its end.</summary>
    public bool IsUnended { get; private set; }

    /// <summary>Reads the next line; false if there is none. The line is valid until the next call.</summary>
    /// <exception cref="TraceFormatException">The line is longer than <see cref="LongestLine"/>.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = Take(searched + length);
                _start++;
                return true;
            }
            searched = _end - _start;
            if (_isAtEnd)
            {
                IsUnended = searched > 0;
                line = IsUnended ? Take(searched) : default;
                return IsUnended;
            }
            Fill();
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        Number++;
        var line = _buffer.AsSpan(_start, length);
        _start += length;
        if (Number == 1 && line.StartsWith("\uFEFF"u8))
            line = line[3..];
        return line is [.. var rest, (byte)'\r'] ? rest : line;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end > LongestLine)
            throw new TraceFormatException(Number + 1, $"The line must have at most {LongestLine} bytes, was [longer].");
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        _isAtEnd = count == 0;
    }
}
