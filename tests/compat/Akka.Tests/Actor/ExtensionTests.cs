using Akka.Actor;

namespace Akka.Tests.Actor;

public class ExtensionTests : EngineTest
{
    [Fact]
    public void An_extension_is_made_once_for_a_system()
    {
        Assert.False(Sys.HasExtension<Counting>());
        var first = Sys.WithExtension<Counting, CountingProvider>();
        Assert.Same(first, Sys.WithExtension<Counting, CountingProvider>());
        Assert.Same(first, new CountingProvider().Get(Sys));
        Assert.Same(first, Sys.GetExtension<Counting>());
        Assert.True(Sys.HasExtension(typeof(Counting)));
        Assert.Same(Sys, first.System);
    }

    private sealed class Counting(ActorSystem system) : IExtension
    {
        public ActorSystem System { get; } = system;
    }

    private sealed class CountingProvider : ExtensionIdProvider<Counting>
    {
        public override Counting CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
