using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Quorum;

// The commands and outputs of rule 24.
public static partial class QuorumClientProtocol
{
    /// <summary>
    /// Watches a name, or all names with a prefix (rule 24): from now on <see cref="Watched"/> tells each sure value. Refused by
    /// <see cref="OutOfTurn"/> if the number was used before, and by <see cref="TooManyWatches"/>.
    /// </summary>
    /// <param name="Watch">
    /// Names the watch: a number above those of all watches before, from 1. It has nothing to do with the numbers of claims. If
    /// there are no gaps, the voters need the least memory.
    /// </param>
    /// <param name="Name">The name, 1 to 512 characters, or the prefix, 0 to 512.</param>
    /// <param name="IsPrefix">Whether it is about all names that begin so.</param>
    public sealed record BeginWatch(long Watch, string Name, bool IsPrefix = false) : ICommand;

    /// <summary>Ends a watch. Not answered: nothing is told of it any more. Refused if there is no such watch.</summary>
    /// <param name="Watch">The watch.</param>
    public sealed record StopWatch(long Watch) : ICommand;

    /// <summary>What the client says about a watch.</summary>
    public interface IWatchOutput : IOutput
    {
        /// <summary>The watch.</summary>
        long Watch { get; }
    }

    /// <summary>For observers: a watch begins.</summary>
    /// <param name="Watch">The watch.</param>
    /// <param name="Name">The name, or the prefix.</param>
    /// <param name="IsPrefix">Whether it is a prefix.</param>
    public sealed record WatchBegun(long Watch, string Name, bool IsPrefix) : IWatchOutput
    {
        /// <inheritdoc/>
        public string? Detail => $"watch {Watch} begins";
    }

    /// <summary>For observers: a watch is over.</summary>
    /// <param name="Watch">The watch.</param>
    public sealed record WatchStopped(long Watch) : IWatchOutput
    {
        /// <inheritdoc/>
        public string? Detail => $"watch {Watch} ends";
    }

    /// <summary>
    /// A value of a watched name, which a majority has stored: whoever reads after it was stored finds this value, or a later
    /// one. The stamps of a name rise; of several values that follow closely only the last one may be told.
    /// </summary>
    /// <param name="Watch">The watch.</param>
    /// <param name="Name">The name.</param>
    /// <param name="Stored">The value, or none if it was deleted, with its stamp.</param>
    public sealed record Watched(long Watch, string Name, StampedValue Stored) : IWatchOutput
    {
        /// <inheritdoc/>
        public Deed Deed => Deed.Used;

        /// <inheritdoc/>
        public string? Detail => $"watch {Watch} shows {Stored}";
    }

    /// <summary>
    /// A majority follows the watch: of each name, what was sure when this began has been told, or a later value. Told once, and
    /// again after each <see cref="Interrupted"/>.
    /// </summary>
    /// <param name="Watch">The watch.</param>
    public sealed record Listed(long Watch) : IWatchOutput
    {
        /// <inheritdoc/>
        public string? Detail => $"watch {Watch} is complete";
    }

    /// <summary>
    /// Fewer voters than a majority follow the watch, as they do not answer or have lost their memory: values may be missing
    /// until the next <see cref="Listed"/>.
    /// </summary>
    /// <param name="Watch">The watch.</param>
    public sealed record Interrupted(long Watch) : IWatchOutput
    {
        /// <inheritdoc/>
        public string? Detail => $"watch {Watch} is interrupted";
    }

    /// <summary>
    /// The voters have had different values of a name for some time, so that nobody knows the latest: read the variable, which
    /// settles it (rule 20). Told again as long as it stays so.
    /// </summary>
    /// <param name="Watch">The watch.</param>
    /// <param name="Name">The name.</param>
    public sealed record Unsettled(long Watch, string Name) : IWatchOutput
    {
        /// <inheritdoc/>
        public string? Detail => $"watch {Watch} does not know the latest value";
    }

    /// <summary>The client has as many watches as it may have: <see cref="QuorumProtocol.MostWatches"/>.</summary>
    /// <param name="Command">The command, which changed nothing.</param>
    public sealed record TooManyWatches(BeginWatch Command) : IRefusal
    {
        /// <summary>The refusal, in words.</summary>
        public override string ToString() =>
            $"The watches of one client must be at most {QuorumProtocol.MostWatches}; this would be one more.";
    }
}
