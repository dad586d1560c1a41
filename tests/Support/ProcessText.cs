using System.Buffers;

namespace Coterie.Tests.Support;

/// <summary>The output of a process, collected as it arrives; a test reads it up to given words.</summary>
internal sealed class ProcessText
{
    private readonly ArrayBufferWriter<char> _text = new();
    private readonly Lock _lock = new();
    private readonly object _owner;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _read;

    /// <summary>
    /// The text of <paramref name="reader"/>; <paramref name="owner"/> describes itself in the message of a failed read.
    /// </summary>
    public ProcessText(TextReader reader, object owner)
    {
        _owner = owner;
        Ended = TakeUpAsync(reader);
    }

    /// <summary>Completes when the process has closed this output.</summary>
    public Task Ended { get; }

    /// <summary>Everything so far, read or not.</summary>
    public string All
    {
        get
        {
            lock (_lock)
                return _text.WrittenSpan.ToString();
        }
    }

    /// <summary>Reads on, from where the last read ended, up to these words; returns what was read.</summary>
    public Task<string> ReadToAsync(string words, TimeSpan patience) => ReadAsync(words, wholeLine: false, patience);

    /// <summary>Reads on up to the end of a line with these words; returns that line.</summary>
    public async Task<string> ReadLineAsync(string words, TimeSpan patience)
    {
        var text = await ReadAsync(words, wholeLine: true, patience);
        return text[(text.LastIndexOf('\n') + 1)..];
    }

    private async Task<string> ReadAsync(string words, bool wholeLine, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (Find(words, wholeLine) is { } end)
                {
                    var text = _text.WrittenSpan[_read..end].ToString();
                    _read = wholeLine ? end + 1 : end;
                    return text;
                }
                more = _more.Task;
            }
            // All text before the end is collected before the end is reported.
            if (Ended.IsCompleted && !more.IsCompleted)
                Assert.Fail($"the process ended without [{words}]\n{_owner}");
            try
            {
                await Task.WhenAny(more, Ended).WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"no [{words}] within {patience}\n{_owner}");
            }
        }
    }

    private int? Find(string words, bool wholeLine)
    {
        var at = _text.WrittenSpan[_read..].IndexOf(words);
        if (at < 0)
            return null;
        var end = _read + at + words.Length;
        if (!wholeLine)
            return end;
        var rest = _text.WrittenSpan[end..].IndexOf('\n');
        return rest < 0 ? null : end + rest;
    }

    private async Task TakeUpAsync(TextReader reader)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is var count and > 0)
        {
            TaskCompletionSource more;
            lock (_lock)
            {
                _text.Write(buffer.AsSpan(0, count));
                (more, _more) = (_more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }
            more.SetResult();
        }
    }
}
