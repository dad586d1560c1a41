using Akka.Configuration;
using Coterie.Actors.Configuration;
using Coterie.Actors.Locks;
using Coterie.Tests.Encryption;
using Coterie.Tests.Support;

namespace Coterie.Tests.Locks;

/// <summary>A group of lock members on 127.0.0.1, each with an actor system of its own, and clients of it.</summary>
internal sealed class LockGroup : IAsyncDisposable
{
    private static readonly Config Quiet = ConfigurationFactory.ParseString("akka.loglevel = OFF\nakka.stdout-loglevel = OFF")
        .WithFallback(CoterieConfiguration.Load([]));

    private readonly Dictionary<int, CoterieNode> _members = [];
    private readonly List<CoterieNode> _clients = [];

    private LockGroup(IReadOnlyList<string> addresses) => Addresses = addresses;

    public IReadOnlyList<string> Addresses { get; }

    /// <summary>One try does not end by itself while a test runs, and a lease not easily, even on a busy machine.</summary>
    public CoterieOptions Options { get; init; } = new()
    {
        Lease = TimeSpan.FromSeconds(5),
        LongestTry = TimeSpan.FromSeconds(60),
        IsNew = true,
        Config = Quiet,
    };

    /// <summary>The certificates of members and clients; null: nothing is encrypted.</summary>
    public PemFolder? Tls { get; init; }

    /// <summary>A group of which some members are running.</summary>
    public static async Task<LockGroup> StartAsync(
        int members, int running, Func<CoterieOptions, CoterieOptions>? change = null, PemFolder? tls = null)
    {
        // With encryption, each has an address of its own, and so a certificate.
        var addresses = Enumerable.Range(1, members).Select(i => $"127.0.0.{(tls is null ? 1 : i)}:{FreePorts.Take()}");
        var group = new LockGroup([.. addresses]) { Tls = tls };
        if (change is not null)
            group = new LockGroup(group.Addresses) { Options = change(group.Options), Tls = tls };
        for (var i = 0; i < running; i++)
            await group.StartMemberAsync(i);
        return group;
    }

    public CoterieNode Member(int index) => _members[index];

    public async Task<CoterieNode> StartMemberAsync(int index, bool isNew = true)
    {
        var node = await CoterieNode.StartAsync(
            Options with
            {
                Listen = Addresses[index],
                Members = Addresses,
                IsNew = isNew,
                Tls = Tls?.For(Addresses[index].Split(':')[0]),
            });
        _members[index] = node;
        return node;
    }

    public async Task StopMemberAsync(int index)
    {
        await _members[index].DisposeAsync();
        _members.Remove(index);
    }

    public async Task<CoterieNode> StartClientAsync()
    {
        var client = await CoterieNode.StartAsync(Options with { Members = Addresses, Tls = Tls?.ForClient() });
        _clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_clients.Concat(_members.Values).Select(node => node.DisposeAsync().AsTask()));
}
