using Akka.Configuration;
using Akka.Dispatch;
using Coterie.Actors.Encryption;
using Coterie.Actors.Memory;
using Coterie.Actors.Nodes;
using Coterie.Protocols.Mutex;

namespace Coterie.Actors.Configuration;

/// <summary>
/// The sections of the configuration that belong to this library; its <c>reference.conf</c> says what each key means. Nothing
/// else reads these keys.
/// </summary>
/// <param name="Node">Section <c>coterie.node</c>.</param>
/// <param name="Mutex">Section <c>coterie.mutex</c>.</param>
/// <param name="Memory">Section <c>coterie.memory</c>.</param>
public sealed record CoterieSettings(NodeSettings Node, MutexSettings Mutex, MemorySettings Memory)
{
    /// <summary>Reads and checks all keys.</summary>
    /// <exception cref="SettingsException">At least one value breaks its rule; all of them are named.</exception>
    public static CoterieSettings Read(Config config)
    {
        var read = new SettingsReader(config, new Dictionary<string, string>());
        var settings = Read(read);
        read.ThrowIfWrong();
        return settings;
    }

    /// <summary>Checks the keys of <c>coterie.node.tls</c> and their files.</summary>
    /// <exception cref="SettingsException">At least one breaks its rule; all of them are named.</exception>
    internal static void CheckTls(Config config)
    {
        var read = new SettingsReader(config, new Dictionary<string, string>());
        ReadTls(read);
        read.ThrowIfWrong();
    }

    /// <summary>Reads all keys; the reader collects the errors.</summary>
    internal static CoterieSettings Read(SettingsReader read)
    {
        var settings = new CoterieSettings(
            new NodeSettings(
                Host("coterie.node.host"),
                Port("coterie.node.port"),
                read.Count("coterie.node.most-connections", 100_000),
                read.Duration("coterie.node.handshake-timeout"))
            {
                TrustedCertificates = read.Text("coterie.node.trusted-certificates") is { Length: > 0 } file ? file : null,
                Tls = ReadTls(read),
            },
            new MutexSettings(read.Duration("coterie.mutex.resend-interval")),
            ReadMemory(read));
        CheckDispatcher("coterie.memory.raw-port.dispatcher");
        return settings;

        // Akka.NET itself reads these keys when the first actor needs the dispatcher.
        void CheckDispatcher(string section)
        {
            if (Type.GetType(read.Text($"{section}.type"))?.IsAssignableTo(typeof(MessageDispatcherConfigurator)) != true)
                read.Wrong($"{section}.type", "the name of a class that makes dispatchers, with its assembly", 0);
            read.Count($"{section}.throughput", 1_000_000);
        }

        string? Host(string key) => read.Text(key).Length == 0
            ? null
            : HostPort.TryParseHost(read.Text(key)) ?? read.Wrong(key, $"{HostPort.HostRule}, or empty", "");

        int Port(string key) =>
            HostPort.ParsePort(read.Text(key)) ?? read.Wrong(key, "a whole number from 0 to 65535", 0);
    }

    private static TlsOptions? ReadTls(SettingsReader read)
    {
        const string Certificate = "coterie.node.tls.certificate";
        const string Key = "coterie.node.tls.key";
        const string Authority = "coterie.node.tls.authority";
        const string EnableSsl = "akka.remote.dot-netty.tcp.enable-ssl";
        if (read.Text(Certificate).Length + read.Text(Key).Length + read.Text(Authority).Length == 0)
            return null;
        if (read.IsOn(EnableSsl))
            read.Wrong(EnableSsl, $"off with {read.NameOf(Certificate)}, which encrypts by itself", 0);
        var options = new TlsOptions
        {
            CertificateFile = read.Text(Certificate),
            KeyFile = read.Text(Key),
            AuthorityFile = read.Text(Authority),
        };
        var errors = options.Errors(option => read.NameOf(option switch
        {
            nameof(TlsOptions.CertificateFile) => Certificate,
            nameof(TlsOptions.KeyFile) => Key,
            _ => Authority,
        }));
        read.Wrong(errors);
        return options;
    }

    private static MemorySettings ReadMemory(SettingsReader read)
    {
        const string DefaultLeaseKey = "coterie.memory.default-lease";
        const int Most = 1_000_000;
        var settings = new MemorySettings(
            read.Count("coterie.memory.most-waiting", Most),
            read.Duration(DefaultLeaseKey),
            read.Duration("coterie.memory.longest-lease"),
            read.Count("coterie.memory.most-variables", Most),
            new RawPortSettings(read.Count("coterie.memory.raw-port.most-connections", 100_000)))
        {
            MostLocks = read.Count("coterie.memory.most-locks", Most),
            MostLocksOfClient = read.Count("coterie.memory.most-locks-of-client", Most),
            MostClaims = read.Count("coterie.memory.most-claims", Most),
            MostLists = read.Count("coterie.memory.most-lists", Most),
            MostWatches = read.Count("coterie.memory.most-watches", Most),
        };
        return settings.DefaultLease <= settings.LongestLease
            ? settings
            : read.Wrong(DefaultLeaseKey, "at most coterie.memory.longest-lease", settings);
    }
}
