using Coterie.Lab.Comparing;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Comparing;

/// <summary>How a measured figure compares with theory.</summary>
public sealed class JudgedFigureTests
{
    [Theory]
    [InlineData(18.0, Judgement.AsTheory)]
    [InlineData(18.5, Judgement.AsTheory)]
    [InlineData(19.0, Judgement.Off)]
    [InlineData(17.0, Judgement.Off)]
    public void A_figure_is_as_theory_has_it_within_three_parts_in_a_hundred(double messages, Judgement judgement) =>
        Assert.Equal(judgement, Low(MutexAlgorithms.RicartAgrawala, messages, 2.1)[0].Judgement);

    [Fact]
    public void A_figure_that_departs_for_a_known_reason_has_the_reason_beside_it()
    {
        var figures = Low(MutexAlgorithms.Central, 2.7, 1.9);
        Assert.All(figures, figure => Assert.Equal(Judgement.Explained, figure.Judgement));
        Assert.Equal("the coordinator's own client needs no message: 3(N-1)/N", figures[0].Reason);
        Assert.Equal("the coordinator's own client needs no message: 2(N-1)/N T + E", figures[1].Reason);
    }

    [Fact]
    public void Throughput_is_one_entry_in_the_delay_and_the_time_inside()
    {
        var figures = JudgedFigure.All(Theories.Of(MutexAlgorithms.RicartAgrawala), 10, Load.High, 18, 1, 10.9, 1 / 1.1).ToList();
        Assert.Equal(["messages", "delay", "throughput"], figures.Select(figure => figure.Name));
        Assert.All(figures, figure => Assert.Equal(Judgement.AsTheory, figure.Judgement));
        Assert.Equal("1/(T+E) = 0.909", figures[2].TheoryText);
    }

    [Fact]
    public void Theory_is_shown_with_its_figure_or_its_bounds()
    {
        Assert.Equal("2(N-1) = 18", Low(MutexAlgorithms.RicartAgrawala, 18, 2.1)[0].TheoryText);
        Assert.Equal("3", Low(MutexAlgorithms.Central, 3, 2.1)[0].TheoryText);
        Assert.Equal("up to 2T+E: 0.1 to 2.1", Low(MutexAlgorithms.CarvalhoRoucairol, 9, 2)[1].TheoryText);
    }

    private static List<JudgedFigure> Low(MutexAlgorithm algorithm, double messages, double response) =>
        [.. JudgedFigure.All(Theories.Of(algorithm), 10, Load.Low, messages, null, response, 0.001)];
}
