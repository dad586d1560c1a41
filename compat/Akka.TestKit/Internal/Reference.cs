using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;

namespace Akka.TestKit.Internal;

/// <summary>TestKit's reference.conf and its place under what a test brings.</summary>
internal static class Reference
{
    public const string TestActorDispatcher = "akka.test.test-actor.dispatcher";

    public static Config Load()
    {
        using var stream = typeof(Reference).Assembly.GetManifestResourceStream("Akka.TestKit.reference.conf")!;
        using var reader = new StreamReader(stream);
        var reference = ConfigurationFactory.ParseString(reader.ReadToEnd());
        ConfigurationCheck.AddReference(reference);
        return reference;
    }

    /// <summary>Gives a system that was made without TestKit's configuration the dispatchers of test actors.</summary>
    public static void AddDispatchers(ActorSystem system)
    {
        foreach (var id in new[] { TestActorDispatcher, CallingThreadDispatcher.Id })
        {
            if (system.Dispatchers.HasDispatcher(id))
                continue;
            var section = TestKitBase.DefaultConfig.GetConfig(id);
            system.Dispatchers.RegisterConfigurator(id,
                new CallingThreadDispatcherConfigurator(section, system.Dispatchers.Prerequisites));
        }
    }

    public static ActorSystemSetup Under(ActorSystemSetup setup)
    {
        var bootstrap = setup.Get<BootstrapSetup>().GetOrElse(BootstrapSetup.Create());
        var config = bootstrap.Config.HasValue
            ? bootstrap.Config.Value.WithFallback(TestKitBase.DefaultConfig)
            : TestKitBase.DefaultConfig;
        return setup.WithSetup(bootstrap.WithConfig(config));
    }
}
