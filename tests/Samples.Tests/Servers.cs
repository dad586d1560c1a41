namespace Coterie.Samples.Tests;

/// <summary>Servers that tests start.</summary>
internal static class Servers
{
    private const string Begin = "Memory listening on ";

    /// <summary>Where a <c>coterie serve</c> has its memory, once it has said so.</summary>
    public static async Task<string> MemoryAddressAsync(this CoterieProcess server) =>
        (await server.ReadLineAsync(Begin)).Replace(Begin, "", StringComparison.Ordinal).TrimEnd('.');
}
