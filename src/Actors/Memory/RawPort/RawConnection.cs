using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using static Coterie.Memory.RawPort.RawPortProtocol;

namespace Coterie.Memory.RawPort;

/// <summary>
/// One client of the raw port: what comes in goes to the variable as a <see cref="CommandBatch"/>, and what that answers goes out in one piece. Its memory
/// is bounded: there is one batch under way at a time, and who does not take the answers is not read from.
/// </summary>
internal sealed class RawConnection : UntypedActor
{
    private const int InputSize = 4096;

    private readonly Socket _socket;
    private readonly IPEndPoint _client;
    private readonly IActorRef _variable;
    private readonly SocketWatch _watch;
    private readonly CommandBatch _batch = new();
    private readonly byte[] _input = new byte[InputSize];
    private int _arrived; // bytes of the input that no batch has taken
    private int _sent; // bytes of the batch's answers that are on their way
    private Phase _phase;
    private bool _isGone; // nothing more will come from the client
    private bool _isFinishing;

    public RawConnection(Socket socket, IPEndPoint client, IActorRef variable)
    {
        (_socket, _client, _variable) = (socket, client, variable);
        _watch = ((SocketDispatcher)Context.Dispatcher).Watch(socket, Self);
        Context.System.EventStream.Publish(new ClientConnected(client));
    }

    private enum Phase
    {
        Reading, // there is no batch
        Waiting, // the variable has the batch
        Sending, // the batch is answered; there was no room to send all of it
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SocketReady when _phase == Phase.Sending:
                Send();
                break;
            case SocketReady:
                Receive();
                break;
            case CommandBatch:
                Send();
                break;
            case Finish:
                _isFinishing = true;
                Receive();
                break;
            default:
                Unhandled(message);
                break;
        }
        // While the variable has the batch, what comes is taken in to learn of the client's end, and kept.
        _watch.ForReading = _phase != Phase.Sending && !_isGone && _arrived < InputSize;
        _watch.ForWriting = _phase == Phase.Sending;
    }

    protected override void PostStop()
    {
        if (_phase == Phase.Waiting)
            _variable.Tell(new CommandBatch.Withdraw(_batch), ActorRefs.NoSender);
        _watch.Dispose();
        _socket.Dispose();
        Context.System.EventStream.Publish(new ClientDisconnected(_client));
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
            Submit();
        else
            Context.Stop(Self);
    }

    private void Submit()
    {
        var used = _batch.Take(_input.AsSpan(0, _arrived));
        _arrived -= used;
        _input.AsSpan(used, _arrived).CopyTo(_input);
        if (_batch.IsDone)
            return;
        _sent = 0;
        _phase = Phase.Waiting;
        _variable.Tell(_batch, Self);
        WithdrawIfGone();
    }

    // It may have closed its sending side alone: told behind the batch, this takes from it only what would have to wait for the lock.
    private void WithdrawIfGone()
    {
        if (_isGone)
            _variable.Tell(new CommandBatch.Withdraw(_batch), Self);
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
            if (!_isGone)
                Context.GetLogger().Warning("Raw port: connection of {0} closed: {1}", _client, reason);
            Context.Stop(Self);
            return;
        }
        if (_arrived > 0)
            Submit();
        if (_phase == Phase.Reading && _isGone)
            Context.Stop(Self);
        else if (_isFinishing)
            Receive();
    }
}
