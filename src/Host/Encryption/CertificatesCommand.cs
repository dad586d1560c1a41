using System.CommandLine;
using System.Globalization;
using Coterie.Actors.Encryption;
using Coterie.Actors.Nodes;
using Coterie.Host.CommandLine;

namespace Coterie.Host.Encryption;

/// <summary><c>coterie certificates</c>: makes an authority and certificates, to try out TLS.</summary>
internal static class CertificatesCommand
{
    private const string Examples = """
        Examples:
          coterie certificates certs --members 10.0.0.1,10.0.0.2,10.0.0.3    for three members, and for clients
          coterie certificates certs --members node.example --clients alice,bob --days 30

        It makes an authority, a certificate with its key for each host of a member, and one for each client. A member's is
        accepted at its addresses only; a client's at any address, but never as a member's or a server's. The authority's key
        is left in the folder: whoever has it can make certificates that all nodes trust. docs/tls.md says how to use an
        authority of your own, and how to renew certificates.
        """;

    private const string ExitCodes = """
        Exit codes:
          0    made
          1    wrong usage, or a file is there already or cannot be written
        """;

    private const string Authority = "authority";
    private const string MembersRule = "1 to 100 hosts with commas between them, each " + HostPort.Rule;
    private const string ClientsRule =
        "1 to 100 different names with commas between them, each 1 to 40 letters, digits, - and _, and none of [authority]";

    private const string DaysRule = "a whole number from 1 to 3650";
    private const int Most = 100;

    private static readonly TextArgument Folder =
        new("DIR", "The folder, which is made if it is not there", "the name of a folder");

    private static readonly Option<string?> Members = Options.Text(
        "--members", "MEMBERS", "The members or servers, HOST[:PORT], with commas between them; a certificate is for all ports");

    private static readonly Option<string?> Clients = Options.Text(
        "--clients", "NAMES", "Names for certificates of clients, with commas between them [default: client]");

    private static readonly Option<string?> Days = Options.Text(
        "--days", "N", "How long the certificates are valid, from now on [default: 365]");

    public static Command Create()
    {
        var command = new Command("certificates", "Makes an authority and certificates, to try out encryption with --tls.")
        {
            Folder, Members, Clients, Days,
        };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var folder = parsed.GetRequiredValue(Folder);
        var hosts = HostsOf(parsed.GetValue(Members));
        var clients = ClientsOf(parsed.GetValue(Clients) ?? "client", hosts);
        var days = DaysOf(parsed.GetValue(Days));
        var now = DateTimeOffset.UtcNow;
        using var maker = new CertificateMaker(now, now.AddDays(days));
        List<(string Name, PemPair Pair)> all =
        [
            (Authority, maker.Authority),
            .. hosts.Select(host => (FileOf(host), maker.Make(host, [host]))),
            .. clients.Select(client => (client, maker.Make(client, [TlsOptions.ClientName]))),
        ];
        Write(folder, all);
        foreach (var line in Lines(folder, hosts, clients, days))
            Console.Out.WriteLine(line);
        return (int)ExitCode.Good;
    }

    private static void Write(string folder, List<(string Name, PemPair Pair)> all)
    {
        List<(string Path, string Text, bool IsSecret)> files =
        [
            .. all.Select(one => (Path.Combine(folder, one.Name + ".pem"), one.Pair.Certificate, false)),
            .. all.Select(one => (Path.Combine(folder, one.Name + ".key"), one.Pair.Key, true)),
        ];
        if (files.Find(file => File.Exists(file.Path)).Path is { } there)
        {
            throw new UsageException(
                $"{Folder.Name} must have none of the files that are to be made, was [{folder}] with [{there}].");
        }
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (path, text, isSecret) in files)
                Write(path, text, isSecret);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException
            or ArgumentException)
        {
            throw new UsageException($"{Folder.Name} must be a folder to write into, was [{folder}]: {failure.Message}");
        }
    }

    private static void Write(string path, string text, bool isSecret)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = isSecret
                ? UnixFileMode.UserRead | UnixFileMode.UserWrite
                : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        }
        using var file = new StreamWriter(path, options);
        file.WriteLine(text);
    }

    private static IEnumerable<string> Lines(string folder, List<string> hosts, List<string> clients, int days)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"Wrote into {folder}, valid for {days} days:");
        yield return Line($"{Authority}.pem", "what all members and clients trust (--tls-ca)");
        yield return Line($"{Authority}.key", "its key, no node needs it: whoever has it can make certificates");
        foreach (var host in hosts)
            yield return Line($"{FileOf(host)}.pem, .key", $"for the member or server at {host} (--tls, --tls-key)");
        foreach (var client in clients)
            yield return Line($"{client}.pem, .key", "for clients at any address (--tls, --tls-key)");
        var at = string.Join(',', hosts);
        yield return "How to use them:";
        yield return $"  coterie serve --host {hosts[0]} --members {at} {Use(folder, FileOf(hosts[0]))}";
        yield return $"  coterie lock NAME --at {at} {Use(folder, clients[0])}";
    }

    private static string Line(string files, string what) => $"  {files,-28}{what}";

    private static string Use(string folder, string name) =>
        $"--tls {Path.Combine(folder, name)}.pem --tls-key {Path.Combine(folder, name)}.key "
        + $"--tls-ca {Path.Combine(folder, Authority)}.pem";

    // A colon is no character of a file on some systems.
    private static string FileOf(string host) => host.Replace(':', '-');

    private static List<string> HostsOf(string? text)
    {
        if (text is null)
            throw UsageException.Of(Members.Name, MembersRule, "");
        var hosts = text.Split(',').Select(member => HostPort.TryParse(member)?.Host).Distinct().ToList();
        return hosts.Count <= Most && !hosts.Contains(null)
            ? [.. hosts.OfType<string>()]
            : throw UsageException.Of(Members.Name, MembersRule, text);
    }

    private static List<string> ClientsOf(string text, List<string> hosts)
    {
        var clients = text.Split(',').ToList();
        return clients.Count <= Most && clients.Distinct(StringComparer.OrdinalIgnoreCase).Count() == clients.Count
            && clients.TrueForAll(IsName) && !clients.Exists(client => hosts.Exists(host => FileOf(host) == client))
                ? clients
                : throw UsageException.Of(Clients.Name, ClientsRule, text);

        static bool IsName(string name) => name.Length is >= 1 and <= 40 && name != Authority
            && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
    }

    private static int DaysOf(string? text)
    {
        if (text is null)
            return 365;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 3650
            ? days
            : throw UsageException.Of(Days.Name, DaysRule, text);
    }
}
