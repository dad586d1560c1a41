using System.Text;
using Akka.Actor;
using Akka.Remote.Serialization;
using Akka.Remote.Wire;

namespace Akka.Remote.Tests;

/// <summary>Whole frames for <see cref="ScriptedPeer"/> to send.</summary>
internal static class Frames
{
    /// <summary>A message to a path, written with the serializers of <paramref name="system"/>.</summary>
    public static byte[] Message(ActorSystem system, string recipient, string sender, object message, ulong seq = EnvelopeView.NoSeq) =>
        ScriptedPeer.Written(output => FrameWriter.TryWriteMessage(output, Encoding.UTF8.GetBytes(recipient), Encoding.UTF8.GetBytes(sender),
            new PayloadCodec((ExtendedActorSystem)system).Prepare(message), seq, null, 128_000));
}
