using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Coordination;
using Akka.Event;
using Coterie.Actors.Configuration;
using Coterie.Actors.Locks;

namespace Coterie.Coordination;

/// <summary>
/// Starts the group of an actor system's leases together with the system, so that it votes before it acquires a lease itself:
/// <c>akka.extensions = ["Coterie.Coordination.CoterieLeaseExtension, Coterie.Coordination"]</c>.
/// </summary>
public sealed class CoterieLeaseExtension : ExtensionIdProvider<CoterieLeases>
{
    /// <inheritdoc/>
    public override CoterieLeases CreateExtension(ExtendedActorSystem system) => new(system);
}

/// <summary>The leases of an actor system, and their group: one for all of them.</summary>
public sealed class CoterieLeases : IExtension
{
    private readonly Lock _gate = new();
    private readonly ExtendedActorSystem _system;
    private readonly CoterieLeaseSetup? _setup;
    private readonly ConcurrentDictionary<(string Lease, string Owner), LeaseClaim> _claims = new();
    private GroupKeys? _keys;
    private OwnGroup? _own;
    private Task<ICoterie>? _group;
    private bool _isEnded;

    internal CoterieLeases(ExtendedActorSystem system)
    {
        _system = system;
        _system.Settings.InjectTopLevelFallback(CoterieLease.DefaultConfig);
        _setup = system.Settings.Setup.Get<CoterieLeaseSetup>() is { HasValue: true, Value: { } setup } ? setup : null;
        Log = Logging.GetLogger(system, typeof(CoterieLease));
        if (_setup is null && KeysAt(CoterieLease.ConfigPath) is { } keys && GroupKeys.HasMembers(keys))
        {
            Take(GroupKeys.Read(keys, Inherited));
            _ = GroupAsync();
        }
        _ = EndAsync();
    }

    internal TimeProvider Clock => _setup?.Clock ?? TimeProvider.System;

    internal ILoggingAdapter Log { get; }

    private Config? Inherited => KeysAt("akka.coordination.lease");

    /// <summary>The extension of an actor system.</summary>
    internal static CoterieLeases Get(ActorSystem system) => system.WithExtension<CoterieLeases, CoterieLeaseExtension>();

    /// <summary>What the owner of a lease has of it.</summary>
    /// <exception cref="SettingsException">At least one key breaks its rule; all of them are named.</exception>
    internal LeaseClaim ClaimOf(LeaseSettings settings)
    {
        if (settings.TimeoutSettings.OperationTimeout <= TimeSpan.Zero)
        {
            throw new SettingsException(GroupKeys.Rule(
                "lease-operation-timeout", "above 0", $"{settings.TimeoutSettings.OperationTimeout.TotalSeconds} s"));
        }
        if (_setup is null)
            Take(GroupKeys.Read(settings.LeaseConfig, Inherited));
        else
            GroupKeys.Refuse(settings.LeaseConfig, Inherited);
        return _claims.GetOrAdd(
            (settings.LeaseName, settings.OwnerName), static (key, leases) => new LeaseClaim(leases, key.Lease, key.Owner), this);
    }

    /// <summary>The group, once it is started; it is started again if that has failed.</summary>
    internal Task<ICoterie> GroupAsync()
    {
        lock (_gate)
        {
            if (_isEnded)
                throw new LeaseException("The actor system has ended.");
            if (_group is null or { IsFaulted: true } or { IsCanceled: true })
                _group = Task.Run(StartAsync);
            return _group;
        }
    }

    private async Task<ICoterie> StartAsync()
    {
        if (_setup is not null)
            return await _setup.Coterie(_system).ConfigureAwait(false);
        var own = await OwnGroup.StartAsync(_system, _keys!).ConfigureAwait(false);
        _own = own;
        return own.Node;
    }

    private void Take(GroupKeys keys)
    {
        lock (_gate)
        {
            _keys ??= keys;
            if (_keys != keys)
            {
                throw new SettingsException(
                    $"All leases of an actor system must be of one group, was [{_keys}] for one and [{keys}] for another.");
            }
        }
    }

    private Config? KeysAt(string path) => _system.Settings.Config.GetConfig(path);

    // What is held then was not released by its owner. It is not given back: the decision of a split brain resolver stands.
    private async Task EndAsync()
    {
        await _system.WhenTerminated.ConfigureAwait(false);
        Task<ICoterie>? group;
        lock (_gate)
            (_isEnded, group) = (true, _group);
        if (group is null)
            return;
        await ((Task)group).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_own is not null)
            await _own.EndAsync().ConfigureAwait(false);
        else
            await Task.WhenAll(_claims.Values.Select(claim => claim.ExpireAsync())).ConfigureAwait(false);
    }
}
