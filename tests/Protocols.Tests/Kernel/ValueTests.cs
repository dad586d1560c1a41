using Coterie.Protocols.Kernel;
using FsCheck;
using FsCheck.Fluent;

namespace Coterie.Tests.Kernel;

/// <summary>Timestamps and sets of processes.</summary>
public sealed class ValueTests
{
    [Fact]
    public void Timestamps_are_in_a_total_order_by_clock_and_then_by_process() =>
        Prop.ForAll(((int Clock, int Process) one, (int Clock, int Process) two) =>
        {
            Timestamp a = new(one.Clock % 4, new(one.Process % 4)), b = new(two.Clock % 4, new(two.Process % 4));
            return (a < b) == (b > a) && (a <= b) == (b >= a)
                && (a < b ? 1 : 0) + (b < a ? 1 : 0) + (a == b ? 1 : 0) == 1
                && (a < b) == ((a.Clock, a.Process.Value).CompareTo((b.Clock, b.Process.Value)) < 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_timestamp_reads_as_clock_and_process() => Assert.Equal("7.2", new Timestamp(7, new(2)).ToString());

    [Fact]
    public void A_set_of_processes_behaves_like_a_sorted_set() =>
        Prop.ForAll(Gen.Choose(1, 130).ToArbitrary(), ArbMap.Default.ArbFor<(bool Add, int Process)[]>(), (processes, changes) =>
        {
            var set = new ProcessSet(processes);
            var model = new SortedSet<int>();
            foreach (var (add, any) in changes)
            {
                var id = (int)((uint)any % processes) + 1;
                var same = add ? set.Add(new(id)) == model.Add(id) : set.Remove(new(id)) == model.Remove(id);
                if (!same || set.Count != model.Count || set.Contains(new(id)) != model.Contains(id))
                    return false;
            }
            return Members(set).SequenceEqual(model);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(128)]
    public void A_set_filled_with_all_but_one_has_all_but_that_one(int processes)
    {
        var set = new ProcessSet(processes);
        set.FillWithAllBut(new(processes));
        Assert.Equal(Enumerable.Range(1, processes - 1), Members(set));
        Assert.Equal(processes - 1, set.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(int.MinValue)]
    public void A_process_outside_the_group_is_in_no_set_and_cannot_be_added(int process)
    {
        var set = new ProcessSet(3);
        Assert.False(set.Contains(new(process)));
        Assert.False(set.Remove(new(process)));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Add(new(process)));
    }

    private static List<int> Members(ProcessSet set)
    {
        var members = new List<int>();
        foreach (var member in set)
            members.Add(member.Value);
        return members;
    }
}
