using Akka.Actor;
using Akka.Configuration;
using Coterie.Actors.Configuration;
using Coterie.Actors.Locks;
using Coterie.Actors.Nodes;

namespace Coterie.Coordination;

/// <summary>The group of leases that the configuration tells of, as this process takes part in it.</summary>
internal sealed class OwnGroup
{
    private readonly ActorSystem? _second;

    private OwnGroup(CoterieNode node, ActorSystem? second) => (Node, _second) = (node, second);

    /// <summary>The part of this process.</summary>
    public CoterieNode Node { get; }

    /// <summary>Starts it.</summary>
    /// <param name="system">The actor system of the application.</param>
    /// <param name="keys">The keys.</param>
    /// <exception cref="SettingsException">A key breaks its rule, or the actor system cannot take part.</exception>
    /// <exception cref="NodeException">It cannot listen there, or a name has no address.</exception>
    public static async Task<OwnGroup> StartAsync(ActorSystem system, GroupKeys keys)
    {
        var own = Actors.Nodes.Node.AddressOf(system);
        var options = new CoterieOptions
        {
            Members = keys.Members,
            Lease = keys.Lease,
            IsNew = keys.IsNew,
            Holder = keys.Holder.Length > 0 ? keys.Holder : HolderOf(own),
            KeepsVotes = false, // a lease is seldom acquired, and its votes should not be with somebody who may crash
        };
        if (keys.Listen is null)
        {
            if (Actors.Nodes.Node.EndpointOf(own) is null)
            {
                throw new SettingsException(
                    "The actor system must listen at an IP address (akka.remote.dot-netty.tcp.public-hostname or hostname) to "
                    + $"take part in the group of its leases, was [{own}]. With {CoterieLease.ConfigPath}.listen a second one "
                    + "does.");
            }
            return new OwnGroup(await TakePartAsync(system, options).ConfigureAwait(false), null);
        }
        var end = await keys.Listen.ResolveAsync().ConfigureAwait(false);
        var second = Actors.Nodes.Node.Start(end, ConfigOf(system, keys.Node));
        try
        {
            return new OwnGroup(await TakePartAsync(second, options).ConfigureAwait(false), second);
        }
        catch
        {
            await Actors.Nodes.Node.EndAsync(second).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends it, without giving anything back: what is held becomes free as if this process had crashed.</summary>
    public async Task EndAsync()
    {
        if (_second is not null)
            await Actors.Nodes.Node.EndAsync(_second).ConfigureAwait(false);
        try
        {
            await Node.DisposeAsync().ConfigureAwait(false); // nothing leaves an actor system that has ended
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Its actors have ended with the system, and cannot be asked to.
        }
    }

    private static async Task<CoterieNode> TakePartAsync(ActorSystem system, CoterieOptions options)
    {
        try
        {
            return await CoterieNode.OfAsync(system, options).ConfigureAwait(false);
        }
        catch (InvalidActorNameException taken)
        {
            throw new SettingsException(
                "Only one group may have this actor system, which takes part in one already; give it to the leases by "
                + "CoterieLeaseSetup.",
                taken);
        }
    }

    private static string HolderOf(Address own)
    {
        var holder = own.HostPort();
        return holder.Length <= CoterieOptions.LongestText ? holder : holder[..CoterieOptions.LongestText];
    }

    // Akka would refuse to connect again for 5 s after a connection was lost.
    private static Config ConfigOf(ActorSystem system, Config node) => node
        .WithFallback(ConfigurationFactory.ParseString(
            $"akka.loglevel = {system.Settings.LogLevel}\nakka.remote.retry-gate-closed-for = 100ms"))
        .WithFallback(CoterieConfiguration.Load([]));
}
