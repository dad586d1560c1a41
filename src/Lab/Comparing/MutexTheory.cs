namespace Coterie.Lab.Comparing;

/// <summary>
/// What an entry costs on average according to the literature, if each message takes the constant time T and a process stays
/// inside for E. Messages to oneself are free.
/// </summary>
/// <param name="MessagesLow">Messages per entry if no other process wants in; each is equally likely to ask next.</param>
/// <param name="MessagesHigh">Messages per entry if every process wants in again at once.</param>
/// <param name="Delay">From an exit to the next entry, in T, if every process wants in again at once.</param>
/// <param name="ResponseLow">From the request to the exit without E, in T, if no other process wants in.</param>
internal sealed record MutexTheory(
    TheoryFigure MessagesLow, TheoryFigure MessagesHigh, TheoryFigure Delay, TheoryFigure ResponseLow);

/// <summary>A mean by theory.</summary>
/// <param name="Formula">The formula of the literature.</param>
/// <param name="Of">The bounds of the mean, given N from 2.</param>
internal sealed record TheoryFigure(string Formula, Func<int, Bounds> Of)
{
    /// <summary>Why runs here show another figure, and which; null if they show this one.</summary>
    public Departure? Departure { get; init; }
}

/// <summary>A known reason why a figure is not the literature's.</summary>
/// <param name="Reason">In words.</param>
/// <param name="Of">The bounds of the mean for that reason, given N from 2.</param>
internal sealed record Departure(string Reason, Func<int, Bounds> Of);

/// <summary>The bounds of a mean, both included.</summary>
public readonly record struct Bounds(double Least, double Most)
{
    /// <summary>
    /// Whether <paramref name="measured"/> is within the bounds, or outside by at most 3 %, as draws are random.
    /// </summary>
    public bool Include(double measured) => measured >= Least * 0.97 && measured <= Most * 1.03;
}
