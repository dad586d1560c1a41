using Akka.Actor;

namespace Coterie.Bench.Remote;

/// <summary>
/// Two systems in one process. Each client sends strings to an echo of its own in the other system and keeps a number of them under way:
/// the shape of the benchmark that comes with the original. A message there and its echo count as two.
/// </summary>
internal sealed class RemotePingPong
{
    /// <summary>How many messages of each client are under way.</summary>
    public const int Window = 1000;

    private readonly ActorSystem _near = RemoteBench.StartSystem("near");
    private readonly ActorSystem _far = RemoteBench.StartSystem("far");

    public async Task Play(int clients, int messages)
    {
        var perClient = messages / clients / 2;
        var players = new List<(IActorRef Client, IActorRef Echo, Task Done)>();
        for (var i = 0; i < clients; i++)
        {
            var echo = _far.ActorOf(Props.Create(() => new Echo()));
            var path = $"{((ExtendedActorSystem)_far).Provider.DefaultAddress}{echo.Path.ToStringWithoutAddress()}";
            var distant = await _near.ActorSelection(path).ResolveOne(TimeSpan.FromSeconds(30));
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            players.Add((_near.ActorOf(Props.Create(() => new Client(distant, perClient, done))), echo, done.Task));
        }
        foreach (var (client, _, _) in players) client.Tell(Client.Start);
        await Task.WhenAll(players.Select(player => player.Done));
        foreach (var (client, echo, _) in players)
        {
            _near.Stop(client);
            _far.Stop(echo);
        }
    }

    public Task Stop() => Task.WhenAll(_near.Terminate(), _far.Terminate());

    private sealed class Client(IActorRef echo, int count, TaskCompletionSource done) : UntypedActor
    {
        public static readonly object Start = new();
        private const string Hit = "hit";
        private int _sent;
        private int _received;

        protected override void OnReceive(object message)
        {
            if (ReferenceEquals(message, Start))
            {
                while (_sent < Math.Min(Window, count)) Send();
                return;
            }
            if (++_received == count) done.SetResult();
            else if (_sent < count) Send();
        }

        private void Send()
        {
            _sent++;
            echo.Tell(Hit, Self);
        }
    }
}
