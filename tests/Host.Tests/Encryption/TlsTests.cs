using Coterie.Host.Tests.Locking;
using Coterie.Host.Tests.Memory;

namespace Coterie.Host.Tests.Encryption;

/// <summary>Encryption as its users set it up: <c>coterie certificates</c>, then <c>--tls</c> for each command.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Hosts = "127.0.0.2,127.0.0.11,127.0.0.12:4053,127.0.0.13";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-tls-");

    private string Ours => Path.Combine(_folder.FullName, "ours");

    private string Others => Path.Combine(_folder.FullName, "others");

    public void Dispose() => _folder.Delete(recursive: true);

    [UnixFact]
    public async Task The_certificates_are_made_once_and_keys_are_for_their_owner_alone()
    {
        var made = await CertificatesAsync(Ours, "--clients", "alice,bob", "--days", "30");
        Assert.Equal((0, ""), (made.ExitCode, made.Errors));
        string[] names = ["authority", "127.0.0.2", "127.0.0.11", "127.0.0.12", "127.0.0.13", "alice", "bob"];
        Assert.Equal(
            names.SelectMany(name => new[] { $"{name}.key", $"{name}.pem" }).Order(),
            Directory.GetFiles(Ours).Select(file => Path.GetFileName(file)).Order());
        if (!OperatingSystem.IsWindows())
        {
            Assert.All(Directory.GetFiles(Ours, "*.key").Select(File.GetUnixFileMode), mode => Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, mode));
        }
        Assert.StartsWith($"Wrote into {Ours}, valid for 30 days:\n  authority.pem ", made.Output, StringComparison.Ordinal);
        Assert.Contains($"--tls {Ours}/alice.pem --tls-key {Ours}/alice.key --tls-ca {Ours}/authority.pem", made.Output);

        File.Delete(Path.Combine(Ours, "authority.pem"));
        var again = await CertificatesAsync(Ours);
        Assert.Equal(1, again.ExitCode);
        Assert.Equal(
            $"coterie: DIR must have none of the files that are to be made, was [{Ours}] with [{Ours}/127.0.0.2.pem].\n",
            again.Errors);
        Assert.False(File.Exists(Path.Combine(Ours, "authority.pem")));
    }

    [Theory]
    [InlineData("", "--members must be 1 to 100 hosts with commas between them, each HOST or HOST:PORT, ")]
    [InlineData("--members 10.0.0.1,", "--members must be 1 to 100 hosts with commas between them, each HOST or HOST:PORT, ")]
    [InlineData("--members a --clients a/b", "--clients must be 1 to 100 different names with commas between them, each ")]
    [InlineData("--members a --clients a", "--clients must be 1 to 100 different names with commas between them, each ")]
    [InlineData("--members a --days 0", "--days must be a whole number from 1 to 3650, was [0].")]
    public async Task Bad_arguments_are_told(string arguments, string error)
    {
        var made = await CoterieProcess.RunAsync(
            ["certificates", Ours, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(1, made.ExitCode);
        Assert.StartsWith($"coterie: {error}", made.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Ours));
    }

    [UnixFact]
    public async Task Three_members_and_a_lock()
    {
        await Task.WhenAll(CertificatesAsync(Ours), CertificatesAsync(Others));
        using var members = await LockMembers.StartAsync(3, "5s", host => Tls(Ours, host));
        var ran = await members.RunAsync("a", [.. Tls(Ours, "client"), "--", "echo", "inside"]);
        Assert.Equal((0, "inside\n", ""), (ran.ExitCode, ran.Output, ran.Errors));

        // Those that are refused learn it before their time is over, and say it in one line.
        var (foreign, plain, list) = (
            members.RunAsync("a", [.. Tls(Others, "client"), "--wait", "1h"]),
            members.RunAsync("a", "--wait", "1h"),
            CoterieProcess.RunAsync([.. members.Line("locks", null, Tls(Others, "client"))]));
        Assert.Equal(121, (await foreign).ExitCode);
        Assert.Matches(
            @"^coterie: a cannot be locked\. (The connection with \S+ is closed: its certificate must be signed by the "
            + @"authority, was .*\. ){2,3}.*0 of 3 members answer, 2 must\.\n$",
            (await foreign).Errors);
        Assert.Equal(121, (await plain).ExitCode);
        Assert.Matches(
            @"^coterie: a cannot be locked\. (The connection with \S+ is closed: it refuses this node: it speaks with TLS "
            + @"alone\. ){2,3}.*0 of 3 members answer, 2 must\.\n$",
            (await plain).Errors);
        Assert.Equal(3, (await list).ExitCode);
        Assert.Matches(
            @"The connection with \S+ is closed: its certificate must be signed by the authority", (await list).Output);
        var warned = await members.Processes[0].Errors.ReadLineAsync("is closed", TimeSpan.FromMinutes(1));
        Assert.Matches("it speaks without TLS|certificate (of this node )?must be signed by the authority", warned);
    }

    [UnixFact]
    public async Task The_shared_memory_and_its_raw_port()
    {
        await Task.WhenAll(CertificatesAsync(Ours), CertificatesAsync(Others));
        using var server = await MemoryServer.StartAsync("0", [.. Tls(Ours, "127.0.0.2"), "--raw-port", "0"]);
        var (write, read, foreign, plain) = (
            await CoterieProcess.RunAsync(["write", "x", "7", "--at", server.At, .. Tls(Ours, "client")]),
            CoterieProcess.RunAsync(["read", "x", "--at", server.At, .. Tls(Ours, "127.0.0.2")]),
            CoterieProcess.RunAsync(["read", "x", "--at", server.At, "--timeout", "1h", .. Tls(Others, "client")]),
            CoterieProcess.RunAsync(["read", "x", "--at", server.At, "--timeout", "1h"]));
        Assert.Equal((0, ""), (write.ExitCode, write.Errors));
        Assert.Equal(1, (await read).ExitCode); // 127.0.0.1 is not in that certificate
        Assert.Contains("the certificate of this node must have the address 127.0.0.1", (await read).Errors);
        Assert.Equal(3, (await foreign).ExitCode);
        Assert.StartsWith(
            $"coterie: no answer: {server.At}: its certificate must be signed by the authority, was [CN=127.0.0.2] for ",
            (await foreign).Errors,
            StringComparison.Ordinal);
        Assert.Equal(3, (await plain).ExitCode);
        Assert.Equal(
            $"coterie: no answer: {server.At}: it refuses this node: it speaks with TLS alone.\n", (await plain).Errors);
        Assert.StartsWith("127.0.0.2:", await server.RawAtAsync(), StringComparison.Ordinal); // loopback already
    }

    [UnixFact]
    public async Task A_run_on_several_nodes()
    {
        await CertificatesAsync(Ours);
        using var first = CoterieProcess.Start(
            ["simulate", "2", "1", "--think", "0", "--hold", "0", "--quiet", "--nodes", "2", "--listen", "127.0.0.11:0",
                .. Tls(Ours, "127.0.0.11")]);
        var waiting = await first.Errors.ReadLineAsync("127.0.0.11:", TimeSpan.FromMinutes(1));
        var at = waiting[waiting.IndexOf("127.0.0.11:", StringComparison.Ordinal)..].Split(' ', ',')[0].TrimEnd('.');
        var plain = await CoterieProcess.RunAsync("join", at, "--listen", "127.0.0.12:0", "--timeout", "1h");
        Assert.Equal(3, plain.ExitCode);
        Assert.Contains($"{at}: it refuses this node: it speaks with TLS alone", plain.Errors, StringComparison.Ordinal);
        var joined = await CoterieProcess.RunAsync(["join", at, "--listen", "127.0.0.12:0", .. Tls(Ours, "127.0.0.12")]);
        Assert.Equal((0, ""), (joined.ExitCode, joined.Errors));
        Assert.Equal(0, (await first.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task All_that_is_wrong_with_the_files_is_told_at_once_before_anything_is_opened()
    {
        var end = await CoterieProcess.RunAsync("serve", "--port", "0", "--tls", "/no/certificate", "--tls-key", "/no/key");
        Assert.Equal((1, ""), (end.ExitCode, end.Output));
        var lines = end.Errors.TrimEnd().Split('\n');
        Assert.StartsWith(
            "coterie: --tls must be a file with a certificate in PEM, was [/no/certificate]: ",
            lines[0],
            StringComparison.Ordinal);
        Assert.StartsWith("--tls-key must be a file with a private key, ", lines[1], StringComparison.Ordinal);
        Assert.Equal(
            "--tls-ca must be given, since TLS needs all three files, was [].", lines[2].TrimEnd('\r'));
    }

    private static Task<CoterieProcess.Outcome> CertificatesAsync(string folder, params string[] more) =>
        CoterieProcess.RunAsync(["certificates", folder, "--members", Hosts, .. more]);

    private static string[] Tls(string folder, string name) =>
    [
        "--tls", Path.Combine(folder, $"{name}.pem"), "--tls-key", Path.Combine(folder, $"{name}.key"),
        "--tls-ca", Path.Combine(folder, "authority.pem"),
    ];
}
