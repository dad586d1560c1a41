using Akka.Configuration;

namespace Coterie.Actors.Nodes.Tcp;

/// <summary>What the transport reads of Akka's section <c>akka.remote.dot-netty.tcp</c>.</summary>
/// <param name="Host">The address to listen on.</param>
/// <param name="Port">The port; 0: any that is free.</param>
/// <param name="PublicHost">The address that others use, if it is another one; null: the same.</param>
/// <param name="PublicPort">The port that others use, if it is another one; null: the same.</param>
/// <param name="MostBytes">The largest frame.</param>
/// <param name="Backlog">How many connections may wait until they are accepted.</param>
/// <param name="ConnectionTimeout">How long connecting may take.</param>
internal sealed record TcpSettings(
    string Host, int Port, string? PublicHost, int? PublicPort, int MostBytes, int Backlog, TimeSpan ConnectionTimeout)
{
    private const int LeastFrame = 32_000;
    private const int MostFrame = int.MaxValue / 2;

    /// <exception cref="ConfigurationException">A value that the transport cannot work with.</exception>
    public static TcpSettings Read(Config config)
    {
        var most = config.GetByteSize("maximum-frame-size", 128_000);
        if (most is not (>= LeastFrame and <= MostFrame))
        {
            throw new ConfigurationException(
                $"akka.remote.dot-netty.tcp.maximum-frame-size must be from {LeastFrame} to {MostFrame} bytes, was [{most}].");
        }
        var publicHost = config.GetString("public-hostname", "");
        if (publicHost.Length > 0 && HostPort.TryParseHost(publicHost) is null)
        {
            throw new ConfigurationException(
                $"akka.remote.dot-netty.tcp.public-hostname must be {HostPort.HostRule}, was [{publicHost}].");
        }
        return new TcpSettings(
            config.GetString("hostname", ""),
            config.GetInt("port", 0),
            publicHost.Length > 0 ? HostPort.TryParseHost(publicHost) : null,
            config.GetInt("public-port", 0) is var port and > 0 ? port : null,
            (int)most,
            config.GetInt("backlog", 4096),
            config.GetTimeSpan("connection-timeout", TimeSpan.FromSeconds(15), allowInfinite: false));
    }
}
