using System.Globalization;

namespace Coterie.Lab.Comparing;

/// <summary>Whether a measured figure is as in theory.</summary>
public enum Judgement
{
    /// <summary>It is as in theory.</summary>
    AsTheory,

    /// <summary>It differs from theory for a known reason.</summary>
    Explained,

    /// <summary>It differs from theory, and no reason is known.</summary>
    Off,
}

/// <summary>A measured figure beside theory's.</summary>
/// <param name="Name"><c>messages</c>, <c>delay</c>, <c>response</c> or <c>throughput</c>.</param>
/// <param name="Measured">The figure; times in T.</param>
/// <param name="Formula">The formula of the literature.</param>
/// <param name="Theory">The bounds of the formula for the N that was measured.</param>
/// <param name="Judgement">Whether the figure is as in theory.</param>
/// <param name="Reason">Why the figure differs from theory; null if it does not, or if no reason is known.</param>
public sealed record JudgedFigure(
    string Name, double Measured, string Formula, Bounds Theory, Judgement Judgement, string? Reason)
{
    /// <summary>Theory's formula and figure: <c>3(N-1) = 27</c>.</summary>
    public string TheoryText
    {
        get
        {
            var least = Theory.Least.ToString("0.###", CultureInfo.InvariantCulture);
            var most = Theory.Most.ToString("0.###", CultureInfo.InvariantCulture);
            return least != most ? $"{Formula}: {least} to {most}" : least == Formula ? Formula : $"{Formula} = {least}";
        }
    }

    internal static IEnumerable<JudgedFigure> All(
        MutexTheory theory, int processes, Load load, double messages, double? delay, double response, double throughput)
    {
        if (load == Load.Low)
        {
            yield return Of("messages", messages, theory.MessagesLow, processes, figure => figure);
            yield return Of("response", response, theory.ResponseLow, processes, figure => figure + Workload.Inside);
        }
        if (load != Load.High)
            yield break;
        yield return Of("messages", messages, theory.MessagesHigh, processes, figure => figure);
        if (delay is { } measured)
            yield return Of("delay", measured, theory.Delay, processes, figure => figure);
        var inverse = theory.Delay with { Formula = $"1/({theory.Delay.Formula}+E)" };
        yield return Of("throughput", throughput, inverse, processes, figure => 1 / (figure + Workload.Inside));
    }

    private static JudgedFigure Of(string name, double measured, TheoryFigure theory, int processes, Func<double, double> figure)
    {
        var bounds = Map(theory.Of(processes), figure);
        if (bounds.Include(measured))
            return new(name, measured, theory.Formula, bounds, Judgement.AsTheory, null);
        return theory.Departure is { } departure && Map(departure.Of(processes), figure).Include(measured)
            ? new(name, measured, theory.Formula, bounds, Judgement.Explained, departure.Reason)
            : new(name, measured, theory.Formula, bounds, Judgement.Off, null);
    }

    private static Bounds Map(Bounds bounds, Func<double, double> figure)
    {
        var (one, two) = (figure(bounds.Least), figure(bounds.Most));
        return one <= two ? new Bounds(one, two) : new Bounds(two, one);
    }
}
