using System.Diagnostics;
using System.Net;
using Akka.Configuration;
using Coterie.Actors.Locks;
using Coterie.Bench.Remote;

namespace Coterie.Bench.Locks.Peers;

/// <summary>This program once more: a member of our group. It ends when its standard input does.</summary>
internal sealed class MemberProcess : IAsyncDisposable
{
    /// <summary>
    /// The first argument of the program that makes it this process; then the transport, the data folder, its address, and all
    /// members.
    /// </summary>
    public const string Argument = "lock-member";

    /// <summary>See <see cref="ConfigurationOf"/>.</summary>
    public const string Encrypted = "tls:";

    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(15);
    private readonly Process _process;

    private MemberProcess(Process process) => _process = process;

    /// <param name="transport">See <see cref="ConfigurationOf"/>.</param>
    /// <param name="data">Its data folder; empty for none.</param>
    /// <param name="own">Where it listens.</param>
    /// <param name="members">All members.</param>
    public static MemberProcess Start(string transport, string data, IPEndPoint own, IReadOnlyList<string> members)
    {
        var program = Environment.ProcessPath!;
        string[] arguments = [Argument, transport, data, own.ToString(), .. members];
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            arguments = [typeof(MemberProcess).Assembly.Location, .. arguments];
        return new MemberProcess(Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
    }

    /// <summary>What the other process does.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        await using var node = await CoterieNode.StartAsync(new CoterieOptions
        {
            Listen = arguments[3],
            Members = arguments[4..],
            IsNew = true,
            DataFolder = arguments[2].Length > 0 ? arguments[2] : null,
            Config = ConfigurationOf(arguments[1]),
        });
        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>The configuration of a node with this transport.</summary>
    /// <param name="transport">
    /// The class of the transport; empty: the default; <see cref="Encrypted"/> and a <see cref="TlsFolder"/>: the default, with
    /// TLS.
    /// </param>
    public static Config ConfigurationOf(string transport)
    {
        if (transport.Length == 0)
            return MemoryProcess.Configuration;
        var folder = transport.StartsWith(Encrypted, StringComparison.Ordinal) ? transport[Encrypted.Length..] : null;
        var keys = folder is null
            ? $"""akka.remote.dot-netty.tcp.transport-class = "{transport}" """
            : $$"""
                coterie.node.tls {
                  certificate = "{{TlsFolder.CertificateIn(folder)}}"
                  key = "{{TlsFolder.KeyIn(folder)}}"
                  authority = "{{TlsFolder.CertificateIn(folder)}}"
                }

                """;
        return ConfigurationFactory.ParseString(keys).WithFallback(MemoryProcess.Configuration);
    }

    /// <summary>Waits until it listens.</summary>
    public async Task ReadyAsync()
    {
        if (await _process.StandardOutput.ReadLineAsync() is null)
            throw new InvalidOperationException("A member's process must say that it is ready, ended instead.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(LongestEnd);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }
        _process.Dispose();
    }
}
