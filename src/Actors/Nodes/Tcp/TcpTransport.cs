using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
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
    private readonly ExpectedNodes _expected;
    private readonly IEncryption? _tls; // null: connections are not encrypted
    private Socket? _listener;

    /// <summary>The transport of <paramref name="system"/>; the system makes it.</summary>
    /// <param name="system">The system.</param>
    /// <param name="config">The section of the transport.</param>
    /// <exception cref="ConfigurationException">A value that the transport cannot work with.</exception>
    public TcpTransport(ActorSystem system, Config config)
    {
        (System, Config) = (system, config);
        _log = Logging.GetLogger(system, typeof(TcpTransport));
        _settings = TcpSettings.Read(config);
        var node = CoterieSettings.Read(system.Settings.Config).Node;
        _expected = ExpectedNodes.Of(system);
        if (node.Tls is { } files)
            _tls = MutualTls.Read(files, _settings.PublicHost ?? _settings.Host, _settings.Port, _expected);
        else if (config.GetBoolean("enable-ssl", false))
            _tls = Tls.Read(config.GetConfig("ssl") ?? Akka.Configuration.Config.Empty, node.TrustedCertificates);
        _guard = new ConnectionGuard(node, ConnectionRoom.OfProcess.Open(), _log);
    }

    /// <inheritdoc/>
    public override string SchemeIdentifier => _tls is null ? "tcp" : "ssl.tcp";

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
            var endpoint = await place.ResolveForPeerAsync(limit.Token).ConfigureAwait(false);
            socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(endpoint, limit.Token).ConfigureAwait(false);
            var local = Prepare(socket);
            var connection = _tls is null
                ? new PlainConnection(socket)
                : await _tls.AsClientAsync(socket, place, limit.Token).ConfigureAwait(false);
            return Add(connection, local, remoteAddress, isInbound: false);
        }
        catch (Exception failure)
        {
            // The network, the name, or the keys: whatever it is, the place for the connection is given back.
            socket?.Dispose();
            _guard.OutboundGone();
            if (failure is AuthenticationException)
                OnBroken(remoteAddress, failure, isInbound: false);
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
        CloseOutbound(open => open.IsTo(node.Host, node.Port), "it does not answer");
        return Task.FromResult(true);
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
        _ = TakeAsync(socket, client, events);
    }

    // An encrypted connection is not ready at once; meanwhile the next client is accepted.
    private async Task TakeAsync(Socket socket, IPEndPoint client, IAssociationEventListener events)
    {
        var remote = AddressAt(client);
        TcpAssociation association;
        try
        {
            var local = Prepare(socket);
            var connection = _tls is null ? new PlainConnection(socket) : await EncryptAsync(_tls, socket).ConfigureAwait(false);
            association = Add(connection, local, remote, isInbound: true);
        }
        catch (Exception failure)
        {
            socket.Dispose();
            _guard.Gone();
            OnBroken(remote, failure, isInbound: true);
            return;
        }
        System.Scheduler.Advanced.ScheduleOnce(_guard.HandshakeTimeout, () => CloseIfSilent(association, client));
        events.Notify(new InboundAssociation(association));
    }

    private async Task<IConnection> EncryptAsync(IEncryption tls, Socket socket)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_shutdown.Token);
        limit.CancelAfter(_guard.HandshakeTimeout);
        try
        {
            await TlsHandshake.ExpectAsync(socket, limit.Token).ConfigureAwait(false);
            return await tls.AsServerAsync(socket, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(
                $"it did not agree on keys within {_guard.HandshakeTimeout.TotalSeconds} s (coterie.node.handshake-timeout)");
        }
    }

    // Returns its own address.
    private Address Prepare(Socket socket)
    {
        socket.NoDelay = true;
        // A machine that is gone does not close its connections.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        return AddressAt((IPEndPoint)socket.LocalEndPoint!);
    }

    private Address AddressAt(IPEndPoint end) =>
        new(SchemeIdentifier, System.Name, HostPort.InBrackets(end.Address.ToString()), end.Port);

    private TcpAssociation Add(IConnection connection, Address local, Address remote, bool isInbound)
    {
        var association = new TcpAssociation(connection, local, remote, _settings.MostBytes, isInbound);
        lock (_associations)
            _associations.Add(association, isInbound);
        _ = association.Closed.ContinueWith(_ => Remove(association), TaskScheduler.Default);
        if (_shutdown.IsCancellationRequested)
            _ = association.CloseAsync(); // it was not ready when the others were closed
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
            OnBroken(association.RemoteAddress, failure, isInbound);
        else
            _log.Debug("The connection with {0} is closed.", association.RemoteAddress);
        if (isInbound && association.Peer is { } peer)
            CloseUnread(peer);
    }

    // When a node has connected to this one, Akka.Remote reads that connection, and drops what arrives on one that this node has
    // opened to it, for ever (Akka's issue 24393). So this one must not outlive the other.
    private void CloseUnread(PeerIdentity peer)
    {
        lock (_associations)
        {
            if (_associations.Any(open => open.Value && open.Key.Peer == peer))
                return;
        }
        CloseOutbound(
            open => open.IsTo(peer.Host, peer.Port) && (open.Peer is null || open.Peer.Uid == peer.Uid),
            "the connection that it had opened is closed");
    }

    private void CloseOutbound(Func<TcpAssociation, bool> isWanted, string why)
    {
        TcpAssociation[] open;
        lock (_associations)
            open = [.. _associations.Where(entry => !entry.Value && isWanted(entry.Key)).Select(entry => entry.Key)];
        foreach (var association in open)
        {
            _log.Debug("The connection to {0} is closed: {1}.", association.RemoteAddress, why);
            _ = association.CloseAsync();
        }
    }

    // What networks do is ordinary; what a peer should not do is for the operator, seldom; anything else is a mistake of this
    // program.
    private void OnBroken(Address remote, Exception failure, bool isInbound)
    {
        if (failure is SocketException or IOException or ObjectDisposedException)
            _log.Debug("The connection with {0} broke: {1}", remote, failure.Message);
        else if (failure is not (InvalidDataException or TimeoutException or AuthenticationException))
            _log.Error(failure, "The connection with {0} failed.", remote);
        else if (!isInbound && failure is AuthenticationException && IsTold(remote, failure))
            return;
        else if (_broken.IsDue(out var untold))
            _log.Warning("The connection with {0} is closed: {1}.{2}", remote, Text(failure), RareWarning.Others(untold));
    }

    private bool IsTold(Address remote, Exception failure) =>
        Node.EndpointOf(remote) is { } end && _expected.Tell(end.Address.ToString(), end.Port, Text(failure));

    private static string Text(Exception failure) => failure.Message.TrimEnd('.');

    private void CloseIfSilent(TcpAssociation association, IPEndPoint client)
    {
        if (association.HasHeard || association.Closed.IsCompleted)
            return;
        _guard.LogSilent(client);
        _ = association.CloseAsync();
    }
}
