namespace Coterie.Host.Touring;

/// <summary>One step of the tour: what the lecturer says, what is run, and what the listeners are asked.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Before">Two sentences, said before the commands.</param>
/// <param name="Commands">The command lines, without <c>coterie</c>. No argument has a space or quotes in it.</param>
/// <param name="Question">Asked after the commands.</param>
/// <param name="Answer">The answer.</param>
internal sealed record TourStep(
    string Title, string Before, IReadOnlyList<string> Commands, string Question, string Answer);
