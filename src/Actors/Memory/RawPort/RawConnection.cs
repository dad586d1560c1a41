using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace Coterie.Actors.Memory.RawPort;

/// <summary>
/// One client of the raw port: its commands go to the variable as a <see cref="CommandBatch"/>, and the answers go back
/// in one piece. Its memory is bounded: there is one batch at a time, and nothing is read from a client that does not take its
/// answers. It is not an actor, so that a command costs two messages and not four: the thread of the <see cref="SocketLoop"/>
/// calls it when its socket is ready, and its port, on the same thread, when the batch comes back.
/// </summary>
internal sealed class RawConnection : ISocketHandler, CommandBatch.IOwner
{
    private const int InputSize = 4096;

    private readonly Socket _socket;
    private readonly IActorRef _variable;
    private readonly IActorRef _port;
    private readonly SocketWatch _watch;
    private readonly CommandBatch _batch;
    private readonly byte[] _input = new byte[InputSize];
    private readonly Action _send; // made once: a command allocates nothing
    private readonly Action _receive;
    private int _arrived; // bytes of the input that no batch has taken
    private int _sent; // bytes of the batch's answers that were sent
    private Phase _phase;
    private bool _isGone; // nothing more will come from the client
    private bool _isFinishing;
    private bool _hasBegun; // something has come from the client

    public RawConnection(Socket socket, IPEndPoint client, IActorRef variable, IActorRef port, SocketDispatcher dispatcher)
    {
        (_socket, Client, _variable, _port) = (socket, client, variable, port);
        _batch = new CommandBatch { Owner = this };
        (_send, _receive) = (Send, Receive);
        _watch = dispatcher.Watch(socket, this);
    }

    private enum Phase
    {
        Reading, // there is no batch
        Waiting, // the variable has the batch
        Sending, // the batch is answered; there was no room to send all of it
        Closed,
    }

    /// <summary>The endpoint of the client.</summary>
    public IPEndPoint Client { get; }

    /// <inheritdoc/>
    public override string ToString() => $"the raw port's client {Client}";

    /// <summary>The socket is ready for what the watch says.</summary>
    public void OnReady() => Run(_phase == Phase.Sending ? _send : _receive);

    /// <summary>The variable has sent the batch back.</summary>
    public void OnAnswered()
    {
        if (_phase == Phase.Waiting)
            Run(_send);
    }

    /// <summary>Answers what has arrived, and closes.</summary>
    public void Finish()
    {
        _isFinishing = true;
        Run(_receive);
    }

    /// <summary>Closes at once. A second time changes nothing.</summary>
    public void Close()
    {
        if (_phase == Phase.Closed)
            return;
        if (_phase == Phase.Waiting)
            _variable.Tell(new CommandBatch.Withdraw(_batch), ActorRefs.NoSender);
        _phase = Phase.Closed;
        _watch.Dispose();
        _socket.Dispose();
    }

    // A failure in one connection closes only that connection.
    private void Run(Action step)
    {
        if (_phase == Phase.Closed)
            return;
        try
        {
            step();
        }
        catch (Exception failure)
        {
            End(failure.Message);
        }
        // While the variable has the batch, input is received so that the client's end is noticed, and kept.
        _watch.ForReading = _phase is Phase.Reading or Phase.Waiting && !_isGone && _arrived < InputSize;
        _watch.ForWriting = _phase == Phase.Sending;
    }

    private void End(string? reason = null)
    {
        if (_phase == Phase.Closed)
            return;
        Close();
        _port.Tell(new RawPortProtocol.Closed(this, _isGone ? null : reason), ActorRefs.NoSender);
    }

    private void Receive()
    {
        if (_phase == Phase.Sending || _isGone || _arrived == InputSize)
            return;
        var count = _socket.Receive(_input.AsSpan(_arrived), SocketFlags.None, out var error);
        if (error == SocketError.Success && count > 0)
            _arrived += count;
        else if (error != SocketError.WouldBlock)
            _isGone = true;
        else if (!_isFinishing)
            return;

        if (_phase == Phase.Waiting)
            WithdrawIfGone();
        else if (count > 0)
            Begin();
        else
            End();
    }

    private void Begin()
    {
        var isNode = !_hasBegun && NodeGreeting.Begins(_input.AsSpan(0, _arrived));
        _hasBegun = true;
        if (isNode)
            End(NodeGreeting.Reason);
        else
            Submit();
    }

    private void Submit()
    {
        var used = _batch.Take(_input.AsSpan(0, _arrived));
        _arrived -= used;
        if (_arrived > 0)
            _input.AsSpan(used, _arrived).CopyTo(_input);
        if (_batch.IsDone)
            return;
        _sent = 0;
        _phase = Phase.Waiting;
        _variable.Tell(_batch, _port);
        WithdrawIfGone();
    }

    // The client may have closed only its sending side. As this comes after the batch, it withdraws only what would have to wait
    // for the lock.
    private void WithdrawIfGone()
    {
        if (_isGone)
            _variable.Tell(new CommandBatch.Withdraw(_batch), _port);
    }

    private void Send()
    {
        var answers = _batch.Answers[_sent..];
        if (!answers.IsEmpty)
        {
            var count = _socket.Send(answers, SocketFlags.None, out var error);
            if (error == SocketError.Success)
                _sent += count;
            else if (error != SocketError.WouldBlock)
                _isGone = true;
        }
        if (_isGone || _sent == _batch.Answers.Length)
            Next();
        else
            _phase = Phase.Sending;
    }

    private void Next()
    {
        _phase = Phase.Reading;
        if (_batch.Refusal is { } reason)
        {
            End(reason);
            return;
        }
        if (_arrived > 0)
            Submit();
        if (_phase == Phase.Reading && _isGone)
            End();
        else if (_isFinishing)
            Receive();
    }
}
