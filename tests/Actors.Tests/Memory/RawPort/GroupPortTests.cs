using System.Net;
using Coterie.Actors.Configuration;
using Coterie.Actors.Locks;
using Coterie.Actors.Memory.RawPort;
using Coterie.Actors.Variables;
using Coterie.Tests.Locks;

namespace Coterie.Tests.Memory.RawPort;

/// <summary>The raw port of a member: the same bytes, and the variable x of the group.</summary>
public sealed class GroupPortTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private LockGroup _group = null!;
    private CoterieNode _node = null!; // a client
    private RawServer _server = null!;

    public async Task InitializeAsync()
    {
        _group = await LockGroup.StartAsync(1, 1);
        _node = await _group.StartClientAsync();
        var member = _group.Member(0);
        var settings = CoterieSettings.Read(CoterieConfiguration.Load([])).Memory.RawPort;
        _server = RawServer.Start(member.System, member, new IPEndPoint(IPAddress.Loopback, 0), settings);
    }

    public async Task DisposeAsync() => await _group.DisposeAsync();

    [Fact]
    public async Task Its_clients_share_the_variable_with_the_group()
    {
        using var client = new RawClient(_server.Address);
        await client.SendAsync([.. RawClient.Reads(1), .. RawClient.Write(7), .. RawClient.Reads(1)]);
        byte[] answers = [.. RawClient.Values(0), .. RawClient.Bytes("OK"), .. RawClient.Values(7)];
        Assert.Equal(answers, await client.ReceiveAsync(10));
        Assert.Equal(7, await _node.Variable<int>("x").ReadAsync(Patience));
        await _node.Variable<int>("x").WriteAsync(-1, Patience);
        await client.SendAsync(RawClient.Reads(2));
        Assert.Equal(RawClient.Values(-1, -1), await client.ReceiveAsync(8));
    }

    [Fact]
    public async Task Whoever_writes_waits_for_the_holder_of_the_lock()
    {
        using var client = new RawClient(_server.Address);
        var held = await _node.AcquireAsync("x", Patience);
        await client.SendAsync(RawClient.Write(7));
        await held.Variable<int>().WriteAsync(5, Patience);
        using var other = new RawClient(_server.Address);
        await other.SendAsync(RawClient.Reads(1));
        Assert.Equal(RawClient.Values(5), await other.ReceiveAsync(4));
        held.Dispose();
        Assert.Equal("OK"u8.ToArray(), await client.ReceiveAsync(2));
    }

    [Fact]
    public async Task A_value_that_the_protocol_cannot_tell_closes_the_connection()
    {
        await _node.Variable<string>("x").WriteAsync("five", Patience);
        using var client = new RawClient(_server.Address);
        await client.SendAsync(RawClient.Reads(1));
        await client.ExpectEndAsync();
    }

    [Fact]
    public async Task A_client_that_goes_away_while_it_waits_writes_nothing()
    {
        var held = await _node.AcquireAsync("x", Patience);
        using (var client = new RawClient(_server.Address))
        {
            await client.SendAsync(RawClient.Write(7));
            await UntilWaitingAsync(1);
        }
        await UntilWaitingAsync(0);
        held.Dispose();
        Assert.False((await _node.Variable<int>("x").ReadStateAsync(Patience)).Exists);
    }

    private async Task UntilWaitingAsync(int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        while ((await _node.LookAsync("x", Patience, limit.Token)).Locks.Single().Claims.Count(claim => !claim.IsInside) != count)
            limit.Token.ThrowIfCancellationRequested();
    }
}
