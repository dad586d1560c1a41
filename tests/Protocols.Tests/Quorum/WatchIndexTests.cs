using Coterie.Protocols.Quorum;

namespace Coterie.Tests.Quorum;

/// <summary>The watches that cover a name are found as by comparing each of them with it.</summary>
public sealed class WatchIndexTests
{
    [Fact]
    public void It_finds_what_covers_a_name_and_nothing_else_whatever_was_added_and_removed()
    {
        var random = new Random(1);
        var index = new WatchIndex<Item>();
        var items = new List<Item>();
        for (var i = 0; i < 5_000; i++)
        {
            if (items.Count > 0 && random.Next(5) < 2)
            {
                var gone = items[random.Next(items.Count)];
                items.Remove(gone);
                index.Remove(gone);
            }
            else
            {
                var item = new Item(i, Name(), random.Next(2) == 0);
                items.Add(item);
                index.Add(item);
            }
            var name = Name();
            var found = new List<Item>();
            index.Find(name, found);
            Assert.Equal(items.Where(item => item.Covers(name)), found.OrderBy(item => item.Number));
            Assert.Equal(items.Count, index.Count);
        }
        foreach (var item in items)
            index.Remove(item);
        Assert.Equal(0, index.Count);

        string Name() => new([.. Enumerable.Range(0, random.Next(5)).Select(_ => (char)('a' + random.Next(2)))]);
    }

    private sealed record Item(int Number, string Name, bool IsPrefix) : IWatch, IComparable<Item>
    {
        public bool Covers(string other) => IsPrefix ? other.StartsWith(Name, StringComparison.Ordinal) : other == Name;

        public int CompareTo(Item? other) => Number.CompareTo(other!.Number);
    }
}
