using Akka.Actor;
using Coterie.Actors.Nodes;
using Coterie.Protocols.Quorum;

namespace Coterie.Actors.Locks;

/// <summary>A lock group, as the actors of one process see it.</summary>
/// <param name="Terms">What the group has agreed on.</param>
/// <param name="Voters">The path of each voter's actor, process 1 first.</param>
/// <param name="Members">The same as people write them: <c>10.0.0.1:4053</c>.</param>
/// <param name="Clock">The clock of this process.</param>
internal sealed record GroupSettings(
    QuorumTerms Terms, IReadOnlyList<string?> Voters, IReadOnlyList<string> Members, TimeProvider Clock)
{
    /// <summary>What to say of a voter of another group.</summary>
    public static string ForeignText(Address? address, string group) =>
        $"{(address is null ? "A member" : Node.Text(address))} belongs to another group: {group}.";
}
