using Akka.Util;

namespace Akka.Actor;

/// <summary>Where an actor system is: protocol, name, and for another process host and port.</summary>
public sealed class Address : IEquatable<Address>, IComparable<Address>, IComparable, ISurrogated, ICloneable
{
    /// <summary>Stands for every system.</summary>
    public static readonly Address AllSystems = new("akka", "all-systems");

    /// <summary>Orders by protocol, system, host, port.</summary>
    public static readonly IComparer<Address> Comparer = Comparer<Address>.Create((a, b) =>
        ReferenceEquals(a, b) ? 0 : a is null ? -1 : a.CompareTo(b));

    private string? _text;

    /// <summary>Without host and port it is local to its process.</summary>
    public Address(string protocol, string system, string? host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host?.ToLowerInvariant();
        Port = port;
    }

    /// <summary>For example <c>akka</c> or <c>akka.tcp</c>.</summary>
    public string Protocol { get; }

    /// <summary>The name of the actor system.</summary>
    public string System { get; }

    /// <summary>The host, or null.</summary>
    public string? Host { get; }

    /// <summary>The port, or null.</summary>
    public int? Port { get; }

    /// <summary>Whether only its own process can resolve it.</summary>
    public bool HasLocalScope => string.IsNullOrEmpty(Host);

    /// <summary>Whether other processes can resolve it.</summary>
    public bool HasGlobalScope => !HasLocalScope;

    /// <summary>Equal addresses.</summary>
    public static bool operator ==(Address? left, Address? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Different addresses.</summary>
    public static bool operator !=(Address? left, Address? right) => !(left == right);

    /// <summary>Reads <c>akka.tcp://system@host:port</c> or <c>akka://system</c>.</summary>
    /// <exception cref="UriFormatException">It is not an address.</exception>
    public static Address Parse(string address) => TryParse(address, out var parsed)
        ? parsed
        : throw new UriFormatException($"Address must be <protocol>://<system>[@<host>:<port>], was [{address}].");

    /// <summary>Reads an address and nothing after it.</summary>
    public static bool TryParse(string? address, out Address parsed)
    {
        parsed = null!;
        return address is not null && TryParse(address.AsSpan(), out parsed, out var rest) && rest is "" or "/";
    }

    /// <summary>Reads the address at the beginning; <paramref name="absolutUri"/> becomes the path after it, with its slash.</summary>
    internal static bool TryParse(ReadOnlySpan<char> span, out Address parsed, out ReadOnlySpan<char> absolutUri)
    {
        parsed = null!;
        absolutUri = default;
        var scheme = span.IndexOf("://");
        if (scheme <= 0 || !span.StartsWith("akka", StringComparison.OrdinalIgnoreCase)) return false;
        var protocol = span[..scheme];
        var rest = span[(scheme + 3)..];
        var slash = rest.IndexOf('/');
        var authority = slash < 0 ? rest : rest[..slash];
        absolutUri = slash < 0 ? "/" : rest[slash..];
        var at = authority.IndexOf('@');
        if (at < 0)
        {
            if (authority.IsEmpty || authority.Contains(':')) return false;
            parsed = new Address(protocol.ToString(), authority.ToString());
            return true;
        }
        var hostPort = authority[(at + 1)..];
        var colon = hostPort.LastIndexOf(':');
        if (at == 0 || colon <= 0 || !int.TryParse(hostPort[(colon + 1)..], out var port) || port is < 0 or > 65535) return false;
        parsed = new Address(protocol.ToString(), authority[..at].ToString(), hostPort[..colon].ToString(), port);
        return true;
    }

    /// <summary>The same with another protocol.</summary>
    public Address WithProtocol(string protocol) => new(protocol, System, Host, Port);

    /// <summary>The same with another system.</summary>
    public Address WithSystem(string system) => new(Protocol, system, Host, Port);

    /// <summary>The same with another host.</summary>
    public Address WithHost(string? host = null) => new(Protocol, System, host, Port);

    /// <summary>The same with another port.</summary>
    public Address WithPort(int? port = null) => new(Protocol, System, Host, port);

    /// <summary><c>system@host:port</c>, as far as present.</summary>
    public string HostPort() => Host is null ? System : Port is null ? $"{System}@{Host}" : $"{System}@{Host}:{Port}";

    /// <inheritdoc/>
    public override string ToString() => _text ??= $"{Protocol}://{HostPort()}";

    /// <inheritdoc/>
    public bool Equals(Address? other) => ReferenceEquals(this, other) || (other is not null
        && Port == other.Port && Host == other.Host && System == other.System && Protocol == other.Protocol);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Address);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Protocol, System, Host, Port);

    /// <inheritdoc/>
    public int CompareTo(Address? other)
    {
        if (other is null) return 1;
        var order = string.CompareOrdinal(Protocol, other.Protocol);
        if (order == 0) order = string.CompareOrdinal(System, other.System);
        if (order == 0) order = string.CompareOrdinal(Host ?? "", other.Host ?? "");
        return order != 0 ? order : (Port ?? 0).CompareTo(other.Port ?? 0);
    }

    int IComparable.CompareTo(object? obj) => obj is null or Address
        ? CompareTo((Address?)obj)
        : throw new ArgumentException($"Address must be compared with an address, was [{obj}].", nameof(obj));

    /// <inheritdoc/>
    public object Clone() => new Address(Protocol, System, Host, Port);

    /// <inheritdoc/>
    public ISurrogate ToSurrogate(ActorSystem system) =>
        new AddressSurrogate { Protocol = Protocol, System = System, Host = Host, Port = Port };

    /// <summary>An address as plain data.</summary>
    public sealed class AddressSurrogate : ISurrogate
    {
        /// <summary>See <see cref="Address.Protocol"/>.</summary>
        public string? Protocol { get; set; }

        /// <summary>See <see cref="Address.System"/>.</summary>
        public string? System { get; set; }

        /// <summary>See <see cref="Address.Host"/>.</summary>
        public string? Host { get; set; }

        /// <summary>See <see cref="Address.Port"/>.</summary>
        public int? Port { get; set; }

        /// <inheritdoc/>
        public ISurrogated FromSurrogate(ActorSystem system) => new Address(Protocol!, System!, Host, Port);
    }
}
