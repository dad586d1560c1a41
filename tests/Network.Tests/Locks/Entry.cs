using System.Globalization;

namespace Coterie.Network.Tests.Locks;

/// <summary>How an entry ended.</summary>
internal enum EntryEnd
{
    /// <summary>The lock was held until the client left.</summary>
    Held,

    /// <summary>The lock was lost meanwhile, and the client knew it when it left.</summary>
    Lost,

    /// <summary>Somebody else was inside.</summary>
    Collided,
}

/// <summary>What a client saw of one entry.</summary>
/// <param name="Client">The number of the client in its process.</param>
/// <param name="Token">The token.</param>
/// <param name="From">When it was certainly inside already, by the monotonic clock of the machine.</param>
/// <param name="To">When it was still inside; or when it found somebody else there.</param>
/// <param name="End">How it ended.</param>
internal sealed record Entry(int Client, long Token, long From, long To, EntryEnd End)
{
    public static string Start(int client) => string.Create(CultureInfo.InvariantCulture, $"entry {client} ");

    public static Entry? TryParse(string line)
    {
        var words = line.Split(' ');
        return words is ["entry", var client, var token, var from, var to, var end]
            ? new Entry((int)Number(client), Number(token), Number(from), Number(to), Enum.Parse<EntryEnd>(end))
            : null;

        static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }

    /// <summary>As a line, which <see cref="TryParse"/> reads.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Start(Client)}{Token} {From} {To} {End}");
}
