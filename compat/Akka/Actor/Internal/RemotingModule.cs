using System.Reflection;
using Akka.Configuration;

namespace Akka.Actor.Internal;

/// <summary>
/// Akka.Remote, as far as it is at hand: this assembly does not reference it, the configuration names it. It is loaded where the
/// configuration has something for it, so that mistakes under <c>akka.remote</c> are found in systems without remoting too.
/// </summary>
internal static class RemotingModule
{
    private const string LocalProvider = "Akka.Actor.LocalActorRefProvider";
    private const string RemoteProvider = "Akka.Remote.RemoteActorRefProvider";

    /// <summary>Makes the module's keys known to <see cref="ConfigurationCheck"/>.</summary>
    public static void MakeKeysKnown(Config config, string? selected)
    {
        if (!config.HasPath("akka.remote") && !IsRemote(selected) && !IsRemote(config.GetString("akka.actor.provider"))) return;
        var assembly = ProviderType()?.Assembly;
        if (assembly is null) return;
        foreach (var reference in assembly.GetCustomAttributes<ReferenceConfigurationAttribute>())
            ConfigurationCheck.AddReference(reference.Load(assembly));
    }

    /// <summary>The provider that <c>akka.actor.provider</c> names.</summary>
    /// <exception cref="ConfigurationException">It names none that there is.</exception>
    public static IActorRefProvider CreateProvider(ActorSystemImpl system)
    {
        var name = system.Settings.ProviderClass;
        if (name is "local" or LocalProvider or $"{LocalProvider}, Akka") return new LocalActorRefProvider(system);
        if (IsRemote(name) && ProviderType() is { } type)
        {
            try
            {
                return (IActorRefProvider)Activator.CreateInstance(type, system.Name, system.Settings, system.EventStream)!;
            }
            catch (TargetInvocationException wrapper)
            {
                global::System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(wrapper.InnerException!);
            }
        }
        var rule = ProviderType() is null ? "[local], as there is no assembly Akka.Remote here" : "[local] or [remote]";
        throw new ConfigurationException($"akka.actor.provider must be {rule}, was [{name}].");
    }

    private static bool IsRemote(string? name) => name is "remote" or RemoteProvider or $"{RemoteProvider}, Akka.Remote";

    private static Type? ProviderType() => Type.GetType($"{RemoteProvider}, Akka.Remote", throwOnError: false);
}

/// <summary>Names a resource of a module with the keys that it takes and their defaults.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class ReferenceConfigurationAttribute(string resource) : Attribute
{
    // One instance for each resource: the check tells what it knows already by reference.
    private static readonly Dictionary<string, Config> Loaded = [];

    public Config Load(Assembly assembly)
    {
        lock (Loaded)
        {
            if (!Loaded.TryGetValue(resource, out var config)) Loaded[resource] = config = ConfigurationFactory.FromResource(resource, assembly);
            return config;
        }
    }
}
