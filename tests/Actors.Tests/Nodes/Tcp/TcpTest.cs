using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory;
using Coterie.Actors.Nodes;

namespace Coterie.Tests.Nodes.Tcp;

/// <summary>Nodes with the transport, and clients of them with plain sockets.</summary>
public abstract class TcpTest : IAsyncLifetime
{
    /// <summary>The key for Akka's own transport.</summary>
    protected const string Stock =
        """akka.remote.dot-netty.tcp.transport-class = "Akka.Remote.Transport.DotNetty.TcpTransport, Akka.Remote" """;

    protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly List<ActorSystem> _nodes = [];
    private readonly List<Socket> _sockets = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        _sockets.ForEach(socket => socket.Dispose());
        await Task.WhenAll(_nodes.Select(node => node.Terminate()));
    }

    protected ActorSystem Start(string over, int port = 0, ActorSystemSetup? setup = null)
    {
        var config = ConfigurationFactory.ParseString("akka.loglevel = OFF, akka.stdout-loglevel = OFF\n" + over)
            .WithFallback(CoterieConfiguration.Load([]));
        var node = Node.Start(new IPEndPoint(IPAddress.Loopback, port), config, setup ?? ActorSystemSetup.Empty);
        _nodes.Add(node);
        node.ActorOf(Props.Create(() => new Echo()), MemoryActor.Name); // a name that a node offers to others
        return node;
    }

    protected async Task<Socket> ConnectAsync(ActorSystem node)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(socket);
        await socket.ConnectAsync(IPAddress.Loopback, Node.AddressOf(node).Port!.Value);
        return socket;
    }

    /// <summary>Sends a question to the node at that address, and so connects to it.</summary>
    protected static void Identify(ActorSystem from, string address) =>
        from.ActorSelection($"{address}/user/{MemoryActor.Name}").Tell(new Identify(1));

    /// <summary>Receives everything until the other side closes the connection.</summary>
    protected static async Task<int> HearAsync(Socket socket)
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

    protected static async Task AsksAsync(ActorSystem from, ActorSystem to)
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

    /// <summary>
    /// The first warning of a node that begins so; its log level must be so that there are warnings.
    /// </summary>
    protected static Task<string> WarningOf(ActorSystem node, string begin = "")
    {
        var logged = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        node.EventStream.Subscribe(node.ActorOf(Props.Create(() => new Log(logged, begin))), typeof(Warning));
        return logged.Task.WaitAsync(Patience);
    }

    private sealed class Log : ReceiveActor
    {
        public Log(TaskCompletionSource<string> logged, string begin) => Receive<LogEvent>(e =>
        {
            if ($"{e.Message}" is var text && text.StartsWith(begin, StringComparison.Ordinal))
                logged.TrySetResult(text);
        });
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }
}
