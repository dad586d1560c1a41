using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using Coterie.Actors.Locks;
using Coterie.Actors.Storage;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Tests.Locks;

/// <summary>Members with a data folder.</summary>
public sealed class DurableMemberTests : TestKit
{
    private static readonly SessionId S = new(9);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly FolderOwner Owner = new("this", "alone");

    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("coterie-member-");

    public DurableMemberTests()
        : base(ConfigurationFactory.ParseString("akka.test.single-expect-default = 60s\nakka.loglevel = WARNING"))
    {
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _temporary.Delete(recursive: true);
    }

    [Fact]
    public async Task A_value_is_in_the_folder_when_the_client_is_told_that_it_is_stored()
    {
        var voter = Voter(DataFolder.Open(_temporary.FullName, Owner));
        await StoreAsync(voter, new StampedValue(new(1, 1), Payload.Of([1])), number: 1);
        using (var reading = FolderReading.Open(_temporary.FullName))
            Assert.Equal([new ValueKept("a", new(new(1, 1), Payload.Of([1])))], reading.Values());
        await voter.GracefulStop(Patience);
        voter = Voter(DataFolder.Open(_temporary.FullName, Owner));
        voter.Tell(new Beat(S, 1, 1), TestActor);
        await ExpectMsgAsync<Heard>();
        voter.Tell(Want(1), TestActor);
        var again = await ExpectMsgAsync<Grant>();
        Assert.Equal((1024, new StampedValue(new(1, 1), Payload.Of([1]))), (again.Floor, again.Stored));
    }

    [Fact]
    public async Task A_member_that_cannot_store_tells_nobody_that_it_has_and_ends()
    {
        var voter = Voter(DataFolder.Open(_temporary.FullName, Owner, mostPages: 30));
        var large = Payload.Of(new byte[60_000]);
        await StoreAsync(voter, new StampedValue(new(1, 1), large), number: 1);
        Watch(voter);
        await EventFilter.Error(start: "The member votes no longer, since it cannot store what it must not forget.")
            .ExpectOneAsync(async () =>
            {
                voter.Tell(new Release(S, 1, "a", 1), TestActor);
                await ExpectMsgAsync<Over>();
                voter.Tell(Want(2, "b"), TestActor);
                var granted = await ExpectMsgAsync<Grant>();
                voter.Tell(new Store(S, 2, granted.Epoch, 1, "b", new(new(2, 1), large)), TestActor);
                voter.Tell(new Look(S, 3, "a"), TestActor);
                await ExpectTerminatedAsync(voter); // neither Stored nor Seen came first
            });
    }

    [Fact]
    public async Task All_members_may_be_restarted_at_once_and_tokens_rise()
    {
        await using var group = await LockGroup.StartAsync(
            3, 0, options => options with { Lease = TimeSpan.FromSeconds(1), KeepsVotes = false });
        long last = 0;
        for (var life = 0; life < 2; life++)
        {
            var members = await Task.WhenAll(Enumerable.Range(0, 3).Select(index => CoterieNode.StartAsync(group.Options with
            {
                Listen = group.Addresses[index],
                Members = group.Addresses,
                DataFolder = Path.Combine(_temporary.FullName, $"{index}"),
            })));
            foreach (var member in members)
            {
                using var held = await member.AcquireAsync("a", Patience);
                Assert.True(held.Token > last);
                last = held.Token;
            }
            await Task.WhenAll(members.Select(member => member.DisposeAsync().AsTask()));
        }
    }

    [Fact]
    public async Task A_folder_that_is_refused_ends_the_start()
    {
        DataFolder.Open(_temporary.FullName, Owner).Dispose();
        var refused = await Assert.ThrowsAsync<DataFolderException>(
            () => CoterieNode.StartAsync(new CoterieOptions { DataFolder = _temporary.FullName }));
        Assert.Contains("that of member this process, was [that of member this]", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_alone_comes_back_without_waiting()
    {
        var options = new CoterieOptions { DataFolder = _temporary.FullName, Lease = TimeSpan.FromHours(1) };
        long first;
        await using (var node = await CoterieNode.StartAsync(options))
            first = (await node.AcquireAsync("a", Patience)).Token >> 20;
        await using var later = await CoterieNode.StartAsync(options);
        Assert.Equal((1, 1025), (first, (await later.AcquireAsync("a", Patience)).Token >> 20));
    }

    private static Request Want(long number, string name = "a") =>
        new(S, number, name, VoteMode.Exclusive, new Ticket(number, S));

    private IActorRef Voter(DataFolder folder)
    {
        var terms = new QuorumTerms(1) { Lease = TimeSpan.FromHours(1) };
        var group = new GroupSettings(terms, ["this"], TimeProvider.System, Patience);
        return Sys.ActorOf(VoterActor.Props(new ProcessId(1), group, new VoterRefs([ActorRefs.Nobody]), isNew: true, folder));
    }

    private async Task StoreAsync(IActorRef voter, StampedValue value, long number)
    {
        voter.Tell(new Beat(S, 1, 1), TestActor);
        await ExpectMsgAsync<Heard>();
        voter.Tell(Want(number), TestActor);
        var granted = await ExpectMsgAsync<Grant>();
        voter.Tell(new Store(S, number, granted.Epoch, granted.Vote, "a", value), TestActor);
        await ExpectMsgAsync<Stored>();
    }
}
