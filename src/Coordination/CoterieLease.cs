using Akka.Actor;
using Akka.Configuration;
using Akka.Coordination;

namespace Coterie.Coordination;

/// <summary>
/// A lease of Akka.Coordination that is a lock of a group: a majority of the group's members must vote for its owner. For cluster
/// singletons, sharding, and the split brain resolver's <c>lease-majority</c>. Akka makes it by the key <c>lease-class</c>;
/// <c>reference.conf</c> of this package documents all keys.
/// </summary>
/// <remarks>
/// It is lost, and the callback called, before any other owner can get it, as long as this process has a chance to run. The end
/// of the actor system does not release it: only then can nobody else act on it while something still runs here. It becomes free
/// as if the process had crashed.
/// </remarks>
public sealed class CoterieLease : Lease
{
    /// <summary>Where the keys of the lease are, for <c>use-lease</c> and its like.</summary>
    public const string ConfigPath = "akka.coordination.lease.coterie";

    private readonly LeaseClaim _claim;

    /// <summary>For Akka, which makes leases by this constructor.</summary>
    /// <param name="settings">The name, the owner, and the keys.</param>
    /// <param name="system">The actor system.</param>
    /// <exception cref="Actors.Configuration.SettingsException">
    /// At least one key breaks its rule; all of them are named.
    /// </exception>
    public CoterieLease(LeaseSettings settings, ExtendedActorSystem system)
        : base(settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _claim = CoterieLeases.Get(system).ClaimOf(settings);
    }

    /// <summary>
    /// The defaults of all keys, to be put below the application's own: <c>config.WithFallback(CoterieLease.DefaultConfig)</c>.
    /// </summary>
    public static Config DefaultConfig { get; } =
        ConfigurationFactory.FromResource<CoterieLease>("Coterie.Coordination.reference.conf");

    /// <inheritdoc cref="Acquire(Action{Exception?}?)"/>
    public override Task<bool> Acquire() => Acquire(null);

    /// <summary>
    /// Acquires the lease for its owner, for whom it may be held already. Several calls at a time are one, and get one task.
    /// </summary>
    /// <param name="leaseLostCallback">
    /// Called once if the lease is lost, but not when it is released; never before the task has completed. A later call of this
    /// method with another one replaces it.
    /// </param>
    /// <returns>
    /// True: it is held. False: another owner certainly held it during the call, which a majority of the members says.
    /// </returns>
    /// <exception cref="LeaseTimeoutException">
    /// It was not acquired within <c>lease-operation-timeout</c>, and it is unknown who holds it. The message says which members
    /// do not answer.
    /// </exception>
    /// <exception cref="LeaseException">
    /// It was not acquired: the group could not be started, or the lease was released meanwhile.
    /// </exception>
    public override Task<bool> Acquire(Action<Exception?>? leaseLostCallback) =>
        _claim.AcquireAsync(this, Settings.TimeoutSettings.OperationTimeout, leaseLostCallback);

    /// <summary>
    /// Releases the lease, and ends an <see cref="Acquire()"/> that is under way. It does not wait for the members, which the
    /// release reaches a little later.
    /// </summary>
    /// <returns>True, also if the lease was not held.</returns>
    public override async Task<bool> Release()
    {
        await _claim.ReleaseAsync().ConfigureAwait(false);
        return true;
    }

    /// <summary>Whether the owner certainly holds the lease now. Costs no message.</summary>
    public override bool CheckLease() => _claim.IsHeld;
}
