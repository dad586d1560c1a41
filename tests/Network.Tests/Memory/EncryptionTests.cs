using Coterie.Network.Tests.Networks;

namespace Coterie.Network.Tests.Memory;

/// <summary>Encryption between machines, and the warning without it.</summary>
public sealed class EncryptionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-tls-");

    public void Dispose() => _folder.Delete(recursive: true);

    [NamespaceFact]
    public async Task A_server_that_others_reach_warns_unless_it_encrypts_and_its_raw_port_is_then_for_its_machine_alone()
    {
        await using var machines = await Machines.CreateAsync(2);
        var (one, other) = (machines[0], machines[1]);
        var made = await CoterieProcess.RunAsync("certificates", _folder.FullName, "--members", one.Address);
        made.AssertEndedWith(0);

        using (var open = one.Place.Start("serve", "--host", one.Address, "--raw-port", "0"))
        {
            Assert.StartsWith(
                $"coterie: warning: {one.Address}:4053 is not encrypted, ",
                await open.Errors.ReadLineAsync("warning", Patience),
                StringComparison.Ordinal);
            Assert.StartsWith(
                $"Raw port listening on {one.Address}:", await open.ReadLineAsync("Raw port"), StringComparison.Ordinal);
            await open.SignalAsync("TERM");
            (await open.EndAsync()).AssertEndedWith(0);
        }

        using var server = one.Place.Start(["serve", "--host", one.Address, "--raw-port", "0", .. Tls(one.Address)]);
        Assert.StartsWith("Raw port listening on 127.0.0.1:", await server.ReadLineAsync("Raw port"), StringComparison.Ordinal);
        using var write = other.Place.Start(["write", "x", "7", "--at", one.Address, "--timeout", "60s", .. Tls("client")]);
        (await write.EndAsync()).AssertEndedWith(0);
        await server.SignalAsync("TERM");
        var end = await server.EndAsync();
        end.AssertEndedWith(0);
        Assert.Empty(end.Errors);
    }

    private static TimeSpan Patience { get; } = TimeSpan.FromMinutes(1);

    private string[] Tls(string name) =>
    [
        "--tls", Path.Combine(_folder.FullName, $"{name}.pem"), "--tls-key", Path.Combine(_folder.FullName, $"{name}.key"),
        "--tls-ca", Path.Combine(_folder.FullName, "authority.pem"),
    ];
}
