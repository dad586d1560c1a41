using System.Text;
using Coterie.Actors.Locks;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;

namespace Coterie.DistributedLock.Tests;

/// <summary>What locks and semaphores are called in the group.</summary>
public sealed class LockNamesTests
{
    [Fact]
    public void A_name_that_the_group_takes_is_not_changed()
    {
        string[] names =
        [
            "a", "A", " ", "a/b\\c", "\0\n", new('x', 512), "😀", "a~sha256~", "a~semaphore~", "a~semaphore~x",
            "a~semaphore~0 ",
            $"a~sha256~{new string('0', 63)}", $"a~sha256~{new string('0', 65)}", $"a~sha256~{new string('A', 64)}",
        ];
        Assert.Equal(names, names.Select(OfLock));
        Assert.Equal(names, names.Select(OfReaderWriterLock));
        Assert.Equal(["a~semaphore~0", "a~semaphore~1", "a~semaphore~door"], OfSemaphore("a", 2));
    }

    [Fact]
    public void Another_name_becomes_its_beginning_and_a_hash_and_all_versions_make_the_same()
    {
        Assert.Equal("~sha256~e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", OfLock(""));
        Assert.Equal("a\\\ufffd~sha256~e0acf521d1273aca332027881603cabbb555fac8cf37eb4b6998197067c7aaeb", OfLock("a\\\ud83d"));
        Assert.Equal([$"{OfLock("")}~semaphore~0", $"{OfLock("")}~semaphore~door"], OfSemaphore("", 1));
    }

    [Fact]
    public void A_long_name_keeps_as_much_of_its_beginning_as_there_is_room_for()
    {
        var name = string.Concat(Enumerable.Repeat("😀", 500));
        Assert.Equal(512, OfLock("x" + new string('y', 600)).Length);
        Assert.StartsWith(name[..440] + "~sha256~", OfLock(name), StringComparison.Ordinal);
        Assert.StartsWith("x" + name[..438] + "~sha256~", OfLock("x" + name), StringComparison.Ordinal); // no half of a pair
    }

    [Fact]
    public void Different_names_are_never_called_the_same_and_always_as_the_group_takes_it()
    {
        var all = new HashSet<string>
        {
            "", "a", "A", "\\", "\ud83d", "\ud83e", "\ude00", "\ude00\ud83d", "\ufffd", "?", new('x', 480), new('x', 481),
            new('x', 512), new('x', 513), new('x', 1000), new string('x', 1000) + "y",
            new string('x', 439) + "😀" + new string('x', 99),
        };
        for (var depth = 0; depth < 3; depth++) // names that look like those of others
            all.UnionWith([.. all.SelectMany(name => OfSemaphore(name, 2).Append(OfLock(name)))]);
        var made = all.Select(OfLock).Concat(all.SelectMany(name => OfSemaphore(name, 2))).ToList();
        Assert.Equal(made.Count, made.Distinct().Count());
        Assert.All(made, name => Assert.InRange(name.Length, 1, 512));
        Assert.All(made, name => new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(name)); // no half of a pair
    }

    private static string OfLock(string name)
    {
        var coterie = new Recorder();
        Assert.Null(new CoterieDistributedLock(name, coterie).TryAcquire());
        return Assert.Single(coterie.Names);
    }

    private static string OfReaderWriterLock(string name)
    {
        var coterie = new Recorder();
        Assert.Null(new CoterieDistributedReaderWriterLock(name, coterie).TryAcquireReadLock());
        Assert.Null(new CoterieDistributedReaderWriterLock(name, coterie).TryAcquireWriteLock());
        return Assert.Single(coterie.Names.Distinct());
    }

    // The slots, then the door.
    private static IEnumerable<string> OfSemaphore(string name, int count)
    {
        var coterie = new Recorder();
        Assert.Null(new CoterieDistributedSemaphore(name, count, coterie).TryAcquire());
        Assert.Throws<NotSupportedException>(
            () => new CoterieDistributedSemaphore(name, count, coterie).TryAcquire(Timeout.InfiniteTimeSpan));
        return coterie.Names.Order(StringComparer.Ordinal);
    }

    /// <summary>A group that never gives a lock, and does not let anybody wait.</summary>
    private sealed class Recorder : ICoterie
    {
        public List<string> Names { get; } = [];

        public IReadOnlyList<string> Members => [];

        public ValueTask<LockHandle> AcquireAsync(
            string name, VoteMode mode, TimeSpan timeout, string? purpose, CancellationToken cancellation = default)
        {
            Names.Add(name);
            throw new NotSupportedException();
        }

        public ValueTask<LockHandle?> TryAcquireAsync(
            string name, VoteMode mode, TimeSpan timeout, string? purpose, CancellationToken cancellation = default)
        {
            Names.Add(name);
            return default;
        }

        public ValueTask<Outcome> OperateAsync(
            string name, Operation operation, TimeSpan timeout, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public LocalCopy? FindCopy(string name) => throw new NotSupportedException();

        public IAsyncEnumerable<WatchEvent> WatchAsync(string name, bool isPrefix, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public GroupHealth CheckHealth() => throw new NotSupportedException();

        public Task<GroupView> LookAsync(string? name, TimeSpan limit, CancellationToken cancellation = default) =>
            throw new NotSupportedException();
    }
}
