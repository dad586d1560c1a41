using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Associations;
using Akka.Remote.Events;
using Akka.Remote.Refs;
using Akka.Remote.Serialization;
using Akka.Remote.Transport;
using Akka.Remote.Wire;
using Akka.Serialization;

namespace Akka.Remote;

/// <summary>Messages over TCP: one listening socket, and an association for each other system.</summary>
internal sealed class Remoting : RemoteTransport
{
    /// <summary>What the addresses of systems with this transport begin with.</summary>
    public const string Protocol = "akka.tcp";

    private const int MostHandshakes = 256;

    private readonly Handshakes _handshakes = new(MostHandshakes);
    private Listener? _listener;
    private Address? _address;
    private volatile bool _hasEnded;

    public Remoting(ExtendedActorSystem system, RemoteActorRefProvider provider) : base(system, provider)
    {
        Clock = system.Scheduler.Advanced;
        Codec = new PayloadCodec(system);
        Sockets = new Sockets(Settings.Tcp);
        Events = new EventPublisher(this);
        Associations = new AssociationTable(this);
    }

    public override ISet<Address> Addresses => new HashSet<Address> { DefaultAddress };

    public override Address DefaultAddress => _address ?? throw new InvalidOperationException("Remoting must be started before its address is known, was not.");

    public RemoteSettings Settings => Provider.RemoteSettings;

    public IAdvancedScheduler Clock { get; }

    public TimeSpan Now => System.Scheduler.MonotonicClock;

    public PayloadCodec Codec { get; }

    public Sockets Sockets { get; }

    public EventPublisher Events { get; }

    public AssociationTable Associations { get; }

    public Information Information => Provider.SerializationInformation;

    /// <summary>How paths of this system stand in frames; known once the port is.</summary>
    public WirePaths Paths { get; private set; } = null!;

    public bool HasEnded => _hasEnded;

    /// <summary>The port that it listens at, whatever others are told.</summary>
    public int Port => _listener!.Port;

    public override void Start()
    {
        Socket socket;
        try
        {
            socket = Sockets.Listen(Settings.StartupTimeout);
        }
        catch (Exception failure) when (failure is SocketException or TimeoutException)
        {
            throw new RemoteTransportException(
                $"akka.remote.dot-netty.tcp.hostname and port must be an address of this machine and a free port, was [{Settings.Tcp.Hostname}:{Settings.Tcp.Port}]: {failure.Message}.", failure);
        }
        _listener = new Listener(socket, OnAccepted, Log);
        _address = new Address(Protocol, System.Name, PublicHost(), Settings.Tcp.PublicPort == 0 ? _listener.Port : Settings.Tcp.PublicPort);
        Paths = new WirePaths(_address, Provider.Local);
        _listener.Start();
        Events.Listening();
    }

    public override async Task Shutdown()
    {
        _listener?.Dispose();
        _handshakes.CloseAll();
        var limit = Min(Settings.FlushWait, Settings.ShutdownTimeout / 2);
        await Within(limit, association => association.Drain()).ConfigureAwait(false);
        _hasEnded = true;
        await Within(limit, association => association.Leave()).ConfigureAwait(false);
        foreach (var association in Associations.All) association.Close();
        Events.ShutDown();
    }

    public override Address LocalAddressForRemote(Address remote) => DefaultAddress;

    public override void Send(object message, IActorRef sender, RemoteActorRef recipient) => recipient.Tell(message, sender);

    public override void Quarantine(Address address, int? uid) => Associations.For(address).Quarantine(uid, "death watch or the application has given it up");

    /// <summary>Loses all connections as a crash would, and is deaf from then on: for tests.</summary>
    public void Kill()
    {
        _hasEnded = true;
        _listener?.Dispose();
        _handshakes.CloseAll();
        foreach (var association in Associations.All) association.Abort(forGood: true);
    }

    /// <summary>Loses the connections with one system: for tests.</summary>
    public void Cut(Address remote) => Associations.For(remote).Abort(forGood: false);

    /// <summary>What was to be sent and will not be.</summary>
    public void DeadLetter(in Outgoing message)
    {
        if (message.Message is Akka.Dispatch.SysMsg.ISystemMessage) return;
        System.DeadLetters.Tell(new DeadLetter(message.Message, message.Sender ?? System.DeadLetters, message.Recipient), ActorRefs.NoSender);
    }

    public void WriteAssociate(Connection connection)
    {
        FrameWriter.WriteAssociate(connection.Output, DefaultAddress, (ulong)AddressUidExtension.Uid(System));
        connection.Flush();
    }

    public DeadlineFailureDetector NewTransportFailureDetector() =>
        new(Settings.TransportHeartbeatPause, Settings.TransportHeartbeatInterval, () => (long)Now.TotalMilliseconds);

    private void OnAccepted(Socket socket)
    {
        Sockets.Prepare(socket);
        var handshake = new Handshake(socket, Settings.Tcp.LongestFrame, OnIntroduced, OnStrangerGone);
        _handshakes.Add(handshake);
        handshake.Start(Clock, Settings.HandshakeTimeout);
    }

    private void OnIntroduced(Handshake handshake, Address peer, int uid)
    {
        _handshakes.Remove(handshake);
        Associations.Accept(peer, handshake.Connection, uid);
    }

    private void OnStrangerGone(Handshake handshake, Exception reason)
    {
        _handshakes.Remove(handshake);
        Log.Debug("A connection was closed before its handshake was done: {0}", reason.Message);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private async Task Within(TimeSpan limit, Func<Association, Task> step)
    {
        try
        {
            await Task.WhenAll(Associations.All.Select(step)).WaitAsync(limit).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.Debug("Not all other systems have taken what was sent to them within {0}", limit);
        }
    }

    private string PublicHost()
    {
        var host = Settings.Tcp.PublicHostname;
        return Hosts.InAddress(host.Length > 0 ? host : Dns.GetHostName());
    }
}
