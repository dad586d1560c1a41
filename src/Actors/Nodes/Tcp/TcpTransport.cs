using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote.Transport;
using Coterie.Actors.Configuration;

namespace Coterie.Actors.Nodes.Tcp;

/// <summary>
/// Carries Akka's associations over TCP, with the frames of Akka's own transport (a length of 4 bytes, little-endian, then as
/// many bytes), so that both talk to each other. It accepts one connection after the other, and no more than there is room for,
/// which Akka's own transport cannot do. Named in <c>reference.conf</c>; the keys are those of <c>akka.remote.dot-netty.tcp</c>.
/// It has no TLS.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A transport ends with Shutdown.")]
internal sealed class TcpTransport : Transport
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly TcpSettings _settings;
    private readonly ConnectionGuard _guard;
    private readonly ILoggingAdapter _log;
    private readonly RareWarning _notAccepted = new(TimeProvider.System);
    private readonly RareWarning _broken = new(TimeProvider.System);
    private readonly Dictionary<TcpAssociation, bool> _associations = []; // true: another node opened it
    private readonly CancellationTokenSource _shutdown = new();
    private Socket? _listener;

    /// <summary>The transport of <paramref name="system"/>; the system makes it.</summary>
    /// <param name="system">The system.</param>
    /// <param name="config">The section of the transport.</param>
    /// <exception cref="ConfigurationException">It asks for TLS.</exception>
    public TcpTransport(ActorSystem system, Config config)
    {
        (System, Config) = (system, config);
        if (config.GetBoolean("enable-ssl", false))
        {
            throw new ConfigurationException(
                "akka.remote.dot-netty.tcp.enable-ssl must be off with this transport-class, was [on]: it has no TLS.");
        }
        _log = Logging.GetLogger(system, typeof(TcpTransport));
        _settings = TcpSettings.Read(config);
        _guard = new ConnectionGuard(CoterieSettings.Read(system.Settings.Config).Node, ConnectionRoom.OfProcess.Open(), _log);
    }

    /// <inheritdoc/>
    public override string SchemeIdentifier => "tcp";

    /// <inheritdoc/>
    public override long MaximumPayloadBytes => _settings.MostBytes;

    /// <inheritdoc/>
    public override async Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen()
    {
        try
        {
            var endpoint = await new HostPort(_settings.Host, _settings.Port).ResolveAsync().ConfigureAwait(false);
            _listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            _listener.Bind(endpoint);
            _listener.Listen(_settings.Backlog);
        }
        catch
        {
            _listener?.Dispose();
            _guard.Close();
            throw;
        }
        var bound = (IPEndPoint)_listener.LocalEndPoint!;
        var ready = new TaskCompletionSource<IAssociationEventListener>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = AcceptAsync(_listener, ready.Task);
        _log.Info("Listens on {0}, for up to {1} connections.", bound, _guard.MostConnections);
        var host = _settings.PublicHost ?? bound.Address.ToString();
        return (new Address(SchemeIdentifier, System.Name, HostPort.InBrackets(host), _settings.PublicPort ?? bound.Port), ready);
    }

    /// <inheritdoc/>
    public override bool IsResponsibleFor(Address remote) => true;

    /// <inheritdoc/>
    public override async Task<AssociationHandle> Associate(Address remoteAddress)
    {
        var place = new HostPort(remoteAddress.Host!.Trim('[', ']'), remoteAddress.Port!.Value);
        if (_guard.RefusesOutbound() is { } refusal)
            throw new InvalidAssociationException(refusal);
        Socket? socket = null;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_shutdown.Token);
            limit.CancelAfter(_settings.ConnectionTimeout);
            var endpoint = await place.ResolveAsync(limit.Token).ConfigureAwait(false);
            socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(endpoint, limit.Token).ConfigureAwait(false);
            return Add(socket, remoteAddress, isInbound: false);
        }
        catch (Exception failure) when (failure is SocketException or NodeException or OperationCanceledException)
        {
            socket?.Dispose();
            _guard.OutboundGone();
            var reason = failure is OperationCanceledException
                ? $"no connection within {_settings.ConnectionTimeout.TotalSeconds} s"
                : failure.Message;
            throw new InvalidAssociationException(reason, failure);
        }
    }

    /// <inheritdoc/>
    public override Task<bool> ManagementCommand(object message)
    {
        if (message is not CloseConnectionsTo { Node: var node })
            return base.ManagementCommand(message);
        TcpAssociation[] open;
        lock (_associations)
            open = [.. _associations.Where(entry => !entry.Value && IsAt(entry.Key.RemoteAddress)).Select(entry => entry.Key)];
        foreach (var association in open)
            _ = association.CloseAsync();
        _log.Debug("Closes the connections to {0}: it does not answer; {1} were open.", node, open.Length);
        return Task.FromResult(true);

        bool IsAt(Address address) => address.Port == node.Port && address.Host == node.Host;
    }

    /// <inheritdoc/>
    public override async Task<bool> Shutdown()
    {
        await _shutdown.CancelAsync().ConfigureAwait(false);
        _listener?.Dispose();
        TcpAssociation[] open;
        lock (_associations)
            open = [.. _associations.Keys];
        await Task.WhenAll(open.Select(association => association.CloseAsync())).ConfigureAwait(false);
        _guard.Close();
        _log.Debug("The transport has ended; {0} connections were open.", open.Length);
        return true;
    }

    private async Task AcceptAsync(Socket listener, Task<IAssociationEventListener> ready)
    {
        IAssociationEventListener events;
        try
        {
            events = await ready.WaitAsync(_shutdown.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return; // the node ended before it was ready
        }
        while (!_shutdown.IsCancellationRequested)
        {
            try
            {
                Take(await listener.AcceptAsync(_shutdown.Token).ConfigureAwait(false), events);
            }
            catch (Exception) when (_shutdown.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The client has gone again, or the process has no handle left. Whatever it is, the next client is accepted.
                if (_notAccepted.IsDue(out var untold))
                    _log.Warning("A connection could not be accepted: {0}.{1}", Text(failure), RareWarning.Others(untold));
                await Task.Delay(PauseAfterFailure, _shutdown.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Take(Socket socket, IAssociationEventListener events)
    {
        IPEndPoint client;
        try
        {
            client = (IPEndPoint)socket.RemoteEndPoint!;
        }
        catch (SocketException)
        {
            socket.Dispose(); // the client has gone again
            return;
        }
        if (!_guard.Admits(client))
        {
            socket.Dispose();
            return;
        }
        TcpAssociation association;
        try
        {
            var host = HostPort.InBrackets(client.Address.ToString());
            association = Add(socket, new Address(SchemeIdentifier, System.Name, host, client.Port), isInbound: true);
        }
        catch (SocketException)
        {
            socket.Dispose(); // the client has gone again
            _guard.Gone();
            return;
        }
        System.Scheduler.Advanced.ScheduleOnce(_guard.HandshakeTimeout, () => CloseIfSilent(association, client));
        events.Notify(new InboundAssociation(association));
    }

    private TcpAssociation Add(Socket socket, Address remote, bool isInbound)
    {
        socket.Blocking = false;
        socket.NoDelay = true;
        // A machine that is gone does not close its connections.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        var local = (IPEndPoint)socket.LocalEndPoint!;
        var address = new Address(SchemeIdentifier, System.Name, HostPort.InBrackets(local.Address.ToString()), local.Port);
        var association = new TcpAssociation(socket, address, remote, _settings.MostBytes);
        lock (_associations)
            _associations.Add(association, isInbound);
        _ = association.Closed.ContinueWith(_ => Remove(association), TaskScheduler.Default);
        return association;
    }

    private void Remove(TcpAssociation association)
    {
        bool isInbound;
        lock (_associations)
            _associations.Remove(association, out isInbound);
        if (isInbound)
            _guard.Gone();
        else
            _guard.OutboundGone();
        if (association.Failure is { } failure)
            OnBroken(association.RemoteAddress, failure);
        else
            _log.Debug("The connection with {0} is closed.", association.RemoteAddress);
    }

    // What networks do is ordinary; what a peer should not do is for the operator, seldom; anything else is a mistake of this
    // program.
    private void OnBroken(Address remote, Exception failure)
    {
        if (failure is SocketException or ObjectDisposedException)
            _log.Debug("The connection with {0} broke: {1}", remote, failure.Message);
        else if (failure is not (InvalidDataException or TimeoutException))
            _log.Error(failure, "The connection with {0} failed.", remote);
        else if (_broken.IsDue(out var untold))
            _log.Warning("The connection with {0} is closed: {1}.{2}", remote, Text(failure), RareWarning.Others(untold));
    }

    private static string Text(Exception failure) => failure.Message.TrimEnd('.');

    private void CloseIfSilent(TcpAssociation association, IPEndPoint client)
    {
        if (association.HasHeard || association.Closed.IsCompleted)
            return;
        _guard.LogSilent(client);
        _ = association.CloseAsync();
    }
}
