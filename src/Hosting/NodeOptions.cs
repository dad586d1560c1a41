using System.Diagnostics.Metrics;
using Coterie.Actors.Configuration;
using Coterie.Actors.Locks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coterie.Hosting;

/// <summary>Makes the options of a node from those of the application.</summary>
internal static class NodeOptions
{
    /// <summary>Those that every node has.</summary>
    /// <param name="options">The options of the application.</param>
    /// <param name="services">The services of the application; null: none.</param>
    public static CoterieOptions ToNodeOptions(this CoterieHostOptions options, IServiceProvider? services = null) => new()
    {
        Listen = options.Listen,
        Members = options.Members is null ? null! : [.. options.Members],
        Lease = options.Lease,
        IsNew = options.IsNew,
        DataFolder = options.DataFolder,
        KeepsVotes = options.KeepsVotes,
        Holder = options.Holder,
        TagsLockNames = options.TagsLockNames,
        MeterFactory = services?.GetService<IMeterFactory>(),
        Clock = services?.GetService<TimeProvider>() ?? TimeProvider.System,
    };

    /// <summary>The same for a node with an actor system of its own, which logs to <paramref name="logger"/>.</summary>
    public static CoterieOptions WithSystem(this CoterieOptions node, CoterieHostOptions options, ILogger logger) => node with
    {
        Tls = options.Tls.ToNodeOptions(),
        Config = NodeLogger.Config(logger).WithFallback(CoterieConfiguration.Load(options.ConfigFiles)),
        Setup = NodeLogger.Setup(logger),
    };
}
