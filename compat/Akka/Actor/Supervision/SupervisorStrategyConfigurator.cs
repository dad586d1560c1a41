using Akka.Configuration;

namespace Akka.Actor;

/// <summary>Makes a strategy that the configuration names: <c>akka.actor.guardian-supervisor-strategy</c>.</summary>
public abstract class SupervisorStrategyConfigurator
{
    /// <summary>The strategy.</summary>
    public abstract SupervisorStrategy Create();

    /// <summary>The configurator of a type name.</summary>
    public static SupervisorStrategyConfigurator CreateConfigurator(string typeName)
    {
        switch (typeName)
        {
            case "Akka.Actor.DefaultSupervisorStrategy": return new DefaultSupervisorStrategy();
            case "Akka.Actor.StoppingSupervisorStrategy": return new StoppingSupervisorStrategy();
        }
        var type = Type.GetType(typeName);
        return type is not null && typeof(SupervisorStrategyConfigurator).IsAssignableFrom(type)
            ? (SupervisorStrategyConfigurator)Activator.CreateInstance(type)!
            : throw new ConfigurationException(
                $"akka.actor.guardian-supervisor-strategy must be a SupervisorStrategyConfigurator, was [{typeName}].");
    }
}

/// <summary>Configures <see cref="SupervisorStrategy.DefaultStrategy"/>.</summary>
public class DefaultSupervisorStrategy : SupervisorStrategyConfigurator
{
    /// <inheritdoc/>
    public override SupervisorStrategy Create() => SupervisorStrategy.DefaultStrategy;
}

/// <summary>Configures <see cref="SupervisorStrategy.StoppingStrategy"/>.</summary>
public class StoppingSupervisorStrategy : SupervisorStrategyConfigurator
{
    /// <inheritdoc/>
    public override SupervisorStrategy Create() => SupervisorStrategy.StoppingStrategy;
}
