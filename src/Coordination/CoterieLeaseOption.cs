using System.Text;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Hosting;
using Akka.Hosting.Coordination;
using Coterie.Actors.Locks;

namespace Coterie.Coordination;

/// <summary>
/// The lease for Akka.Hosting: the <c>LeaseImplementation</c> of <c>ClusterSingletonOptions</c>, <c>ShardOptions</c> and
/// <c>LeaseMajorityOption</c>. Give the same to <see cref="CoterieLeaseHosting.WithCoterieLease"/>, which sets its keys;
/// <c>reference.conf</c> of this package documents them. What is null keeps its default.
/// </summary>
public sealed class CoterieLeaseOption : LeaseOptionBase
{
    /// <summary>The key <c>members</c>: the addresses of those that vote.</summary>
    public IReadOnlyList<string>? Members { get; set; }

    /// <summary>The key <c>listen</c>: where a second actor system listens.</summary>
    public string? Listen { get; set; }

    /// <summary>The key <c>is-new</c>: whether this is the very first start of the group.</summary>
    public bool? IsNew { get; set; }

    /// <summary>The key <c>holder</c>: who this process is, for people.</summary>
    public string? Holder { get; set; }

    /// <summary>The key <c>heartbeat-timeout</c>: how long a lease stays taken when its node crashes.</summary>
    public TimeSpan? HeartbeatTimeout { get; set; }

    /// <summary>The key <c>lease-operation-timeout</c>: how long Acquire waits.</summary>
    public TimeSpan? OperationTimeout { get; set; }

    /// <summary>
    /// The application's own group, see <see cref="CoterieLeaseSetup"/>; then only <see cref="OperationTimeout"/> may be set
    /// beside it.
    /// </summary>
    public Func<ActorSystem, Task<ICoterie>>? Coterie { get; set; }

    /// <inheritdoc/>
    public override string ConfigPath => CoterieLease.ConfigPath;

    /// <inheritdoc/>
    public override Type Class => typeof(CoterieLease);

    /// <summary>Sets the keys, and starts the group together with the actor system.</summary>
    /// <param name="builder">Of the actor system.</param>
    /// <param name="setup">Not used.</param>
    public override void Apply(AkkaConfigurationBuilder builder, Setup? setup = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var keys = new StringBuilder();
        Set("members", Members is null ? null : $"[{string.Join(", ", Members.Select(member => member.ToHocon()))}]");
        Set("listen", Listen?.ToHocon());
        Set("is-new", IsNew?.ToHocon());
        Set("holder", Holder?.ToHocon());
        Set("heartbeat-timeout", HeartbeatTimeout?.ToHocon());
        Set("lease-operation-timeout", OperationTimeout?.ToHocon());
        if (keys.Length > 0)
            builder.AddHocon($"{ConfigPath} {{\n{keys}}}\n", HoconAddMode.Prepend);
        builder.AddHocon(CoterieLease.DefaultConfig, HoconAddMode.Append);
        builder.WithExtension<CoterieLeaseExtension>();
        if (Coterie is not null)
            builder.AddSetup(new CoterieLeaseSetup(Coterie));

        void Set(string key, string? value)
        {
            if (value is not null)
                keys.Append(key).Append(" = ").Append(value).Append('\n');
        }
    }
}

/// <summary>For Akka.Hosting.</summary>
public static class CoterieLeaseHosting
{
    /// <summary>Makes <see cref="CoterieLease"/> known to the actor system.</summary>
    /// <param name="builder">Of the actor system.</param>
    /// <param name="option">The keys.</param>
    public static AkkaConfigurationBuilder WithCoterieLease(this AkkaConfigurationBuilder builder, CoterieLeaseOption option)
    {
        ArgumentNullException.ThrowIfNull(option);
        option.Apply(builder);
        return builder;
    }
}
