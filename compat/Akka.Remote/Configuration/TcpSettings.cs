namespace Akka.Remote.Configuration;

/// <summary>The section <c>akka.remote.dot-netty.tcp</c>.</summary>
internal sealed class TcpSettings
{
    private const string Section = "akka.remote.dot-netty.tcp";
    private const int LeastFrame = 32000; // of the original; a handshake and the longest of our own messages fit in

    public TcpSettings(CheckedReader read)
    {
        Hostname = read.Config.GetString($"{Section}.hostname");
        var publicHostname = read.Config.GetString($"{Section}.public-hostname");
        PublicHostname = publicHostname.Length > 0 ? publicHostname : Hostname;
        Port = read.Port($"{Section}.port");
        PublicPort = read.Port($"{Section}.public-port");
        PrefersIPv6 = read.Config.GetBoolean($"{Section}.dns-use-ipv6");
        ConnectTimeout = read.Positive($"{Section}.connection-timeout");
        LongestFrame = read.Bytes($"{Section}.maximum-frame-size", LeastFrame);
        SendBuffer = read.Bytes($"{Section}.send-buffer-size", 0);
        ReceiveBuffer = read.Bytes($"{Section}.receive-buffer-size", 0);
        Backlog = read.Count($"{Section}.backlog");
        NoDelay = read.Config.GetBoolean($"{Section}.tcp-nodelay");
        KeepAlive = read.Config.GetBoolean($"{Section}.tcp-keepalive");
    }

    /// <summary>Where to listen; empty: everywhere.</summary>
    public string Hostname { get; }

    /// <summary>How others call this machine; empty: by its name.</summary>
    public string PublicHostname { get; }

    public int Port { get; }

    /// <summary>0: the port that is listened at.</summary>
    public int PublicPort { get; }

    public bool PrefersIPv6 { get; }

    public TimeSpan ConnectTimeout { get; }

    /// <summary>In bytes, without the length before it.</summary>
    public int LongestFrame { get; }

    /// <summary>0: as the operating system has it.</summary>
    public int SendBuffer { get; }

    /// <summary>0: as the operating system has it.</summary>
    public int ReceiveBuffer { get; }

    public int Backlog { get; }

    public bool NoDelay { get; }

    public bool KeepAlive { get; }
}
