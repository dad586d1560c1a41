using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Actor;

/// <summary>The configuration of a system, given with other setups.</summary>
public sealed class BootstrapSetup : Setup.Setup
{
    internal BootstrapSetup() : this(Option<Config>.None, Option<Config>.None, Option<ProviderSelection>.None) { }

    private BootstrapSetup(Option<Config> config, Option<Config> fallback, Option<ProviderSelection> provider)
    {
        Config = config;
        ConfigFallback = fallback;
        ActorRefProvider = provider;
    }

    /// <summary>The configuration.</summary>
    public Option<Config> Config { get; }

    /// <summary>The provider.</summary>
    public Option<ProviderSelection> ActorRefProvider { get; }

    internal Option<Config> ConfigFallback { get; }

    internal Config Effective => ConfigFallback.HasValue
        ? (Config.HasValue ? Config.Value.WithFallback(ConfigFallback.Value) : ConfigFallback.Value)
        : Config.GetOrElse(ConfigurationFactory.Empty);

    /// <summary>Nothing set.</summary>
    public static BootstrapSetup Create() => new();

    /// <summary>With a configuration.</summary>
    public BootstrapSetup WithConfig(Config config) => new(config, ConfigFallback, ActorRefProvider);

    /// <summary>With a configuration below the others.</summary>
    public BootstrapSetup WithConfigFallback(Config config) => new(Config,
        ConfigFallback.HasValue ? ConfigFallback.Value.WithFallback(config) : config, ActorRefProvider);

    /// <summary>With a provider.</summary>
    public BootstrapSetup WithActorRefProvider(ProviderSelection name) => new(Config, ConfigFallback, name);
}

/// <summary>Where refs come from.</summary>
public abstract class ProviderSelection
{
    private ProviderSelection(string shortName) => ShortName = shortName;

    /// <summary>The value of <c>akka.actor.provider</c> that says the same.</summary>
    internal string ShortName { get; }

    /// <summary>All actors are in this process.</summary>
    public sealed class Local : ProviderSelection
    {
        /// <summary>The only one.</summary>
        public static readonly Local Instance = new();

        private Local() : base("local") { }
    }

    /// <summary>Actors may be in other processes.</summary>
    public sealed class Remote : ProviderSelection
    {
        /// <summary>The only one.</summary>
        public static readonly Remote Instance = new();

        private Remote() : base("remote") { }
    }
}
