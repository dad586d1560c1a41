using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;

namespace Coterie.Protocols.Memory;

// Watches. A client asks for one page of changes after another; each question says which page came last. So a page that is lost
// is sent again, and a client that is slow gets the latest value of each variable alone.
public static partial class MemoryProtocol
{
    /// <summary>The longest time that <see cref="Watch"/> waits at the memory for something to tell.</summary>
    public static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(10);

    /// <summary>The time after which a memory forgets a watch that nobody asks about.</summary>
    public static readonly TimeSpan LeaseOfWatch = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Asks <c>/user/memory</c> for the next page of a watch: what has changed of a variable, or of all variables whose names
    /// begin so. Answered by <see cref="Changes"/>, as soon as there is something to tell, or by <see cref="Refused"/>. A copy is
    /// answered by the same page. A later question of the same watch takes the place of one that waits.
    /// </summary>
    /// <param name="Id">See <see cref="IWireMessage.Id"/>.</param>
    /// <param name="Name">The variable, or what the names begin with; then it may be empty.</param>
    /// <param name="IsPrefix">Whether it is what the names begin with.</param>
    /// <param name="Client">As in <see cref="Operate"/>; together with <paramref name="Number"/>, the name of the watch.</param>
    /// <param name="Number">The number of the watch: from 1, one that the client has not used before.</param>
    /// <param name="Page">
    /// The page that came last; 0: none. If the memory does not know it, because it was restarted or has forgotten the watch, the
    /// watch begins again, with page 1.
    /// </param>
    /// <param name="Patience">
    /// After how long the memory answers in any case: from 0 to <see cref="LongestPatience"/>; what is outside is taken as the
    /// nearest.
    /// </param>
    public sealed record Watch(
        long Id, string Name, bool IsPrefix, SessionId Client, long Number, long Page, TimeSpan Patience) : IClientCommand
    {
        /// <inheritdoc/>
        public string Kind => "watch";
    }

    /// <summary>Answers <see cref="Watch"/>.</summary>
    /// <param name="Id">See <see cref="IWireMessage.Id"/>.</param>
    /// <param name="Number">
    /// The number of the page: one more than in the question, or 1. As in the question if there was nothing to tell.
    /// </param>
    /// <param name="Page">The variables that changed, each with its latest value. On the first pages, all that there are.</param>
    /// <param name="IsListed">Whether, with this page, everything was told that was there when the watch began.</param>
    public sealed record Changes(long Id, long Number, IReadOnlyList<WatchedVariable> Page, bool IsListed) : IWireMessage
    {
        /// <inheritdoc/>
        public string Kind => "changes";
    }

    /// <summary>A variable that is watched.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Value">Its value; null if it has none.</param>
    /// <param name="Version">How often it was changed, deletions included; 0 if it has failed and lost its value.</param>
    public sealed record WatchedVariable(string Name, VariableValue? Value, long Version);
}
