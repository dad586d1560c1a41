using Akka.Actor;
using Coterie.Actors.Nodes;
using Coterie.Actors.Wire;
using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Actors.Locks;

/// <summary>Receives what the voters send to the client of this process, and passes it on to its <see cref="LockHost"/>.</summary>
internal sealed class LockClientActor : ReceiveActor
{
    /// <summary>See <see cref="Props"/>.</summary>
    public LockClientActor(LockHost host, IReadOnlyList<IActorRef> voters)
    {
        Receive<IVoterMessage>(message =>
        {
            for (var i = 0; i < voters.Count; i++)
            {
                if (voters[i].Path.Address != Sender.Path.Address || voters[i].Path.Name != Sender.Path.Name)
                    continue;
                host.On(new ProcessId(i + 1), message);
                return;
            }
            RefusalLog.Of(Context.System).Refused(
                $"A {message.Kind} to the lock client was refused: {Node.Text(Sender.Path.Address)} is not a member of its group.");
        });
    }

    /// <summary>The props of the actor.</summary>
    /// <param name="host">The host of the client's machine.</param>
    /// <param name="voters">The voters, process 1 first.</param>
    public static Props Props(LockHost host, IReadOnlyList<IActorRef> voters) =>
        Akka.Actor.Props.Create(() => new LockClientActor(host, voters));
}
