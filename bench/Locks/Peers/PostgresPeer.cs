using System.Diagnostics;
using System.Globalization;
using Coterie.Bench.Harness;
using Npgsql;

namespace Coterie.Bench.Locks.Peers;

/// <summary>
/// Advisory locks of PostgreSQL: one server, a connection for each client. Whoever waits is woken by the server.
/// </summary>
internal sealed class PostgresPeer : ILockPeer
{
    // It refuses to run as root; Debian's package brings this user.
    private const string User = "postgres";

    private readonly ScratchFolder _folder;
    private readonly ProgramServer _server;

    private PostgresPeer(ScratchFolder folder, ProgramServer server) => (_folder, _server) = (folder, server);

    public string Name => "PostgreSQL";

    public string About => "one server; pg_advisory_lock, prepared, a connection for each client";

    public static bool IsInstalled => ProgramServer.IsInstalled("postgres") && ProgramServer.IsInstalled("initdb");

    public static async Task<ILockPeer> StartAsync(string? within)
    {
        var folder = new ScratchFolder(within);
        try
        {
            if (Environment.IsPrivilegedProcess)
                await Programs.RunAsync("chown", User, folder.Path);
            var data = Path.Combine(folder.Path, "data");
            var init = As(User, "initdb", "--pgdata", data, "--auth", "trust", "--username", User, "--no-locale", "--no-sync");
            await Programs.RunAsync(init.FileName, [.. init.ArgumentList]);
            var server = await ProgramServer.StartAsync("postgres", port => As(
                User, "postgres", "-D", data, "-k", folder.Path, "-h", "127.0.0.1", "-p",
                port.ToString(CultureInfo.InvariantCulture)));
            return new PostgresPeer(folder, server);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public async Task<ILockClient> ConnectAsync(int number)
    {
        var address = new NpgsqlConnectionStringBuilder
        {
            Host = _server.Address.Address.ToString(),
            Port = _server.Address.Port,
            Username = User,
            Database = User,
            Pooling = false,
            CommandTimeout = 60,
        };
        var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync();
        return new Client(
            connection,
            await PrepareAsync(connection, "SELECT pg_advisory_lock(hashtextextended($1, 0))"),
            await PrepareAsync(connection, "SELECT pg_advisory_unlock(hashtextextended($1, 0))"));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(ProgramServer.Quit);
        _folder.Dispose();
    }

    private static async Task<NpgsqlCommand> PrepareAsync(NpgsqlConnection connection, string text)
    {
        var command = new NpgsqlCommand(text, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = "" } } };
        await command.PrepareAsync();
        return command;
    }

    private static ProcessStartInfo As(string user, string program, params string[] arguments) =>
        Environment.IsPrivilegedProcess
            ? new("setpriv", ["--reuid", user, "--regid", user, "--clear-groups", program, .. arguments])
            : new(program, arguments);

    private sealed class Client(NpgsqlConnection connection, NpgsqlCommand take, NpgsqlCommand give) : ILockClient
    {
        public async ValueTask<object> AcquireAsync(string name)
        {
            ((NpgsqlParameter<string>)take.Parameters[0]).TypedValue = name;
            await take.ExecuteNonQueryAsync();
            return name;
        }

        public async ValueTask ReleaseAsync(object held)
        {
            ((NpgsqlParameter<string>)give.Parameters[0]).TypedValue = (string)held;
            await give.ExecuteNonQueryAsync();
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
