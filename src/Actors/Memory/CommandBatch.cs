using System.Buffers.Binary;

namespace Coterie.Actors.Memory;

/// <summary>
/// The commands of one client of the raw port that came together. The connection sends them to the variable, which carries them
/// out in order and sends the same object back to the sender, once. The object is local and mutable, and each connection has one:
/// only the last receiver may use it.
/// </summary>
internal sealed class CommandBatch
{
    private const byte ReadCommand = (byte)'R';
    private const byte WriteCommand = (byte)'W';
    private const int WriteSize = 1 + sizeof(int);
    private const int FirstSize = 64;

    private byte[] _commands = new byte[FirstSize];
    private byte[] _answers = new byte[FirstSize];
    private int _end;
    private int _next;
    private int _answered;

    /// <summary>Whether every command has its answer, or the rest was refused.</summary>
    public bool IsDone => _next == _end;

    /// <summary>Whether the next command is a write and not a read. Valid only while there is a next command.</summary>
    public bool NextIsWrite => _commands[_next] == WriteCommand;

    /// <summary>The value of the next command, which is a write.</summary>
    public int NextValue => BinaryPrimitives.ReadInt32LittleEndian(_commands.AsSpan(_next + 1));

    /// <summary>The connection that made the batch; null if no connection did.</summary>
    public IOwner? Owner { get; init; }

    /// <summary>Why the rest was not carried out; null if everything was.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The answers so far, as the client gets them.</summary>
    public ReadOnlySpan<byte> Answers => _answers.AsSpan(0, _answered);

    /// <summary>The owner of the batch, for the log.</summary>
    public override string ToString() => Owner?.ToString() ?? "a batch";

    /// <summary>Answers the next command, which is a read.</summary>
    /// <param name="value">The value read.</param>
    public void Read(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_answers.AsSpan(_answered), value);
        _answered += sizeof(int);
        _next++;
    }

    /// <summary>Answers the next command, which is a write and has been carried out.</summary>
    public void Written()
    {
        "OK"u8.CopyTo(_answers.AsSpan(_answered));
        _answered += 2;
        _next += WriteSize;
    }

    /// <summary>
    /// Ends the batch: the commands that are left are not carried out. The protocol of the raw port has no answer that says so;
    /// the connection is closed.
    /// </summary>
    /// <param name="reason">The reason, for the log.</param>
    public void Refuse(string reason)
    {
        Refusal = reason;
        _next = _end;
    }

    /// <summary>
    /// Fills the batch with the complete commands in <paramref name="input"/>. Bytes that begin no command are skipped.
    /// </summary>
    /// <returns>How many bytes were used; an incomplete command begins at the next byte.</returns>
    public int Take(ReadOnlySpan<byte> input)
    {
        _end = _next = _answered = 0;
        Refusal = null;
        if (_commands.Length < input.Length)
            _commands = new byte[input.Length];
        var at = 0;
        var answers = 0;
        while (at < input.Length)
        {
            switch (input[at])
            {
                case ReadCommand:
                    _commands[_end++] = ReadCommand;
                    answers += sizeof(int);
                    at++;
                    break;
                case WriteCommand when input.Length - at < WriteSize:
                    return Prepared(answers, at);
                case WriteCommand:
                    input.Slice(at, WriteSize).CopyTo(_commands.AsSpan(_end));
                    _end += WriteSize;
                    answers += 2;
                    at += WriteSize;
                    break;
                default:
                    at++;
                    break;
            }
        }
        return Prepared(answers, at);
    }

    private int Prepared(int answers, int used)
    {
        if (_answers.Length < answers)
            _answers = new byte[answers];
        return used;
    }

    /// <summary>
    /// From the connection to the variable, after the batch: the client is gone. If the batch still waits for the lock, it is
    /// refused and sent back at once; if it was sent back before, nothing happens.
    /// </summary>
    /// <param name="Batch">The batch.</param>
    public sealed record Withdraw(CommandBatch Batch);

    /// <summary>The connection to which a batch belongs. Its <see cref="object.ToString"/> names it in the log.</summary>
    internal interface IOwner
    {
        /// <summary>The variable has sent the batch back.</summary>
        void OnAnswered();
    }
}
