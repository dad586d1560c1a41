using Akka.Configuration;

namespace Akka.TestKit.Configs;

/// <summary>Configurations for systems under test.</summary>
public static class TestConfigs
{
    /// <summary>TestKit's own settings; the last fallback of every system that TestKit creates.</summary>
    public static Config DefaultConfig => TestKitBase.DefaultConfig;

    /// <summary>Puts the system on virtual time; see <see cref="TestScheduler"/>.</summary>
    public static Config TestSchedulerConfig { get; } =
        ConfigurationFactory.ParseString("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """);
}
