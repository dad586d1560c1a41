using System.Threading.Channels;
using Akka.Actor;

namespace Coterie.Coordination.Tests;

/// <summary>Sees an actor that should be alone begin and end, and whether two have run at a time.</summary>
internal sealed class Witness
{
    private readonly Channel<(int Node, bool Begins)> _seen = Channel.CreateUnbounded<(int, bool)>();
    private readonly HashSet<int> _running = [];

    public bool HasSeenTwo { get; private set; }

    /// <summary>What was seen next: on which node one began or ended.</summary>
    public async Task<(int Node, bool Begins)> NextAsync(TimeSpan limit)
    {
        using var ending = new CancellationTokenSource(limit);
        return await _seen.Reader.ReadAsync(ending.Token);
    }

    public Props PropsOn(int node) => Props.Create(() => new Alone(this, node));

    private void See(int node, bool begins)
    {
        lock (_running)
        {
            if (begins)
                _running.Add(node);
            else
                _running.Remove(node);
            HasSeenTwo |= _running.Count > 1;
            _seen.Writer.TryWrite((node, begins));
        }
    }

    private sealed class Alone : UntypedActor
    {
        private readonly Witness _witness;
        private readonly int _node;

        public Alone(Witness witness, int node) => (_witness, _node) = (witness, node);

        protected override void PreStart() => _witness.See(_node, begins: true);

        protected override void PostStop() => _witness.See(_node, begins: false);

        protected override void OnReceive(object message) => Sender.Tell(_node);
    }
}
