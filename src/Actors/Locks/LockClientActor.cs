using Akka.Actor;
using Coterie.Actors.Nodes;
using Coterie.Actors.Wire;
using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Actors.Locks;

/// <summary>
/// Receives what the voters send to the client of this process, and passes it on to its <see cref="LockHost"/>. It also asks
/// voters what they know, for people: a voter can send answers to this actor only.
/// </summary>
internal sealed class LockClientActor : ReceiveActor, IWithTimers
{
    private readonly Dictionary<long, IActorRef> _askers = [];
    private long _lastId;

    /// <summary>See <see cref="Props"/>.</summary>
    public LockClientActor(LockHost host, VoterRefs voters)
    {
        Receive<IVoterMessage>(message =>
        {
            if (voters.Find(Sender) is { } voter)
            {
                host.On(voter, message);
                return;
            }
            Refuse(message);
        });
        Receive<AskVoter>(question =>
        {
            _askers.Add(++_lastId, Sender);
            voters[new ProcessId(question.Voter + 1)].Tell(new Inspect(_lastId, question.Name, question.After), Self);
            Timers.StartSingleTimer(_lastId, new Forget(_lastId), question.Limit);
        });
        Receive<Inspected>(answer =>
        {
            if (voters.Find(Sender) is null)
            {
                Refuse(answer);
                return;
            }
            Timers.Cancel(answer.Id);
            if (_askers.Remove(answer.Id, out var asker))
                asker.Tell(answer);
        });
        Receive<Forget>(forget => _askers.Remove(forget.Id));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The props of the actor.</summary>
    /// <param name="host">The host of the client's machine.</param>
    /// <param name="voters">The voters.</param>
    public static Props Props(LockHost host, VoterRefs voters) =>
        Akka.Actor.Props.Create(() => new LockClientActor(host, voters));

    /// <inheritdoc/>
    protected override void Unhandled(object message) => RefusalLog.Of(Context.System).Refused(
        $"A {message.GetType().Name} to the lock client was refused: no client gets one.");

    private void Refuse(IMessage message) => RefusalLog.Of(Context.System).Refused(
        $"A {message.Kind} to the lock client was refused: {Node.Text(Sender.Path.Address)} is not a member of its group.");

    /// <summary>Asks a voter what it knows. Answered by <see cref="Inspected"/>, or not at all.</summary>
    /// <param name="Voter">Its index.</param>
    /// <param name="Name">See <see cref="Inspect"/>.</param>
    /// <param name="After">See <see cref="Inspect"/>.</param>
    /// <param name="Limit">After this time no answer is expected any more.</param>
    public sealed record AskVoter(int Voter, string? Name, string? After, TimeSpan Limit);

    private sealed record Forget(long Id);
}
