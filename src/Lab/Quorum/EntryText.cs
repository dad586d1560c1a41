using System.Globalization;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;

namespace Coterie.Lab.Quorum;

/// <summary>
/// How a lock is held, and its token, as an output says it. The output may come from a trace, which keeps the text.
/// </summary>
/// <param name="IsShared">Whether it is shared.</param>
/// <param name="Token">The fencing token; the default if the output has none.</param>
internal readonly record struct EntryText(bool IsShared, FencingToken Token)
{
    /// <summary>How the words of a shared lock begin.</summary>
    public const string SharedWords = "shared lock";

    /// <summary>What the output says.</summary>
    public static EntryText Of(IOutput output) => output switch
    {
        Entered entered => new EntryText(entered.Mode == VoteMode.Shared, entered.Token),
        { Detail: { } detail } => new EntryText(detail.StartsWith(SharedWords, StringComparison.Ordinal), TokenOf(detail)),
        _ => default,
    };

    private static FencingToken TokenOf(string detail)
    {
        var words = detail.Split(' ')[^1].Split('+');
        return words.Length == 2
            && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var entry)
                ? new FencingToken(number, entry)
                : default;
    }
}
