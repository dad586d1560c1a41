using Akka.Actor;

namespace Coterie.Lab.Running;

/// <summary>
/// How long a node has been silent. It is asked at equal intervals, and any answer ends the silence. The failure detector needs
/// longer to give up a node; until then this tells users what the run waits for.
/// </summary>
internal sealed class Silence
{
    /// <summary>After how many questions without an answer a node is suspected.</summary>
    public const int Suspicious = 3;

    private int _unanswered;

    /// <summary>The node is asked once more; call it at equal intervals.</summary>
    /// <returns>Whether the node is suspected from now on.</returns>
    public bool Ask() => _unanswered++ == Suspicious;

    /// <summary>
    /// Asks once more; call it at equal intervals. The answer is an <see cref="ActorIdentity"/> with <paramref name="node"/>
    /// as its subject.
    /// </summary>
    /// <returns>Whether the node is suspected from now on.</returns>
    public bool Ask(IActorRef node, IActorRef sender)
    {
        Question(node, sender);
        return Ask();
    }

    /// <summary>
    /// Asks a node for a sign of life. The answer is an <see cref="ActorIdentity"/> with <paramref name="node"/> as its subject.
    /// </summary>
    public static void Question(IActorRef node, IActorRef sender) => node.Tell(new Identify(nameof(Silence)), sender);

    /// <summary>The node has answered.</summary>
    /// <returns>Whether it was suspected.</returns>
    public bool End()
    {
        var wasSuspected = _unanswered > Suspicious;
        _unanswered = 0;
        return wasSuspected;
    }
}
