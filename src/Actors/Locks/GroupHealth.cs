using System.Globalization;

namespace Coterie.Actors.Locks;

/// <summary>Which members answer one process.</summary>
/// <param name="Members">The members in their order.</param>
/// <param name="Majority">How many must answer, so that a lock can be had.</param>
public sealed record GroupHealth(IReadOnlyList<MemberHealth> Members, int Majority)
{
    /// <summary>How many answer.</summary>
    public int Answering => Members.Count(member => member.Answers);

    /// <summary>Whether locks can be had.</summary>
    public bool HasMajority => Answering >= Majority;

    /// <summary>In sentences: who refuses, who does not answer, and how many do.</summary>
    public override string ToString()
    {
        var silent = Members.Where(member => member is { Answers: false, Refusal: null })
            .Select(member => member.Address).ToList();
        var parts = Members.Select(member => member.Refusal).OfType<string>().ToList();
        if (silent.Count > 0)
            parts.Add($"{string.Join(" and ", silent)} {(silent.Count == 1 ? "does" : "do")} not answer.");
        parts.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{Answering} of {Members.Count} {(Members.Count == 1 && Answering == 1 ? "member" : "members")} "
            + $"{(Answering == 1 ? "answers" : "answer")}, {Majority} must."));
        return string.Join(' ', parts);
    }
}

/// <summary>Whether one member answers.</summary>
/// <param name="Address">The member.</param>
/// <param name="Answers">Whether it has answered within the last lease.</param>
/// <param name="Refusal">
/// Why it refuses this process, in a sentence: it was given another list or lease, or one of the two does not trust the
/// certificate of the other one. Null if it does not.
/// </param>
public sealed record MemberHealth(string Address, bool Answers, string? Refusal);
