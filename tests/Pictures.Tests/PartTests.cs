using Coterie.Lab.Tracing.Pictures;
using Coterie.Pictures.Tests.Support;
using Coterie.Protocols.Kernel;

namespace Coterie.Pictures.Tests;

/// <summary>What the options choose.</summary>
public sealed class PartTests
{
    [Fact]
    public void Only_chosen_processes_have_rows_and_messages()
    {
        var drawing = Drawing.Of(
            Samples.Read("calm"), new PictureOptions { Processes = new HashSet<ProcessId> { new(2), new(4) } });
        Assert.Equal(
            ["Process 2", "Process 4"], drawing.Texts.Where(text => text.StartsWith("Process ", StringComparison.Ordinal)));
        Assert.Equal(
            "29.69 ms to 214.727 ms of simulated time; processes 2, 4; 3 entries, 8 messages", drawing.Texts.ElementAt(1));
        Assert.Equal(8, drawing.Arrows.Count());
    }

    [Theory]
    [InlineData(50, 40, "to must be later than from (50 ms), was [40 ms].")]
    [InlineData(null, 20, "to must be later than the first event (29.69 ms), was [20 ms].")]
    [InlineData(500, null, "from must be no later than the last event (214.727 ms), was [500 ms].")]
    public void Times_that_choose_nothing_are_refused(int? from, int? to, string problem)
    {
        var options = new PictureOptions { From = Milliseconds(from), To = Milliseconds(to) };
        Assert.Equal(problem, Assert.Throws<PictureOptionsException>(() => Drawing.Of(Samples.Read("calm"), options)).Message);
    }

    [Theory]
    [InlineData(6, "processes must be from 1 to 5, was [6].")]
    [InlineData(0, "processes must be from 1 to 5, was [0].")]
    [InlineData(null, "processes must be at least one, was [none].")]
    public void Processes_that_the_run_does_not_have_are_refused(int? process, string problem)
    {
        HashSet<ProcessId> processes = process is { } id ? [new(id)] : [];
        var options = new PictureOptions { Processes = processes };
        Assert.Equal(problem, Assert.Throws<PictureOptionsException>(() => Drawing.Of(Samples.Read("calm"), options)).Message);
    }

    private static TimeSpan? Milliseconds(int? value) => value is { } some ? TimeSpan.FromMilliseconds(some) : null;
}
