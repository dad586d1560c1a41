using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms.Voting;

namespace Coterie.Tests.Mutex.Algorithms;

/// <summary>Quorums: any two of them share a process; otherwise two processes could be inside at once.</summary>
public sealed class QuorumTests
{
    [Fact]
    public void Any_two_quorums_of_Maekawa_meet_and_each_has_its_process_up_to_64()
    {
        for (var processes = 1; processes <= 64; processes++)
            AssertCoterie(processes, Maekawa.Quorum);
    }

    [Fact]
    public void Any_two_majorities_meet_and_each_has_its_process_up_to_32()
    {
        for (var processes = 1; processes <= 32; processes++)
            AssertCoterie(processes, Majority.Quorum);
    }

    [Theory]
    [InlineData(7, 3)]
    [InlineData(13, 4)]
    [InlineData(21, 5)]
    [InlineData(31, 6)]
    [InlineData(57, 8)]
    [InlineData(73, 9)]
    [InlineData(91, 10)]
    [InlineData(133, 12)]
    [InlineData(273, 17)]
    [InlineData(993, 32)]
    public void A_projective_plane_has_lines_of_q_plus_1_points_and_any_two_meet_in_exactly_one(int processes, int size)
    {
        var plane = ProjectivePlane.Of(processes)!;
        var first = plane.Line(new(1));
        Assert.Equal(size, plane.LineSize);
        for (var id = 1; id <= processes; id++)
        {
            var line = plane.Line(new(id));
            Assert.Equal(size, line.Count);
            Assert.Equal(id == 1 ? size : 1, line.Intersect(first).Count());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(43)] // q = 6, no power of a prime
    [InlineData(111)] // q = 10
    public void A_number_of_processes_that_has_no_plane_gives_none(int processes) => Assert.Null(ProjectivePlane.Of(processes));

    [Theory]
    [InlineData(16, 7)]
    [InlineData(10, 4)]
    [InlineData(5, 3)]
    [InlineData(2, 2)]
    [InlineData(1, 1)]
    public void The_smallest_quorum_of_a_grid_is_as_large_as_it_is_said_to_be(int processes, int size)
    {
        Assert.Equal(size, Grid.SmallestCross(processes));
        Assert.Equal(size, Enumerable.Range(1, processes).Min(id => Grid.Cross(new(id), processes).Count));
    }

    [Fact]
    public void A_quorum_of_Maekawa_has_at_most_two_roots_of_N_members()
    {
        for (var processes = 1; processes <= 300; processes++)
            Assert.True(Maekawa.Quorum(new(1), processes).Count <= 2 * Math.Ceiling(Math.Sqrt(processes)), $"{processes}");
    }

    private static void AssertCoterie(int processes, Func<ProcessId, int, IReadOnlyList<ProcessId>> quorum)
    {
        var quorums = Enumerable.Range(1, processes).Select(id => quorum(new(id), processes).ToHashSet()).ToList();
        for (var one = 0; one < processes; one++)
        {
            Assert.Contains(new ProcessId(one + 1), quorums[one]);
            Assert.True(quorums.TrueForAll(quorums[one].Overlaps), $"of {processes}, process {one + 1}");
        }
    }
}
