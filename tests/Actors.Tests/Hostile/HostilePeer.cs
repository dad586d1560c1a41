using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using Akka.Util.Internal;
using Coterie.Actors.Nodes;

namespace Coterie.Tests.Hostile;

/// <summary>
/// Anybody who can reach the port: an actor system with the default settings and serializers of Akka.NET.
/// </summary>
internal sealed class HostilePeer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Address _victim;

    public HostilePeer(IPEndPoint victim)
    {
        _victim = Node.AddressAt(victim);
        System = (ExtendedActorSystem)ActorSystem.Create("hostile", ConfigurationFactory.ParseString("""
            akka { loglevel = OFF, stdout-loglevel = OFF, actor.provider = remote }
            akka.remote.retry-gate-closed-for = 10ms
            akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
            akka.actor.serializers.any = "Coterie.Tests.Hostile.AnySerializer, Coterie.Actors.Tests"
            akka.actor.serialization-bindings { "Coterie.Tests.Hostile.AnyMessage, Coterie.Actors.Tests" = any }
            """));
    }

    public ExtendedActorSystem System { get; }

    /// <summary>A reference to an actor of the victim, whether it exists or not.</summary>
    public IInternalActorRef At(string path) => (IInternalActorRef)System.Provider.ResolveActorRef($"{_victim}{path}");

    /// <summary>Sends to an actor of the victim by reference; a system message as a system message.</summary>
    public void Send(string path, object message)
    {
        if (message is Akka.Dispatch.SysMsg.ISystemMessage command)
            At(path).SendSystemMessage(command);
        else
            At(path).Tell(message, System.DeadLetters);
    }

    /// <summary>Sends by selection: the path may have patterns and parents.</summary>
    public void Select(string path, object message) =>
        System.ActorSelection($"{_victim}{path}").Tell(message, System.DeadLetters);

    /// <summary>
    /// The actor that answers an identification request, sent by reference or by selection; nobody if no answer comes while
    /// the memory answers many other requests.
    /// </summary>
    public async Task<IActorRef> WhoAsync(string path, bool bySelection)
    {
        var answers = new TaskCompletionSource<IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asker = System.ActorOf(Props.Create(() => new Asker(answers)));
        await FenceAsync();
        if (bySelection)
            System.ActorSelection($"{_victim}{path}").Tell(new Identify("who"), asker);
        else
            At(path).Tell(new Identify("who"), asker);
        for (var i = 0; i < 20 && !answers.Task.IsCompleted; i++)
            await FenceAsync();
        System.Stop(asker);
        return answers.Task.IsCompleted ? await answers.Task : ActorRefs.Nobody;
    }

    /// <summary>
    /// Returns when the victim has handled what was sent: a question sent after it has been answered. If the victim has
    /// closed the connection, the question is sent again.
    /// </summary>
    public async Task FenceAsync(string path = "/user/memory")
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await At(path).Ask<ActorIdentity>(new Identify("fence"), TimeSpan.FromSeconds(1), patience.Token);
                return;
            }
            catch (AskTimeoutException)
            {
            }
        }
    }

    public async ValueTask DisposeAsync() => await System.Terminate();

    private sealed class Asker : ReceiveActor
    {
        public Asker(TaskCompletionSource<IActorRef> answers) =>
            Receive<ActorIdentity>(identity => answers.TrySetResult(identity.Subject ?? ActorRefs.Nobody));
    }
}

/// <summary>Bytes that are sent under the number of any serializer.</summary>
internal sealed record AnyMessage(int Serializer, string Manifest, byte[] Bytes);

/// <summary>Sends <see cref="AnyMessage"/>s under the number and manifest that they name.</summary>
internal sealed class AnySerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    // Akka.NET asks for the bytes first, and then, on the same thread, for the number of the serializer.
    private readonly ThreadLocal<int> _identifier = new(() => 4711);

    public override int Identifier => _identifier.Value;

    public override string Manifest(object o) => ((AnyMessage)o).Manifest;

    public override byte[] ToBinary(object obj)
    {
        _identifier.Value = obj.AsInstanceOf<AnyMessage>().Serializer;
        return ((AnyMessage)obj).Bytes;
    }

    public override object FromBinary(byte[] bytes, string manifest) => throw new NotSupportedException();
}
