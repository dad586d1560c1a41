namespace Coterie.Lab.Comparing;

/// <summary>
/// What the literature says that an entry costs on average, where messages take the constant time T, and a process stays inside for E. Messages to oneself are
/// free.
/// </summary>
/// <param name="MessagesLow">Messages per entry where nobody else wants in, and the next one is equally likely anybody.</param>
/// <param name="MessagesHigh">Messages per entry where everybody wants in again at once.</param>
/// <param name="Delay">From an exit to the next entry where somebody waits, in T; everybody wants in again at once.</param>
/// <param name="ResponseLow">From the request to the exit without E, in T; nobody else wants in.</param>
public sealed record MutexTheory(TheoryFigure MessagesLow, TheoryFigure MessagesHigh, TheoryFigure Delay, TheoryFigure ResponseLow);

/// <summary>A mean by theory.</summary>
/// <param name="Formula">As the literature has it.</param>
/// <param name="Of">Between which bounds it is, given N from 2.</param>
public sealed record TheoryFigure(string Formula, Func<int, Bounds> Of)
{
    /// <summary>Why runs here show another figure, and which; null where they do not.</summary>
    public Departure? Departure { get; init; }
}

/// <summary>A known reason why a figure is not the literature's.</summary>
/// <param name="Reason">In words.</param>
/// <param name="Of">Between which bounds it is then, given N from 2.</param>
public sealed record Departure(string Reason, Func<int, Bounds> Of);

/// <summary>The bounds of a mean, both included.</summary>
public readonly record struct Bounds(double Least, double Most)
{
    /// <summary>Whether <paramref name="measured"/> is within them, but for three parts in a hundred, as random draws may have it.</summary>
    public bool Include(double measured) => measured >= Least * 0.97 && measured <= Most * 1.03;
}
