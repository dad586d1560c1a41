using System.Globalization;
using Coterie.Protocols.Quorum;

namespace Coterie.Lab.Quorum;

/// <summary>What a voter says about the end of a session, in the words of <see cref="Voter.SessionEnded"/>.</summary>
internal static class SessionText
{
    private const string Words = "ends session ";

    /// <summary>The session that ended; null if the words say something else.</summary>
    public static SessionId? TryParse(string? detail) =>
        detail?.StartsWith(Words, StringComparison.Ordinal) == true
        && long.TryParse(detail[Words.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var session)
            ? new SessionId(session)
            : null;
}
