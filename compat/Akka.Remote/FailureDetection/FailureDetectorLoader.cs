using System.Reflection;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Remote;

/// <summary>Makes the failure detectors that a configuration names.</summary>
public static class FailureDetectorLoader
{
    /// <summary>The detector of a type name, with the settings of its section.</summary>
    /// <exception cref="ConfigurationException">There is no such detector, or its section is wrong.</exception>
    public static FailureDetector Load(string fqcn, Config config, ActorSystem system)
    {
        var constructor = Type.GetType(fqcn) is { IsAbstract: false } type && typeof(FailureDetector).IsAssignableFrom(type)
            ? type.GetConstructor([typeof(Config), typeof(EventStream)])
            : null;
        if (constructor is null)
        {
            throw new ConfigurationException(
                $"implementation-class must be the name of a FailureDetector's type with a constructor for a Config and an EventStream, was [{fqcn}].");
        }
        try
        {
            return (FailureDetector)constructor.Invoke([config, system.EventStream]);
        }
        catch (TargetInvocationException failed)
        {
            throw new ConfigurationException(failed.InnerException!.Message, failed.InnerException);
        }
    }

    /// <summary>The detector of a type name, with the settings of its section.</summary>
    /// <exception cref="ConfigurationException">There is no such detector, or its section is wrong.</exception>
    public static FailureDetector LoadFailureDetector(this IActorContext context, string fqcn, Config config) => Load(fqcn, config, context.System);
}
