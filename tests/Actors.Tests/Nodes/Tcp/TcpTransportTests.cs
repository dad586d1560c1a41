using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory;
using Coterie.Actors.Nodes;

namespace Coterie.Tests.Nodes.Tcp;

/// <summary>The transport of nodes, with real sockets.</summary>
public sealed class TcpTransportTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly List<ActorSystem> _nodes = [];
    private readonly List<Socket> _sockets = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _sockets.ForEach(socket => socket.Dispose());
        await Task.WhenAll(_nodes.Select(node => node.Terminate()));
    }

    [Fact]
    public async Task A_connection_that_sends_nothing_or_half_a_frame_is_closed_in_time()
    {
        var node = Start("coterie.node.handshake-timeout = 100ms");
        var (silent, half) = (await ConnectAsync(node), await ConnectAsync(node));
        await half.SendAsync(new byte[] { 40, 0, 0, 0, 1 });
        Assert.Equal(0, await HearAsync(silent));
        Assert.Equal(0, await HearAsync(half));
    }

    [Fact]
    public async Task More_connections_than_there_may_be_are_closed_at_once_and_a_free_place_is_taken_again()
    {
        var node = Start("coterie.node { most-connections = 2, handshake-timeout = 1h }");
        var (first, second) = (await ConnectAsync(node), await ConnectAsync(node));
        Assert.Equal(0, await HearAsync(await ConnectAsync(node)));
        first.Dispose();
        await AsksAsync(Start(""), node);
        second.Dispose();
    }

    [Theory]
    [InlineData(new byte[] { 255, 255, 255, 255 })]
    [InlineData(new byte[] { 1, 244, 1, 0 })]
    [InlineData(new byte[] { 3, 0, 0, 0, 1, 2, 3 })]
    public async Task A_frame_that_is_too_long_or_not_a_handshake_ends_the_connection(byte[] bytes)
    {
        var socket = await ConnectAsync(Start("coterie.node.handshake-timeout = 1h"));
        await socket.SendAsync(bytes);
        await HearAsync(socket);
    }

    [Fact]
    public async Task A_frame_that_is_too_long_is_logged_with_the_rule_it_breaks()
    {
        var node = Start("akka.loglevel = WARNING, akka.loggers = []");
        var logged = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = node.ActorOf(Props.Create(() => new Log(logged)));
        node.EventStream.Subscribe(log, typeof(Warning));
        await (await ConnectAsync(node)).SendAsync(new byte[] { 1, 244, 1, 0 });
        Assert.EndsWith(
            " is closed: the length of a frame must be from 0 to 128000 bytes, was [128001].",
            await logged.Task.WaitAsync(Patience),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_of_all_sizes_go_both_ways_and_in_order()
    {
        var (a, b) = (Start(""), Start(""));
        await AsksAsync(a, b);
    }

    [Fact]
    public async Task It_talks_to_the_transport_of_Akka_in_both_directions()
    {
        const string Stock =
            """akka.remote.dot-netty.tcp.transport-class = "Akka.Remote.Transport.DotNetty.TcpTransport, Akka.Remote" """;
        await AsksAsync(Start(""), Start(Stock));
        await AsksAsync(Start(Stock), Start(""));
    }

    [Fact]
    public void Two_nodes_cannot_have_one_port()
    {
        var port = Node.AddressOf(Start("")).Port!.Value;
        Assert.Throws<NodeException>(() => Start("", port));
    }

    [Fact]
    public void Tls_is_refused_and_not_ignored()
    {
        var failure = Assert.ThrowsAny<Exception>(() => Start("akka.remote.dot-netty.tcp.enable-ssl = on"));
        Assert.Contains("enable-ssl must be off", failure.ToString(), StringComparison.Ordinal);
    }

    private ActorSystem Start(string over, int port = 0)
    {
        var config = ConfigurationFactory.ParseString("akka.loglevel = OFF, akka.stdout-loglevel = OFF\n" + over)
            .WithFallback(CoterieConfiguration.Load([]));
        var node = Node.Start(new IPEndPoint(IPAddress.Loopback, port), config);
        _nodes.Add(node);
        node.ActorOf(Props.Create(() => new Echo()), MemoryActor.Name); // a name that a node offers to others
        return node;
    }

    private async Task<Socket> ConnectAsync(ActorSystem node)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(socket);
        await socket.ConnectAsync(IPAddress.Loopback, Node.AddressOf(node).Port!.Value);
        return socket;
    }

    /// <summary>Receives everything until the other side closes the connection.</summary>
    private static async Task<int> HearAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(Patience);
        var heard = 0;
        try
        {
            while (await socket.ReceiveAsync(new byte[1000], patience.Token) is var count and > 0)
                heard += count;
        }
        catch (SocketException)
        {
        }
        return heard;
    }

    private static async Task AsksAsync(ActorSystem from, ActorSystem to)
    {
        var texts = Enumerable.Range(0, 200).Select(n => new string((char)('a' + (n % 26)), n * n)).ToList();
        var answers = new TaskCompletionSource<IReadOnlyList<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var echo = new RootActorPath(Node.AddressOf(to)) / "user" / MemoryActor.Name;
        var asker = from.ActorOf(Props.Create(() => new Asker(echo, texts, answers)), Offers.Client);
        Assert.Equal(texts, await answers.Task.WaitAsync(Patience));
        await asker.GracefulStop(Patience);
    }

    /// <summary>Finds the echo, sends it all texts, and keeps what comes back.</summary>
    private sealed class Asker : ReceiveActor, IWithTimers
    {
        public Asker(ActorPath echo, IReadOnlyList<string> texts, TaskCompletionSource<IReadOnlyList<string>> answers)
        {
            var heard = new List<string>();
            Receive<ActorIdentity>(found =>
            {
                if (heard.Count > 0 || found.Subject is null || !Timers.IsTimerActive("ask"))
                    return;
                Timers.Cancel("ask");
                foreach (var text in texts)
                    found.Subject.Tell(text);
            });
            Receive<string>(text =>
            {
                heard.Add(text);
                if (heard.Count == texts.Count)
                    answers.SetResult(heard);
            });
            Receive<AskDue>(_ => Context.ActorSelection(echo).Tell(new Identify("echo")));
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() =>
            Timers.StartPeriodicTimer("ask", new AskDue(), TimeSpan.Zero, TimeSpan.FromMilliseconds(100));

        private sealed record AskDue;
    }

    private sealed class Log : ReceiveActor
    {
        public Log(TaskCompletionSource<string> logged) => Receive<LogEvent>(e => logged.TrySetResult($"{e.Message}"));
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }
}
