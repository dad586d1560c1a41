using System.Globalization;
using System.Net;

namespace Coterie.Network.Tests.Networks;

/// <summary>
/// Addresses of this machine that nobody else uses, so that ports can be fixed while several runs go on at the same time.
/// </summary>
internal static class Loopback
{
    private static int _last = 1;

    /// <summary>Another address under 127.0.0.0/8.</summary>
    public static string Next()
    {
        var run = Environment.ProcessId;
        return string.Create(
            CultureInfo.InvariantCulture, $"127.{1 + (run / 250 % 250)}.{1 + (run % 250)}.{Interlocked.Increment(ref _last)}");
    }

    /// <summary>A new place for a node, with an address of its own.</summary>
    public static Place NextPlace() => new(Next(), Surroundings.Here);

    /// <summary>An endpoint of a machine of the test's own.</summary>
    public static IPEndPoint At(string address, int port) => new(IPAddress.Parse(address), port);
}
