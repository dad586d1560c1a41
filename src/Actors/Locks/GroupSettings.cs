using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;

namespace Coterie.Actors.Locks;

/// <summary>A lock group, as the actors of one process see it.</summary>
/// <param name="Terms">What the group has agreed on.</param>
/// <param name="Members">The addresses of the voters as people write them, <c>10.0.0.1:4053</c>; process 1 first.</param>
/// <param name="Clock">The clock of this process.</param>
/// <param name="LongestTry">See <see cref="CoterieOptions.LongestTry"/>.</param>
internal sealed record GroupSettings(
    QuorumTerms Terms, IReadOnlyList<string> Members, TimeProvider Clock, TimeSpan LongestTry)
{
    /// <summary>What to say of a voter of another group.</summary>
    /// <param name="voter">Which one.</param>
    /// <param name="group">Its group, in words.</param>
    public string ForeignText(ProcessId voter, string group) =>
        $"{Members[voter.Value - 1]} belongs to another group: {group}; this one is: {Terms.GroupText}.";
}
