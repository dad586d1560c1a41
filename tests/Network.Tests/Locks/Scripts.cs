using System.Globalization;

namespace Coterie.Network.Tests.Locks;

/// <summary>
/// Scripts that <c>coterie lock</c> runs. They write lines with the seconds that the machine is up: all processes of a machine
/// read the same clock there, whatever network they are in.
/// </summary>
internal static class Scripts
{
    private const string Read = "read seconds rest < /proc/uptime";

    /// <summary>Says that it is in, with its token, and ends.</summary>
    public const string Enter = $"{Read}; echo \"in $seconds $COTERIE_TOKEN\"";

    /// <summary>Says that it is in, stays until its input ends, and says that it goes out.</summary>
    public const string Stay = $"{Enter}; cat > /dev/null; {Read}; echo \"out $seconds\"";

    /// <summary>Says again and again that it is in, until it is killed. It does not care about SIGTERM.</summary>
    public const string Remain = $"trap '' TERM; {Enter}; while :; do {Read}; echo \"at $seconds\"; sleep 0.02; done";

    /// <summary>The number at this place of the last line that begins with these words.</summary>
    public static double Last(string output, string words, int place = 1)
    {
        var line = output.Split('\n').Last(line => line.StartsWith(words + " ", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[place], CultureInfo.InvariantCulture);
    }

    /// <summary>The token of a script that says that it is in.</summary>
    public static double Token(string output) => Last(output, "in", 2);
}
