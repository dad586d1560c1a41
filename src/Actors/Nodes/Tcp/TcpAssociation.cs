using System.Buffers;
using System.Buffers.Binary;
using System.Security.Authentication;
using Akka.Actor;
using Akka.Remote.Transport;
using Google.Protobuf;

namespace Coterie.Actors.Nodes.Tcp;

/// <summary>
/// One connection. What is written goes out on the thread of the writer. If the other side does not take it at once, what is
/// written meanwhile is collected and follows in one piece. If the other side does not take it in time, the connection is closed:
/// its answers would pile up here.
/// </summary>
internal sealed class TcpAssociation : AssociationHandle
{
    private const int LengthSize = sizeof(int);
    private const int FirstSize = 8 * 1024;
    private const int MostUnsent = 1024 * 1024;
    private const int MostKept = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly IConnection _connection;
    private readonly int _mostBytes;
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ArrayBufferWriter<byte> _filling = new();
    private ArrayBufferWriter<byte> _going = new();
    private bool _isSending;
    private bool _isClosing;

    public TcpAssociation(IConnection connection, Address local, Address remote, int mostBytes, bool isInbound)
        : base(local, remote)
    {
        (_connection, _mostBytes, IsInbound) = (connection, mostBytes, isInbound);
        _ = RunAsync();
    }

    /// <summary>Completes when the connection is closed.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Why it ended, once it is closed: the first thing that failed. Null: one side closed it.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Whether a whole frame has arrived.</summary>
    public bool HasHeard { get; private set; }

    /// <summary>Whether another node opened it.</summary>
    public bool IsInbound { get; }

    /// <summary>Who is at the other end, once the first frame has said so.</summary>
    public PeerIdentity? Peer { get; private set; }

    /// <summary>Whether the node at the other end has that address.</summary>
    public bool IsTo(string? host, int? port) => RemoteAddress.Host == host && RemoteAddress.Port == port;

    /// <inheritdoc/>
    public override bool Write(ByteString payload)
    {
        lock (_gate)
        {
            if (_isClosing || _filling.WrittenCount > MostUnsent)
                return false;
            BinaryPrimitives.WriteInt32LittleEndian(_filling.GetSpan(LengthSize), payload.Length);
            _filling.Advance(LengthSize);
            _filling.Write(payload.Span);
            if (_isSending)
                return true;
            _isSending = true;
        }
        _ = SendAsync();
        return true;
    }

    /// <inheritdoc/>
    [Obsolete("As in the base class.")]
    public override void Disassociate() => _ = CloseAsync();

    /// <summary>Closes it, after what was written is sent.</summary>
    public Task CloseAsync()
    {
        bool isSending;
        lock (_gate)
        {
            isSending = _isSending;
            _isClosing = true;
        }
        if (!isSending)
            End();
        return Closed;
    }

    private async Task SendAsync()
    {
        try
        {
            while (Swap())
                await _connection.SendAsync(_going.WrittenMemory).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            End(failure);
        }
    }

    // False: nothing is left to send.
    private bool Swap()
    {
        lock (_gate)
        {
            if (_going.Capacity > MostKept)
                _going = new();
            _going.ResetWrittenCount();
            if (_filling.WrittenCount == 0)
            {
                _isSending = false;
                if (_isClosing)
                    End();
                return false;
            }
            (_filling, _going) = (_going, _filling);
            return true;
        }
    }

    private void End(Exception? failure = null)
    {
        lock (_gate)
        {
            // What fails after this side has ended the connection fails for that reason.
            if (!_ending.Task.IsCompleted)
                Failure = failure;
            _ending.TrySetResult();
        }
        _connection.Dispose();
    }

    // The connection reads nothing before somebody listens. Whatever ends it, whoever listens learns that it has ended.
    private async Task RunAsync()
    {
        try
        {
            if (await Task.WhenAny(ReadHandlerSource.Task, _ending.Task).ConfigureAwait(false) == ReadHandlerSource.Task)
                await ReadAsync(await ReadHandlerSource.Task.ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (PeerRefusedException refused)
        {
            lock (_gate)
                _isClosing = true;
            await Refusal.SayAsync(_connection, refused.ToOther).ConfigureAwait(false);
            End(refused);
        }
        catch (Exception failure)
        {
            End(failure);
        }
        lock (_gate)
            _isClosing = true;
        End();
        _closed.SetResult();
        (await ReadHandlerSource.Task.ConfigureAwait(false)).Notify(new Disassociated(DisassociateInfo.Unknown));
    }

    private async Task ReadAsync(IHandleEventListener listener)
    {
        var buffer = new byte[FirstSize];
        for (var (begin, end) = (0, 0); ;)
        {
            if (!HasHeard && TlsHandshake.Begins(buffer.AsSpan(begin, end - begin)))
                throw new PeerRefusedException("it speaks TLS, and this node does not", "it speaks without TLS");
            while (Frame(buffer.AsSpan(begin, end - begin)) is { } frame)
            {
                begin += LengthSize + frame.Length;
                if (!HasHeard)
                    OnFirst(frame);
                else if (_connection.Check is { } check)
                    OnLater(frame, check);
                if (!frame.IsEmpty)
                    listener.Notify(new InboundPayload(frame));
            }
            if (begin > 0)
            {
                buffer.AsSpan(begin, end - begin).CopyTo(buffer);
                (begin, end) = (0, end - begin);
            }
            var size = end < LengthSize ? 0 : LengthSize + BinaryPrimitives.ReadInt32LittleEndian(buffer);
            if (size > buffer.Length)
                Array.Resize(ref buffer, size);
            var count = await _connection.ReceiveAsync(buffer.AsMemory(end)).ConfigureAwait(false);
            if (count == 0)
                return;
            end += count;
        }
    }

    private void OnFirst(ByteString frame)
    {
        ThrowIfRefused(frame);
        (Peer, HasHeard) = (PeerIdentity.Read(frame), true);
        if (!IsInbound || _connection.Check is not { } check)
            return;
        if (Peer is null)
            throw new InvalidDataException("its first message must say who it is");
        check.Check(Peer.Host, Peer.Port);
    }

    private static void OnLater(ByteString frame, PeerCheck check)
    {
        ThrowIfRefused(frame);
        check.CheckSender(frame.Span);
    }

    private static void ThrowIfRefused(ByteString frame)
    {
        if (Refusal.Read(frame.Span) is { } why)
            throw new AuthenticationException($"it refuses this node: {why}");
    }

    // Null: not all of it has arrived.
    private ByteString? Frame(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < LengthSize)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length < 0 || length > _mostBytes)
            throw new InvalidDataException($"the length of a frame must be from 0 to {_mostBytes} bytes, was [{length}]");
        return bytes.Length < LengthSize + length ? null : ByteString.CopyFrom(bytes.Slice(LengthSize, length));
    }
}
