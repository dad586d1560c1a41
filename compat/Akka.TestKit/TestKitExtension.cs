using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Gives a system its <see cref="TestKitSettings"/>.</summary>
public class TestKitExtension : ExtensionIdProvider<TestKitSettings>
{
    private static readonly TestKitExtension Instance = new();

    /// <summary>The settings of a system.</summary>
    public static TestKitSettings For(ActorSystem system) => Instance.Apply(system);

    /// <inheritdoc/>
    public override TestKitSettings CreateExtension(ExtendedActorSystem system) => new(system.Settings.Config.WithFallback(TestKitBase.DefaultConfig));
}
