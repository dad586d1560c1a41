using System.Globalization;
using Akka.Configuration;
using Akka.Dispatch;
using Coterie.Memory;
using Coterie.Mutex;
using Coterie.Nodes;
using Coterie.Simulation;

namespace Coterie.Configuration;

/// <summary>
/// Everything under <c>coterie</c> in the configuration; <c>reference.conf</c> says what each key means. Nothing else reads these keys.
/// </summary>
/// <param name="Node">Section <c>coterie.node</c>.</param>
/// <param name="Mutex">Section <c>coterie.mutex</c>.</param>
/// <param name="Memory">Section <c>coterie.memory</c>.</param>
/// <param name="Think"><c>coterie.simulate.think</c>.</param>
/// <param name="Hold"><c>coterie.simulate.hold</c>.</param>
/// <param name="Seed"><c>coterie.simulate.seed</c>; null for a random one.</param>
public sealed record CoterieSettings(
    NodeSettings Node, MutexSettings Mutex, MemorySettings Memory, DurationRange Think, DurationRange Hold, long? Seed)
{
    /// <summary>The rule of a seed, for the message of an error.</summary>
    public const string SeedRule = "a whole number from -9223372036854775808 to 9223372036854775807";

    /// <summary>Reads and checks all keys.</summary>
    /// <exception cref="SettingsException">At least one value breaks its rule; all that do are named.</exception>
    public static CoterieSettings Read(Config config) => Read(config, new Dictionary<string, string>());

    /// <summary>The same, with what to call a key that came from a file or a variable.</summary>
    internal static CoterieSettings Read(Config config, IReadOnlyDictionary<string, string> names)
    {
        var read = new SettingsReader(config, names);
        var settings = new CoterieSettings(
            new NodeSettings(
                Host("coterie.node.host"),
                Port("coterie.node.port"),
                read.Count("coterie.node.most-connections", 100_000),
                read.Duration("coterie.node.handshake-timeout")),
            new MutexSettings(read.Duration("coterie.mutex.resend-interval")),
            MemorySettings.Read(read),
            read.Range("coterie.simulate.think"),
            read.Range("coterie.simulate.hold"),
            Seed("coterie.simulate.seed"));
        CheckDispatcher("coterie.memory.raw-port.dispatcher");
        return read.Errors.Count == 0 ? settings : throw new SettingsException(string.Join(Environment.NewLine, read.Errors));

        // Akka.NET reads these itself, when the first actor asks for the dispatcher.
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

        long? Seed(string key) =>
            read.Text(key) == "random" ? null : ParseSeed(read.Text(key)) ?? read.Wrong<long?>(key, $"{SeedRule}, or random", null);
    }

    /// <summary>Reads a seed; null where it breaks the <see cref="SeedRule"/>.</summary>
    public static long? ParseSeed(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed) ? seed : null;
}
